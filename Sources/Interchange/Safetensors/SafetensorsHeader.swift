/// The header of a safetensors file, checked: which tensors there are, and where.
///
/// A file is an 8-byte little-endian length n, n bytes of JSON, and the data. The JSON is one object with an entry for
/// each tensor, and perhaps `__metadata__`, an object of strings:
///
///     {"NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...}
///
/// Offsets count from the start of the data. In order of their offsets (which need not be the order of the header) the
/// tensors must lie one after the other, from the first byte of the data to the last.
struct SafetensorsHeader: Sendable {
  /// One tensor of the header.
  struct Entry: Sendable {
    var name: String
    var elementType: ElementType
    var shape: [Int]
    var count: Int
    /// From the start of the data.
    var byteRange: Range<Int>
  }

  /// The longest header read, in bytes: the limit that the format's own reader sets.
  static let longest = 100_000_000

  /// All tensors, in the order of the header.
  private(set) var entries: [Entry] = []

  /// From a name to its place in `entries`.
  private(set) var index: [String: Int] = [:]

  /// The strings under `__metadata__`.
  private(set) var metadata: [String: String] = [:]

  /// Where in the file the data starts.
  let dataStart: Int

  /// Reads and checks the header of a file.
  ///
  /// Nothing is allocated on the word of the header alone: its length is checked against the file before it is read,
  /// and each tensor's place against the data when its entry is read.
  init(of file: FileBytes) throws(InterchangeError) {
    let text = try Self.text(of: file)
    dataStart = 8 + text.count
    let dataLength = file.bytes.count - dataStart
    var parser = SafetensorsHeaderParser(text, dataLength: dataLength, file: file.path)
    entries.reserveCapacity(min(text.count / 64, 4096))
    try parser.parse(entries: &entries, metadata: &metadata)
    try checkNames(file: file.path)
    try checkPlaces(dataLength: dataLength, file: file.path)
  }

  /// The bytes of the JSON, once the lengths make sense and the text is UTF-8.
  private static func text(of file: FileBytes) throws(InterchangeError) -> UnsafeRawBufferPointer {
    let path = file.path
    guard file.bytes.count >= 8 else {
      throw InterchangeError(
        .truncated, file: path, expected: "at least 8 bytes (the header's length)",
        found: "\(file.bytes.count) bytes")
    }
    let length = UInt64(littleEndian: file.bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(longest) else {
      throw InterchangeError(
        .malformedHeader, file: path, expected: "a header of at most \(longest) bytes", found: "length \(length)")
    }
    guard Int(length) <= file.bytes.count - 8 else {
      throw InterchangeError(
        .truncated, file: path, expected: "\(8 + length) bytes (8 and the header's \(length))",
        found: "\(file.bytes.count) bytes")
    }
    let text = UnsafeRawBufferPointer(rebasing: file.bytes[8..<8 + Int(length)])
    guard text.first == 0x7B else {
      let found = text.first.map { "byte 0x\(String($0, radix: 16, uppercase: true))" } ?? "an empty header"
      throw InterchangeError(.malformedHeader, file: path, expected: "a header that starts with '{'", found: found)
    }
    // Most headers are ASCII, which is UTF-8; only the others are decoded to see.
    if text.contains(where: { $0 >= 0x80 }), String(validating: text, as: UTF8.self) == nil {
      throw InterchangeError(
        .malformedHeader, file: path, expected: "a header in UTF-8", found: "bytes that are not UTF-8")
    }
    return text
  }

  /// Makes `index`, and checks that no name is there twice.
  private mutating func checkNames(file: String) throws(InterchangeError) {
    index.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() where index.updateValue(place, forKey: entry.name) != nil {
      throw InterchangeError(
        .duplicateName, file: file, tensor: entry.name, expected: "one entry with this name", found: "two")
    }
  }

  /// Checks that the tensors cover the data without holes and overlaps.
  private func checkPlaces(dataLength: Int, file: String) throws(InterchangeError) {
    // Files are usually written in the order of their data; then there is nothing to sort.
    var order = Array(entries.indices)
    let key = { (place: Int) in (self.entries[place].byteRange.lowerBound, self.entries[place].byteRange.upperBound) }
    if !zip(order, order.dropFirst()).allSatisfy({ key($0) <= key($1) }) { order.sort { key($0) < key($1) } }
    var covered = 0
    for place in order {
      let entry = entries[place]
      guard entry.byteRange.lowerBound == covered else {
        let problem = entry.byteRange.lowerBound < covered ? "overlap with the tensor before" : "hole before it"
        throw InterchangeError(
          .malformedTensor, file: file, tensor: entry.name,
          expected: "data that starts at offset \(covered), where the tensor before it ends",
          found: "offset \(entry.byteRange.lowerBound) (\(problem))")
      }
      covered = entry.byteRange.upperBound
    }
    guard covered == dataLength else {
      throw InterchangeError(
        .malformedHeader, file: file, expected: "\(dataLength) bytes of data in tensors, all the file has",
        found: "\(covered) bytes in tensors and \(dataLength - covered) that belong to none")
    }
  }
}
