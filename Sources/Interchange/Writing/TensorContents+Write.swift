import Foundation

extension TensorContents {
  /// Writes a file: aside first, then renamed, so that no half-written file is ever seen under its name.
  ///
  /// A manifest is written within the file, but beside an `.npy` file or in a folder, as `FILE.json`, which is renamed
  /// first. A folder is made where it is missing, and gets a file for each tensor; what else is in it stays.
  ///
  /// - Precondition: for `.npy` there is one tensor.
  /// - Throws: `cannotWrite`.
  public func write(to path: String, as format: TensorFile.Format = .safetensors) throws(InterchangeError) {
    switch format {
    case .safetensors: try Self.write(safetensors, to: path)
    case .npz: try Self.write(npz(), to: path)
    case .npy:
      precondition(entries.count == 1, "\(entries.count) tensors for a file of one")
      try writeManifest(beside: path)
      for entry in entries { try Self.write(Self.npyHeader(of: entry) + entry.bytes, to: path) }
    case .folder:
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw Self.unwritable(path, error)
      }
      try writeManifest(beside: path)
      for entry in entries {
        guard !entry.name.contains("/"), !entry.name.hasPrefix(".") else {
          throw InterchangeError(
            .cannotWrite, file: path, tensor: entry.name, expected: "a name that a file can have", found: entry.name)
        }
        let file = (path as NSString).appendingPathComponent(entry.name + ".npy")
        try Self.write(Self.npyHeader(of: entry) + entry.bytes, to: file)
      }
    }
  }

  private func writeManifest(beside path: String) throws(InterchangeError) {
    guard let manifest else { return }
    try Self.write(Array(manifest.json.utf8), to: path + ".json")
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(InterchangeError) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw unwritable(path, error)
    }
  }

  private static func unwritable(_ path: String, _ error: any Error) -> InterchangeError {
    InterchangeError(
      .cannotWrite, file: path, expected: "a place to write a file", found: error.localizedDescription)
  }
}
