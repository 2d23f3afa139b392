/// Reads the JSON of a safetensors header, field by field, checking each tensor as it comes.
///
/// For a tensor nothing is allocated of its own: a header of 6 MB and a hundred thousand tensors is read, or refused, in
/// some milliseconds.
struct SafetensorsHeaderParser {
  private var scanner: JSONScanner
  private let dataLength: Int
  private let file: String

  /// The type of the tensor before, and where its name stands; the next tensor's is most often the same.
  private var lastType: (type: ElementType, range: Range<Int>)?

  /// The shape of the tensor that was read last.
  private var shape: [Int] = []

  /// Starts at the first byte of a header whose file has `dataLength` bytes after it.
  init(_ text: UnsafeRawBufferPointer, dataLength: Int, file: String) {
    scanner = JSONScanner(text, origin: 8, file: file, kind: .malformedHeader)
    self.dataLength = dataLength
    self.file = file
  }

  /// Reads the whole header.
  ///
  /// - Returns: where the data end, if the tensors are in the order of their data without holes; else nil, and their places
  ///   have still to be compared.
  mutating func parse(
    names: inout NameTable, metadata: inout [String: String]
  ) throws(InterchangeError) -> Int? {
    var metadataSeen = false
    var isInOrder = true
    var last = 0..<0
    try scanner.expect(0x7B, in: "at the start of the header")
    if !scanner.skip(0x7D) {
      repeat {
        if scanner.skip(string: "__metadata__") {
          guard !metadataSeen else { throw duplicate("__metadata__") }
          metadataSeen = true
          try scanner.expect(0x3A, in: "after \"__metadata__\"")
          try parseMetadata(into: &metadata)
        } else {
          try parseName(into: &names)
          try scanner.expect(0x3A, in: "after a tensor's name")
          let range = try parseEntry().byteRange
          // All tensors are checked against each other in the end; but the commonest overlap need not wait for it.
          if last.overlaps(range) {
            throw malformed(
              expected: "data apart from the tensor before, [\(last.lowerBound), \(last.upperBound)]",
              found: "[\(range.lowerBound), \(range.upperBound)] (overlap)")
          }
          isInOrder = isInOrder && range.lowerBound == last.upperBound
          last = range
          scanner.subject = nil
        }
      } while try scanner.another(before: 0x7D, in: "after a tensor's entry")
    }
    if let twice = names.flush(in: scanner.bytes) { throw duplicateName(at: twice) }
    scanner.skipSpace()
    guard scanner.next == nil else { throw scanner.failure("only spaces after the header's closing '}'") }
    return isInOrder ? last.upperBound : nil
  }

  /// Reads again the entry of the tensor whose name's opening quote is at a place of the text.
  mutating func entry(whoseNameStartsAt start: Int) throws(InterchangeError) -> SafetensorsHeader.Entry {
    scanner.position = start
    if scanner.plainString() == nil { _ = try scanner.string("(a tensor's name)") }
    scanner.subject = start..<scanner.position
    try scanner.expect(0x3A, in: "after a tensor's name")
    let (type, range) = try parseEntry()
    return SafetensorsHeader.Entry(elementType: type, shape: shape, byteRange: range)
  }

  /// The name whose opening quote is at a place of the text.
  func name(startingAt start: Int) -> String? {
    var scanner = self.scanner
    scanner.position = start
    return try? scanner.string("")
  }

  /// Reads the object of strings under `__metadata__`.
  private mutating func parseMetadata(into metadata: inout [String: String]) throws(InterchangeError) {
    try scanner.expect(0x7B, in: "after \"__metadata__\"")
    if scanner.skip(0x7D) { return }
    repeat {
      let key = try scanner.string("(a key of __metadata__)")
      try scanner.expect(0x3A, in: "after a key of __metadata__")
      let value = try scanner.string("(a value of __metadata__)")
      guard metadata.updateValue(value, forKey: key) == nil else { throw duplicate("__metadata__.\(key)") }
    } while try scanner.another(before: 0x7D, in: "in __metadata__")
  }

  /// Reads a tensor's name.
  private mutating func parseName(into names: inout NameTable) throws(InterchangeError) {
    scanner.skipSpace()
    let start = scanner.position
    let twice: Int?
    if let range = scanner.plainString() {
      twice = names.append(plain: range, in: scanner.bytes)
    } else {
      var name = try scanner.string("(a tensor's name)")
      // With an escape in it, the name would be metadata to one reader and a tensor to another.
      guard name != "__metadata__" else { throw scanner.failure("\"__metadata__\" written without escapes") }
      twice = name.withUTF8 { names.append(UnsafeRawBufferPointer($0), at: start, in: scanner.bytes) }
    }
    if let twice { throw duplicateName(at: twice) }
    scanner.subject = start..<scanner.position
  }

  private func duplicateName(at start: Int) -> InterchangeError {
    InterchangeError(
      .duplicateName, file: file, tensor: name(startingAt: start), expected: "one entry with this name", found: "two")
  }

  /// Reads the object that describes one tensor, and checks it; its shape is in `shape` then.
  private mutating func parseEntry() throws(InterchangeError) -> (elementType: ElementType, byteRange: Range<Int>) {
    if let (type, start, end) = usualEntry() {
      try check(type, (start, end))
      return (type, start..<end)
    }
    var elementType: ElementType?
    var hasShape = false
    var offsets: (start: Int, end: Int)?
    guard scanner.skip(0x7B) else {
      throw malformed(expected: "an object with dtype, shape and data_offsets", found: scanner.upcoming)
    }
    if !scanner.skip(0x7D) {
      repeat {
        if scanner.skip(string: "dtype") {
          guard elementType == nil else { throw duplicate("dtype", in: scanner.subjectName) }
          elementType = try parseElementType()
        } else if scanner.skip(string: "shape") {
          guard !hasShape else { throw duplicate("shape", in: scanner.subjectName) }
          hasShape = true
          try parseShape()
        } else if scanner.skip(string: "data_offsets") {
          guard offsets == nil else { throw duplicate("data_offsets", in: scanner.subjectName) }
          offsets = try parseOffsets()
        } else {
          let field = try scanner.string("(a field)")
          throw malformed(expected: "the fields dtype, shape and data_offsets", found: "a field '\(field)'")
        }
      } while try scanner.another(before: 0x7D, in: "in the entry")
    }
    guard let elementType else { throw malformed(expected: "a field dtype", found: "none") }
    guard hasShape else { throw malformed(expected: "a field shape", found: "none") }
    guard let offsets else { throw malformed(expected: "a field data_offsets", found: "none") }
    try check(elementType, offsets)
    return (elementType, offsets.start..<offsets.end)
  }

  /// Reads an entry that is written as the format's own writer does, without spaces and of the type of the one before; or
  /// passes nothing where it is written otherwise. Headers of many tensors are read so in half of the time.
  private mutating func usualEntry() -> (type: ElementType, start: Int, end: Int)? {
    guard let lastType else { return nil }
    let before = scanner.position
    shape.removeAll(keepingCapacity: true)
    if scanner.skip(literal: "{\"dtype\":"), scanner.skip(bytesAt: lastType.range),
      scanner.skip(literal: ",\"shape\":["), scanner.shortNumbers(into: &shape),
      scanner.skip(literal: ",\"data_offsets\":["), let start = scanner.shortNumber(), scanner.skip(literal: ","),
      let end = scanner.shortNumber(), scanner.skip(literal: "]}"), start <= end
    {
      return (lastType.type, start, end)
    }
    scanner.position = before
    return nil
  }

  /// Checks a tensor's fields against each other and against the length of the data.
  private func check(_ elementType: ElementType, _ offsets: (start: Int, end: Int)) throws(InterchangeError) {
    guard offsets.start <= offsets.end else {
      throw malformed(expected: "data_offsets in ascending order", found: "[\(offsets.start), \(offsets.end)]")
    }
    guard offsets.end <= dataLength else {
      throw malformed(
        expected: "data within the file's \(dataLength) bytes of data", found: "[\(offsets.start), \(offsets.end)]")
    }
    var count = 1
    var overflows = false
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      overflows = overflows || overflow
      count = product
    }
    guard !overflows, let size = elementType.byteCount(of: count) else {
      throw malformed(
        expected: "a tensor of a whole number of bytes below 2^63",
        found: "shape \(text(shape)) of \(elementType.name)")
    }
    guard size == offsets.end - offsets.start else {
      throw malformed(
        expected: "\(size) bytes for shape \(text(shape)) of \(elementType.name)",
        found: "\(offsets.end - offsets.start) bytes between data_offsets [\(offsets.start), \(offsets.end)]")
    }
  }

  /// Reads a tensor's type, with the colon before it.
  private mutating func parseElementType() throws(InterchangeError) -> ElementType {
    try scanner.expect(0x3A, in: "after a field's name")
    scanner.skipSpace()
    let start = scanner.position
    if let lastType, scanner.skip(bytesAt: lastType.range) { return lastType.type }
    let text = try scanner.string("(the dtype)")
    guard let type = ElementType(rawValue: text), type.isInSafetensors else {
      let known = ElementType.allCases.filter(\.isInSafetensors).map(\.rawValue).joined(separator: " ")
      throw malformed(expected: "a dtype out of \(known)", found: "'\(text)'")
    }
    lastType = (type, start..<scanner.position)
    return type
  }

  /// Reads a tensor's shape, with the colon before it, into `shape`.
  private mutating func parseShape() throws(InterchangeError) {
    shape.removeAll(keepingCapacity: true)
    try scanner.expect(0x3A, in: "after a field's name")
    try scanner.expect(0x5B, in: "(the shape)")
    if scanner.skip(0x5D) { return }
    repeat {
      shape.append(try scanner.wholeNumber("in the shape"))
    } while try scanner.another(before: 0x5D, in: "in the shape")
  }

  /// Reads a tensor's offsets, with the colon before them.
  private mutating func parseOffsets() throws(InterchangeError) -> (start: Int, end: Int) {
    try scanner.expect(0x3A, in: "after a field's name")
    try scanner.expect(0x5B, in: "(the data_offsets)")
    let start = try scanner.wholeNumber("in the data_offsets")
    try scanner.expect(0x2C, in: "between the two data_offsets")
    let end = try scanner.wholeNumber("in the data_offsets")
    try scanner.expect(0x5D, in: "after the two data_offsets")
    return (start, end)
  }

  /// A shape for a message, cut where it is absurdly long.
  private func text(_ shape: [Int]) -> String {
    shape.count <= 8 ? "\(shape)" : "\(Array(shape.prefix(8))) and \(shape.count - 8) axes more"
  }

  private func malformed(expected: String, found: String) -> InterchangeError {
    InterchangeError(.malformedTensor, file: file, tensor: scanner.subjectName, expected: expected, found: found)
  }

  private func duplicate(_ key: String, in tensor: String? = nil) -> InterchangeError {
    InterchangeError(.duplicateName, file: file, tensor: tensor, expected: "one '\(key)'", found: "two")
  }
}
