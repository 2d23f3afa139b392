/// Reads the text of an `.npy` header: one dictionary with the keys `descr`, `fortran_order` and `shape`, in any order.
///
/// Of Python's grammar just that much is known which the format's writers use: strings in single or double quotes without
/// escapes, `True` and `False`, tuples of whole numbers in digits, a comma after the last item or none. Nothing is
/// evaluated, nothing recurses.
struct NpyHeaderParser {
  /// What the three keys say.
  struct Fields {
    var type: NpyType
    var isFortranOrder: Bool
    var shape: [Int]
  }

  private let text: UnsafeRawBufferPointer
  private var position = 0
  private let origin: Int
  private let place: NpyPlace

  /// Starts at the first byte of a text that starts at byte `origin` of the file.
  init(_ text: UnsafeRawBufferPointer, origin: Int, _ place: NpyPlace) {
    self.text = text
    self.origin = origin
    self.place = place
  }

  /// Reads the whole text.
  mutating func parse() throws(InterchangeError) -> Fields {
    guard text.last == 0x0A else {
      position = max(0, text.count - 1)
      throw failure("a line feed at the end of the header")
    }
    var type: NpyType?
    var isFortranOrder: Bool?
    var shape: [Int]?
    guard text.first == 0x7B else { throw failure("'{' first in the header") }
    position = 1
    while !skip(0x7D) {
      let key = try string("a key")
      guard skip(0x3A) else { throw failure("':' after a key") }
      switch key {
      case "descr":
        guard type == nil else { throw duplicate(key) }
        type = try descriptor()
      case "fortran_order":
        guard isFortranOrder == nil else { throw duplicate(key) }
        isFortranOrder = try truth()
      case "shape":
        guard shape == nil else { throw duplicate(key) }
        shape = try tuple()
      default:
        throw place.error(.malformedHeader, expected: "the keys descr, fortran_order and shape", found: "'\(key)'")
      }
      if skip(0x2C) { continue }
      guard skip(0x7D) else { throw failure("',' or '}' after a value") }
      break
    }
    skipSpace()
    guard position == text.count else { throw failure("only spaces after the closing '}'") }
    guard let type else { throw missing("descr") }
    guard let isFortranOrder else { throw missing("fortran_order") }
    guard let shape else { throw missing("shape") }
    return Fields(type: type, isFortranOrder: isFortranOrder, shape: shape)
  }

  /// Reads a `descr`; a list, with which structured arrays start, has an error of its own.
  private mutating func descriptor() throws(InterchangeError) -> NpyType {
    skipSpace()
    guard next != 0x5B, next != 0x28 else {
      throw place.error(.wrongElementType, expected: "an array of numbers", found: "a structured array (\(upcoming))")
    }
    return try NpyType(string("a string for descr"), place)
  }

  private mutating func truth() throws(InterchangeError) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)] {
      let end = position + word.utf8.count
      guard end <= text.count, text[position..<end].elementsEqual(word.utf8) else { continue }
      position = end
      return value
    }
    throw failure("True or False for fortran_order")
  }

  /// Reads `()`, `(2,)`, `(2, 3)` or `(2, 3,)`.
  private mutating func tuple() throws(InterchangeError) -> [Int] {
    guard skip(0x28) else { throw failure("'(' first in the shape") }
    var lengths: [Int] = []
    while !skip(0x29) {
      guard lengths.count < NpyHeader.mostAxes else {
        throw place.error(
          .malformedTensor, expected: "a shape of at most \(NpyHeader.mostAxes) axes", found: "more")
      }
      lengths.append(try wholeNumber())
      if skip(0x2C) { continue }
      guard lengths.count > 1, skip(0x29) else {
        throw failure(lengths.count == 1 ? "',' after the only length of a shape" : "',' or ')' in the shape")
      }
      break
    }
    return lengths
  }

  private mutating func wholeNumber() throws(InterchangeError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    var overflows = false
    while let byte = next, 0x30...0x39 ~= byte {
      let (product, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, above) = product.addingReportingOverflow(Int(byte - 0x30))
      overflows = overflows || over || above
      value = sum
      position += 1
    }
    let isLong = position - start > 1 && text[start] == 0x30
    guard position > start, !overflows, !isLong else {
      position = start
      throw failure("a whole number\(overflows ? " below 2^63" : "") in the shape")
    }
    return value
  }

  /// Reads a string of printable ASCII without escapes, after any space.
  private mutating func string(_ what: String) throws(InterchangeError) -> String {
    skipSpace()
    guard let quote = next, quote == 0x27 || quote == 0x22 else { throw failure(what) }
    let start = position + 1
    var end = start
    while end < text.count, text[end] != quote {
      guard 0x20..<0x7F ~= text[end], text[end] != 0x5C else {
        position = end
        throw failure("a string of printable ASCII without escapes")
      }
      end += 1
    }
    guard end < text.count else {
      position = end
      throw failure("the closing quote of a string")
    }
    position = end + 1
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { position += 1 }
  }

  /// Passes `byte`, after any space, and says whether it was there.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  /// What comes next and where, for a message.
  private var upcoming: String {
    guard position < text.count else { return "the end of the header" }
    return "'\(String(decoding: text[position...].prefix(20), as: UTF8.self))' at byte \(origin + position)"
  }

  private func failure(_ expected: String) -> InterchangeError {
    place.error(.malformedHeader, expected: expected, found: upcoming)
  }

  private func duplicate(_ key: String) -> InterchangeError {
    place.error(.duplicateName, expected: "one '\(key)'", found: "two")
  }

  private func missing(_ key: String) -> InterchangeError {
    place.error(.malformedHeader, expected: "a key \(key)", found: "none")
  }
}
