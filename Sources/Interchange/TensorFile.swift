import Foundation

/// Named tensors in a file of any format that is read here: safetensors, `.npz`, `.npy`, or a folder of `.npy` files.
///
///     let file = try TensorFile(path: "capture.npz")
///     let steps = try file.tensor("in.dt").doubles()
///
/// The format is told by the first bytes, not by the name. Opening checks every header; elements are read, and checked
/// where the format has checksums, when they are asked for, and take no more memory than the tensor itself and the numbers
/// asked for.
public struct TensorFile: Sendable {
  /// A format of files with tensors.
  public enum Format: String, CaseIterable, Sendable {
    /// Tensors with a header in JSON, of Hugging Face.
    case safetensors
    /// NumPy's archive of arrays.
    case npz
    /// One array, of NumPy.
    case npy
    /// A folder of `.npy` files, each a tensor named as its file.
    case folder
  }

  private enum Contents: Sendable {
    case safetensors(SafetensorsFile)
    case npz(NpzFile)
    case arrays([String: NpyFile], Format)
  }

  /// The file, as it was named by the caller.
  public let path: String

  private let contents: Contents

  /// Opens a file, or a folder of `.npy` files.
  ///
  /// - Throws: `cannotOpen`, and what is wrong with the file: `truncated`, `malformedHeader`, `malformedTensor`,
  ///   `wrongElementType` or `duplicateName`.
  public init(path: String) throws(InterchangeError) {
    var isFolder: ObjCBool = false
    self.path = path
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      contents = .arrays(try Self.arrays(inFolder: path), .folder)
    } else {
      contents = try Self.contents(of: FileBytes(mapping: path))
    }
  }

  /// Reads a file that is in memory already; `path` is only what messages call it, and what names a lone array.
  ///
  /// - Throws: as `init(path:)`.
  public init(bytes: [UInt8], path: String) throws(InterchangeError) {
    self.path = path
    contents = try Self.contents(of: FileBytes(copying: bytes, path: path))
  }

  /// A safetensors file that is open already.
  public init(_ file: SafetensorsFile) {
    path = file.path
    contents = .safetensors(file)
  }

  /// What is in a file, its format told by the first bytes.
  private static func contents(of file: FileBytes) throws(InterchangeError) -> Contents {
    if NpyHeader.isMagic(file.bytes) {
      let name = ((file.path as NSString).lastPathComponent as NSString).deletingPathExtension
      return .arrays([name: try NpyFile(file, name: name)], .npy)
    }
    if ZipArchive.isMagic(file.bytes) { return .npz(try NpzFile(file)) }
    if file.bytes.count > 8, file.bytes[8] == 0x7B { return .safetensors(try SafetensorsFile(file)) }
    throw InterchangeError(
      .malformedHeader, file: file.path, expected: "a file that starts as .safetensors, .npz or .npy files do",
      found: beginning(of: file.bytes))
  }

  /// The format of the file.
  public var format: Format {
    switch contents {
    case .safetensors: .safetensors
    case .npz: .npz
    case .arrays(_, let format): format
    }
  }

  /// The names of all tensors, sorted; made anew at each call.
  public var names: [String] {
    switch contents {
    case .safetensors(let file): file.names
    case .npz(let file): file.entries.map(\.name).filter { $0 != Manifest.key }.sorted()
    case .arrays(let arrays, _): arrays.keys.sorted()
    }
  }

  /// The strings that a safetensors file stores under `__metadata__`; empty for the other formats.
  public var metadata: [String: String] {
    if case .safetensors(let file) = contents { file.metadata } else { [:] }
  }

  /// Whether there is a tensor with this name.
  public func contains(_ name: String) -> Bool {
    switch contents {
    case .safetensors(let file): file.contains(name)
    case .npz(let file): file.contains(name)
    case .arrays(let arrays, _): arrays[name] != nil
    }
  }

  /// The tensor with this name.
  ///
  /// One of an `.npz` file is inflated at each call, one that is big-endian or in Fortran order copied; of the others the
  /// elements are not read yet.
  ///
  /// - Throws: `missingTensor`; `truncated` or `malformedTensor` where the file is damaged.
  public func tensor(_ name: String) throws(InterchangeError) -> Tensor {
    let found: Tensor? =
      switch contents {
      case .safetensors(let file): try file.tensor(name)
      case .npz(let file): try file.tensor(name)
      case .arrays(let arrays, _): try arrays[name]?.tensor()
      }
    if let found { return found }
    let names = names
    let shown = names.prefix(8).map { $0.onOneLine(limit: 60) }.joined(separator: ", ")
    throw InterchangeError(
      .missingTensor, file: path, tensor: name, expected: "a tensor with this name",
      found: names.isEmpty ? "no tensors" : "\(names.count) tensors: \(shown)\(names.count > 8 ? ", ..." : "")")
  }

  /// The text of the manifest within the file: the metadata of that key, the member `manifest.json`, or the bytes of an
  /// array of that name.
  ///
  /// - Throws: `malformedManifest` where there are two; what reading them throws.
  func manifestText() throws(InterchangeError) -> FileBytes? {
    switch contents {
    case .safetensors(let file):
      return file.metadata[Manifest.key].map { FileBytes(copying: Array($0.utf8), path: path) }
    case .npz(let file):
      guard file.contains(Manifest.key) else { return try file.manifestBytes() }
      guard file.manifestMember == nil else {
        throw InterchangeError(
          .malformedManifest, file: path, expected: "one manifest", found: "two: \(Manifest.key) and manifest.json")
      }
      let tensor = try self.tensor(Manifest.key)
      guard tensor.elementType == .uint8 else {
        throw InterchangeError(
          .malformedManifest, file: path, tensor: Manifest.key, expected: "the text's bytes, of type U8",
          found: tensor.elementType.name)
      }
      return FileBytes(copying: Array(tensor.file.bytes[tensor.byteRange]), path: path)
    case .arrays:
      return nil
    }
  }

  /// What a file of no known format starts with, in words where a likely format is known.
  private static func beginning(of bytes: UnsafeRawBufferPointer) -> String {
    if bytes.isEmpty { return "an empty file" }
    let known: [([UInt8], String)] = [
      ([0x80, 2], "a Python pickle"), ([0x80, 3], "a Python pickle"), ([0x80, 4], "a Python pickle"),
      ([0x80, 5], "a Python pickle"), ([0x89, 0x48, 0x44, 0x46], "HDF5"), ([0x1F, 0x8B], "gzip"),
      ([0x47, 0x47, 0x55, 0x46], "GGUF"), ([0x93, 0x4E], "the beginning of .npy, and no more"),
      ([0x50, 0x4B], "a zip archive, but not its beginning"),
    ]
    let shown = bytes.prefix(9).map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    let words = known.first { bytes.starts(with: $0.0) }.map { " (\($0.1): not read here)" } ?? ""
    return "\(bytes.count) bytes that start \(shown.joined(separator: " "))\(words)"
  }

  /// The arrays of a folder, hidden files left aside.
  private static func arrays(inFolder path: String) throws(InterchangeError) -> [String: NpyFile] {
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw InterchangeError(
        .cannotOpen, file: path, expected: "a folder that can be listed", found: error.localizedDescription)
    }
    var arrays: [String: NpyFile] = [:]
    for file in files.sorted() where file.hasSuffix(".npy") && !file.hasPrefix(".") {
      let name = String(file.dropLast(4))
      let bytes = try FileBytes(mapping: (path as NSString).appendingPathComponent(file))
      guard arrays.updateValue(try NpyFile(bytes, name: name), forKey: name) == nil else {
        throw InterchangeError(
          .duplicateName, file: path, tensor: name, expected: "one file with this name", found: "two")
      }
    }
    guard !arrays.isEmpty else {
      throw InterchangeError(
        .cannotOpen, file: path, expected: "a file, or a folder with .npy files", found: "a folder without any")
    }
    return arrays
  }
}
