import Foundation

extension Manifest {
  /// The manifest that goes with a file of tensors: the one within it, or the one beside it, `FILE.json` or FILE with the
  /// ending `.json` in place of its own. The one within the file counts where there are both.
  ///
  /// - Returns: nil where there is none.
  /// - Throws: `malformedManifest` or `duplicateName`, and what reading it throws.
  public static func find(for file: TensorFile) throws(InterchangeError) -> Manifest? {
    if let text = try file.manifestText() { return try Manifest(text) }
    let replaced = (file.path as NSString).deletingPathExtension + ".json"
    for path in [file.path + ".json", replaced] where FileManager.default.fileExists(atPath: path) {
      return try Manifest(FileBytes(mapping: path))
    }
    return nil
  }

  /// Reads a manifest from a file of its own.
  ///
  /// - Throws: `cannotOpen`, `malformedManifest` or `duplicateName`.
  public init(path: String) throws(InterchangeError) {
    try self.init(FileBytes(mapping: path))
  }
}
