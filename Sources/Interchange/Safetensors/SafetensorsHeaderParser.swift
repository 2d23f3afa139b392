/// Reads the JSON of a safetensors header, field by field, checking each tensor as it comes.
struct SafetensorsHeaderParser {
  private var scanner: JSONScanner
  private let dataLength: Int
  private let file: String

  /// Starts at the first byte of a header whose file has `dataLength` bytes after it.
  init(_ text: UnsafeRawBufferPointer, dataLength: Int, file: String) {
    scanner = JSONScanner(text, origin: 8, file: file, kind: .malformedHeader)
    self.dataLength = dataLength
    self.file = file
  }

  /// Reads the whole header.
  mutating func parse(
    entries: inout [SafetensorsHeader.Entry], metadata: inout [String: String]
  ) throws(InterchangeError) {
    var metadataSeen = false
    try scanner.expect(0x7B, in: "at the start of the header")
    if !scanner.skip(0x7D) {
      repeat {
        let name = try scanner.string("(a tensor's name)")
        try scanner.expect(0x3A, in: "after a tensor's name")
        if name == "__metadata__" {
          guard !metadataSeen else { throw duplicate("__metadata__") }
          metadataSeen = true
          try parseMetadata(into: &metadata)
        } else {
          entries.append(try parseEntry(name))
        }
      } while try scanner.another(before: 0x7D, in: "after a tensor's entry")
    }
    scanner.skipSpace()
    guard scanner.next == nil else { throw scanner.failure("only spaces after the header's closing '}'") }
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

  /// Reads the object that describes one tensor, and checks it.
  private mutating func parseEntry(_ name: String) throws(InterchangeError) -> SafetensorsHeader.Entry {
    var elementType: ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    guard scanner.skip(0x7B) else {
      throw malformed(name, expected: "an object with dtype, shape and data_offsets", found: scanner.upcoming)
    }
    if !scanner.skip(0x7D) {
      repeat {
        let field = try scanner.string("(a field of tensor '\(name)')")
        try scanner.expect(0x3A, in: "after a field of tensor '\(name)'")
        let seen: Bool
        switch field {
        case "dtype":
          seen = elementType != nil
          elementType = try parseElementType(name)
        case "shape":
          seen = shape != nil
          shape = try parseNumbers(of: name, field)
        case "data_offsets":
          seen = offsets != nil
          offsets = try parseNumbers(of: name, field)
        default:
          throw malformed(name, expected: "the fields dtype, shape and data_offsets", found: "a field '\(field)'")
        }
        guard !seen else { throw duplicate(field, in: name) }
      } while try scanner.another(before: 0x7D, in: "in the entry of tensor '\(name)'")
    }
    guard let elementType else { throw malformed(name, expected: "a field dtype", found: "none") }
    guard let shape else { throw malformed(name, expected: "a field shape", found: "none") }
    guard let offsets else { throw malformed(name, expected: "a field data_offsets", found: "none") }
    return try check(name, elementType, shape, offsets)
  }

  /// Checks a tensor's fields against each other and against the length of the data.
  private func check(
    _ name: String, _ elementType: ElementType, _ shape: [Int], _ offsets: [Int]
  ) throws(InterchangeError) -> SafetensorsHeader.Entry {
    guard offsets.count == 2 else {
      throw malformed(name, expected: "two data_offsets", found: "\(offsets.count)")
    }
    guard offsets[0] <= offsets[1] else {
      throw malformed(name, expected: "data_offsets in ascending order", found: "\(offsets)")
    }
    guard offsets[1] <= dataLength else {
      throw malformed(name, expected: "data within the file's \(dataLength) bytes of data", found: "\(offsets)")
    }
    guard let (count, size) = Self.size(of: shape, elementType) else {
      throw malformed(
        name, expected: "a tensor of a whole number of bytes below 2^63",
        found: "shape \(Self.text(shape)) of \(elementType.name)")
    }
    guard size == offsets[1] - offsets[0] else {
      throw malformed(
        name, expected: "\(size) bytes for shape \(Self.text(shape)) of \(elementType.name)",
        found: "\(offsets[1] - offsets[0]) bytes between data_offsets \(offsets)")
    }
    return SafetensorsHeader.Entry(
      name: name, elementType: elementType, shape: shape, count: count, byteRange: offsets[0]..<offsets[1])
  }

  /// The number of elements and of bytes of a tensor, or nil where one of them overflows.
  private static func size(of shape: [Int], _ elementType: ElementType) -> (count: Int, size: Int)? {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      count = product
    }
    return elementType.byteCount(of: count).map { (count, $0) }
  }

  /// Reads a tensor's type.
  private mutating func parseElementType(_ name: String) throws(InterchangeError) -> ElementType {
    let text = try scanner.string("(the dtype of tensor '\(name)')")
    guard let type = ElementType(rawValue: text) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: " ")
      throw malformed(name, expected: "a dtype out of \(known)", found: "'\(text)'")
    }
    return type
  }

  /// Reads an array of whole numbers.
  private mutating func parseNumbers(of name: String, _ field: String) throws(InterchangeError) -> [Int] {
    try scanner.expect(0x5B, in: "(the \(field) of tensor '\(name)')")
    if scanner.skip(0x5D) { return [] }
    var numbers: [Int] = []
    repeat {
      numbers.append(try scanner.wholeNumber("in the \(field) of tensor '\(name)'"))
    } while try scanner.another(before: 0x5D, in: "in the \(field) of tensor '\(name)'")
    return numbers
  }

  /// A shape for a message, cut where it is absurdly long.
  private static func text(_ shape: [Int]) -> String {
    shape.count <= 8 ? "\(shape)" : "\(shape.prefix(8)) and \(shape.count - 8) axes more"
  }

  private func malformed(_ name: String, expected: String, found: String) -> InterchangeError {
    InterchangeError(.malformedTensor, file: file, tensor: name, expected: expected, found: found)
  }

  private func duplicate(_ key: String, in tensor: String? = nil) -> InterchangeError {
    InterchangeError(.duplicateName, file: file, tensor: tensor, expected: "one '\(key)'", found: "two")
  }
}
