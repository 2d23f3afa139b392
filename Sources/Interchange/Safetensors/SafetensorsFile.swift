import Foundation

/// A safetensors file: named tensors, read on demand from a file that is mapped into memory.
///
///     let file = try SafetensorsFile(path: "model.safetensors")
///     let decay = try file.tensor("layers.0.mixer.A_log").doubles()
///
/// Opening reads and checks the header only; a file whose header is accepted has a place within the file for every
/// tensor, and no byte of its data is shared or unused. Format: https://github.com/huggingface/safetensors.
///
/// A model in several files is opened through its index, `model.safetensors.index.json`, and is as one file then.
public struct SafetensorsFile: Sendable {
  /// One file.
  private struct Shard: Sendable {
    let file: FileBytes
    let header: SafetensorsHeader

    init(_ file: FileBytes) throws(InterchangeError) {
      self.file = file
      header = try SafetensorsHeader(of: file)
    }

    func tensor(_ name: String) throws(InterchangeError) -> Tensor? {
      guard let place = header.place(of: name) else { return nil }
      let entry = try header.entry(at: place)
      let start = header.dataStart + entry.byteRange.lowerBound
      return Tensor(
        name: name, shape: entry.shape, elementType: entry.elementType, file: file,
        byteRange: start..<start + entry.byteRange.count)
    }
  }

  /// The file, as it was named by the caller; that of the index where there are several.
  public let path: String

  /// The file, or the files in the order of their names.
  private let shards: [Shard]

  /// Opens a file and checks its header; or all files of an index, where the path ends in `.index.json`.
  ///
  /// - Throws: `cannotOpen`, `truncated`, `malformedHeader`, `malformedTensor`, `missingTensor` or `duplicateName`.
  public init(path: String) throws(InterchangeError) {
    self.path = path
    guard path.hasSuffix(".index.json") else {
      shards = [try Shard(FileBytes(mapping: path))]
      return
    }
    let index = try SafetensorsIndex(FileBytes(mapping: path))
    let folder = (path as NSString).deletingLastPathComponent
    var shards: [Shard] = []
    for name in index.files {
      shards.append(try Shard(FileBytes(mapping: (folder as NSString).appendingPathComponent(name))))
    }
    self.shards = shards
    try checkAgreement(with: index)
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
    shards = [try Shard(file)]
  }

  /// The number of tensors.
  public var count: Int { shards.reduce(0) { $0 + $1.header.count } }

  /// The names of all tensors, sorted; made anew at each call.
  public var names: [String] {
    shards.flatMap { shard in (0..<shard.header.count).map { shard.header.name(at: $0) } }.sorted()
  }

  /// The strings stored under `__metadata__`, of the first file where there are several; empty where there are none.
  public var metadata: [String: String] { shards.first?.header.metadata ?? [:] }

  /// Whether there is a tensor with this name.
  public func contains(_ name: String) -> Bool { shards.contains { $0.header.place(of: name) != nil } }

  /// The tensor with this name; its elements are not read yet.
  ///
  /// - Throws: `missingTensor`.
  public func tensor(_ name: String) throws(InterchangeError) -> Tensor {
    for shard in shards {
      if let tensor = try shard.tensor(name) { return tensor }
    }
    throw InterchangeError(
      .missingTensor, file: path, tensor: name, expected: "a tensor with this name", found: abbreviatedNames)
  }

  /// Checks that the files hold the tensors that their index says, each once, and no others.
  private func checkAgreement(with index: SafetensorsIndex) throws(InterchangeError) {
    for (shard, file) in zip(shards, index.files) {
      for place in 0..<shard.header.count {
        let name = shard.header.name(at: place)
        guard index.places[name] == file else {
          throw InterchangeError(
            .malformedTensor, file: shard.file.path, tensor: name, expected: "a tensor that \(path) says is here",
            found: index.places[name].map { "that it is in \($0)" } ?? "that it is nowhere")
        }
      }
    }
    guard index.places.count != count else { return }
    for (name, file) in index.places.sorted(by: { $0.key < $1.key }) where !contains(name) {
      throw InterchangeError(
        .missingTensor, file: path, tensor: name, expected: "this tensor in \(file), as the index says", found: "none")
    }
  }

  /// How many tensors there are and the first few names, for messages.
  var abbreviatedNames: String {
    let shown = names.prefix(8).map { $0.onOneLine(limit: 60) }
    let dots = count > shown.count ? ", ..." : ""
    return count == 0 ? "no tensors" : "\(count) tensors: \(shown.joined(separator: ", "))\(dots)"
  }
}
