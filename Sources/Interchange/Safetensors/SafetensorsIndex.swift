/// The index of a model in several safetensors files: which tensor is in which file.
///
///     {"metadata": {"total_size": 8}, "weight_map": {"NAME": "model-00001-of-00002.safetensors", ...}}
struct SafetensorsIndex {
  /// For each tensor the name of its file.
  private(set) var places: [String: String] = [:]

  /// The names of the files, sorted.
  var files: [String] { Set(places.values).sorted() }

  /// The longest index that is read, in bytes.
  private static let longest = 1 << 26

  /// Reads an index.
  ///
  /// - Throws: `malformedHeader` or `duplicateName`.
  init(_ text: FileBytes) throws(InterchangeError) {
    func failure(_ tensor: String?, expected: String, found: String) -> InterchangeError {
      InterchangeError(.malformedHeader, file: text.path, tensor: tensor, expected: expected, found: found)
    }
    guard text.bytes.count <= Self.longest else {
      throw failure(nil, expected: "an index of at most \(Self.longest) bytes", found: "\(text.bytes.count)")
    }
    guard String(validating: text.bytes, as: UTF8.self) != nil else {
      throw failure(nil, expected: "UTF-8", found: "bytes that are not")
    }
    var scanner = JSONScanner(text.bytes, origin: 0, file: text.path, kind: .malformedHeader)
    let value = try scanner.value()
    scanner.skipSpace()
    guard scanner.next == nil else { throw scanner.failure("nothing after the index") }
    withExtendedLifetime(text) {}
    guard case .object(let fields) = value, case .object(let map) = fields["weight_map"] else {
      throw failure(nil, expected: "an object with an object 'weight_map'", found: value.summary)
    }
    for (name, place) in map.sorted(by: { $0.key < $1.key }) {
      // A file beside the index, and nowhere else.
      guard case .string(let file) = place, file.hasSuffix(".safetensors"), !file.contains("/"), !file.hasPrefix(".")
      else {
        throw failure(name, expected: "the name of a .safetensors file beside the index", found: place.summary)
      }
      places[name] = file
    }
    guard !places.isEmpty else { throw failure(nil, expected: "tensors in 'weight_map'", found: "none") }
  }
}
