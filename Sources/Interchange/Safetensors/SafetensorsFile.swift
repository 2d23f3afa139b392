/// A safetensors file: named tensors, read on demand from a file that is mapped into memory.
///
///     let file = try SafetensorsFile(path: "model.safetensors")
///     let decay = try file.tensor("layers.0.mixer.A_log").doubles()
///
/// Opening reads and checks the header only; a file whose header is accepted has a place within the file for every
/// tensor, and no byte of its data is shared or unused. Format: https://github.com/huggingface/safetensors.
public struct SafetensorsFile: Sendable {
  /// The file, as it was named by the caller.
  public let path: String

  private let file: FileBytes
  private let header: SafetensorsHeader

  /// Opens a file and checks its header.
  ///
  /// - Throws: `cannotOpen`, `truncated`, `malformedHeader`, `malformedTensor` or `duplicateName`.
  public init(path: String) throws(InterchangeError) {
    try self.init(FileBytes(mapping: path))
  }

  /// Reads a file that is in memory already; `path` is only what messages call it.
  ///
  /// - Throws: `truncated`, `malformedHeader`, `malformedTensor` or `duplicateName`.
  public init(bytes: [UInt8], path: String) throws(InterchangeError) {
    try self.init(FileBytes(copying: bytes, path: path))
  }

  /// Reads a file that is open already.
  init(_ file: FileBytes) throws(InterchangeError) {
    path = file.path
    self.file = file
    header = try SafetensorsHeader(of: file)
  }

  /// The number of tensors.
  public var count: Int { header.count }

  /// The names of all tensors, sorted; made anew at each call.
  public var names: [String] { (0..<count).map { header.name(at: $0) }.sorted() }

  /// The strings stored under `__metadata__`; empty where there are none.
  public var metadata: [String: String] { header.metadata }

  /// Whether there is a tensor with this name.
  public func contains(_ name: String) -> Bool { header.place(of: name) != nil }

  /// The tensor with this name; its elements are not read yet.
  ///
  /// - Throws: `missingTensor`.
  public func tensor(_ name: String) throws(InterchangeError) -> Tensor {
    guard let place = header.place(of: name) else {
      throw InterchangeError(
        .missingTensor, file: path, tensor: name, expected: "a tensor with this name", found: abbreviatedNames)
    }
    let entry = try header.entry(at: place)
    let start = header.dataStart + entry.byteRange.lowerBound
    return Tensor(
      name: name, shape: entry.shape, elementType: entry.elementType, file: file,
      byteRange: start..<start + entry.byteRange.count)
  }

  /// How many tensors there are and the first few names, for messages.
  var abbreviatedNames: String {
    let shown = names.prefix(8).map { $0.onOneLine(limit: 60) }
    let dots = count > shown.count ? ", ..." : ""
    return count == 0 ? "no tensors" : "\(count) tensors: \(shown.joined(separator: ", "))\(dots)"
  }
}
