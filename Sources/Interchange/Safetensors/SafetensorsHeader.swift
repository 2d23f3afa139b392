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
  /// One tensor of the header; its name is in `names` at the same place.
  struct Entry: Sendable {
    var elementType: ElementType
    /// The part of `dimensions` that is the tensor's shape.
    var axes: Range<Int32>
    /// Where the tensor is, from the start of the data.
    var byteRange: Range<Int>
  }

  /// The longest header read, in bytes: the limit that the format's own reader sets.
  static let longest = 100_000_000

  /// The length of the shortest entry there is: `"":{"dtype":"U8","shape":[],"data_offsets":[0,0]},`.
  static let shortestEntry = 50

  /// All tensors, in the order of the header.
  var entries: [Entry] = []

  /// The tensors' names, in the same order.
  var names: NameTable

  /// The shapes of all tensors, one after the other.
  var dimensions: [Int] = []

  /// The shape of a tensor.
  func shape(of entry: Entry) -> [Int] { Array(dimensions[Int(entry.axes.lowerBound)..<Int(entry.axes.upperBound)]) }

  /// The strings under `__metadata__`.
  var metadata: [String: String] = [:]

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
    // The text is there already, so room in proportion to it is no promise of the header's.
    let most = text.count / Self.shortestEntry + 1
    names = NameTable(limit: most)
    entries.reserveCapacity(most)
    var parser = SafetensorsHeaderParser(text, dataLength: dataLength, file: file.path)
    try parser.parse(into: &self)
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
    if !isASCII(text), String(validating: text, as: UTF8.self) == nil {
      throw InterchangeError(
        .malformedHeader, file: path, expected: "a header in UTF-8", found: "bytes that are not UTF-8")
    }
    return text
  }

  /// Checks that the tensors cover the data without holes and overlaps.
  private func checkPlaces(dataLength: Int, file: String) throws(InterchangeError) {
    var order = Array(entries.indices)
    // Files are usually written in the order of their data; then there is nothing to sort.
    let isSorted = order.dropFirst().allSatisfy { !precedes($0, $0 - 1) }
    if !isSorted { order.sort(by: precedes) }
    var covered = 0
    for place in order {
      let entry = entries[place]
      guard entry.byteRange.lowerBound == covered else {
        let problem = entry.byteRange.lowerBound < covered ? "overlap with the tensor before" : "hole before it"
        throw InterchangeError(
          .malformedTensor, file: file, tensor: names[place],
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
  /// Whether one tensor's data come before another's.
  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let (a, b) = (entries[left].byteRange, entries[right].byteRange)
    return (a.lowerBound, a.upperBound) < (b.lowerBound, b.upperBound)
  }

  /// Whether all bytes are below 0x80, looked at eight at a time.
  private static func isASCII(_ text: UnsafeRawBufferPointer) -> Bool {
    var all: UInt64 = 0
    let words = text.count / 8
    for word in 0..<words { all |= text.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self) }
    return all & 0x8080_8080_8080_8080 == 0 && text[(8 * words)...].allSatisfy { $0 < 0x80 }
  }
}
