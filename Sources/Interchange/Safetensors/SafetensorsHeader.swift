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
    var elementType: ElementType
    var shape: [Int]
    /// Where the tensor is, from the start of the data.
    var byteRange: Range<Int>
  }

  /// The longest header read, in bytes: the limit that the format's own reader sets.
  static let longest = 100_000_000

  /// The length of the shortest entry there is: `"":{"dtype":"U8","shape":[],"data_offsets":[0,0]},`.
  static let shortestEntry = 50

  /// The tensors' names, in the order of the header.
  private var names: NameTable

  /// The strings under `__metadata__`.
  private(set) var metadata: [String: String] = [:]

  /// Where in the file the data starts.
  let dataStart: Int

  /// The JSON, a copy: entries are read again when they are asked for, and the file may have been cut then.
  private let text: FileBytes

  private let dataLength: Int

  /// Reads and checks the header of a file.
  ///
  /// Nothing is allocated on the word of the header alone: its length is checked against the file before it is read,
  /// and each tensor's place against the data when its entry is read. Until all is checked, only the names' places are
  /// kept, so that to refuse a header takes little.
  init(of file: FileBytes) throws(InterchangeError) {
    let text = try Self.text(of: file)
    dataStart = 8 + text.count
    dataLength = file.bytes.count - dataStart
    // The text is there already, so room in proportion to it is no promise of the header's.
    names = NameTable(limit: text.count / Self.shortestEntry + 1)
    var parser = SafetensorsHeaderParser(text, dataLength: dataLength, file: file.path)
    // Files are usually written in the order of their data; then their places are checked already.
    var end = try parser.parse(names: &names, metadata: &metadata)
    if end == nil { end = try Self.sortedEnd(names, text, dataLength: dataLength, file: file.path) }
    guard end == dataLength else { throw Self.uncovered(end ?? 0, dataLength: dataLength, file: file.path) }
    self.text = FileBytes(copying: text, path: file.path)
  }

  /// The number of tensors.
  var count: Int { names.count }

  /// The place of a name in the order of the header, or nil where there is none.
  func place(of name: String) -> Int? { names.place(of: name, in: text.bytes) }

  /// The name of the tensor at a place.
  func name(at place: Int) -> String {
    var scanner = JSONScanner(text.bytes, origin: 8, file: text.path, kind: .malformedHeader)
    scanner.position = names.start(of: place)
    // It was read before.
    return (try? scanner.string("")) ?? ""
  }

  /// The tensor at a place.
  func entry(at place: Int) throws(InterchangeError) -> Entry {
    var parser = SafetensorsHeaderParser(text.bytes, dataLength: dataLength, file: text.path)
    return try parser.entry(whoseNameStartsAt: names.start(of: place))
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

  /// Checks that tensors which are not in the order of their data lie one after the other, and gives the end of the last.
  private static func sortedEnd(
    _ names: NameTable, _ text: UnsafeRawBufferPointer, dataLength: Int, file: String
  ) throws(InterchangeError) -> Int {
    var parser = SafetensorsHeaderParser(text, dataLength: dataLength, file: file)
    var places: [(range: Range<Int>, place: Int)] = []
    places.reserveCapacity(names.count)
    for place in 0..<names.count {
      places.append((try parser.entry(whoseNameStartsAt: names.start(of: place)).byteRange, place))
    }
    places.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var covered = 0
    for (range, place) in places {
      guard range.lowerBound == covered else {
        let problem = range.lowerBound < covered ? "overlap with the tensor before" : "hole before it"
        throw InterchangeError(
          .malformedTensor, file: file, tensor: parser.name(startingAt: names.start(of: place)),
          expected: "data that starts at offset \(covered), where the tensor before it ends",
          found: "offset \(range.lowerBound) (\(problem))")
      }
      covered = range.upperBound
    }
    return covered
  }

  /// The error for data that no tensor reaches.
  private static func uncovered(_ covered: Int, dataLength: Int, file: String) -> InterchangeError {
    InterchangeError(
      .malformedHeader, file: file, expected: "\(dataLength) bytes of data in tensors, all the file has",
      found: "\(covered) bytes in tensors and \(dataLength - covered) that belong to none")
  }

  /// Whether all bytes are below 0x80, looked at eight at a time.
  private static func isASCII(_ text: UnsafeRawBufferPointer) -> Bool {
    var all: UInt64 = 0
    let words = text.count / 8
    for word in 0..<words { all |= text.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self) }
    return all & 0x8080_8080_8080_8080 == 0 && text[(8 * words)...].allSatisfy { $0 < 0x80 }
  }
}
