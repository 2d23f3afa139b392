import Foundation

/// A strict scanner for the little JSON that model files hold: it hands out tokens, the caller knows the grammar.
///
/// Foundation's parsers are not used because they merge a key that is written twice, allow a caller no word about depth
/// and size until everything has been built, and accept numbers such as `1e2` where the safetensors format wants
/// digits. Here nothing is built that the caller does not ask for, every byte is read behind a bounds check, and nothing
/// recurses deeper than `depthLimit`.
struct JSONScanner {
  /// The text.
  let bytes: UnsafeRawBufferPointer

  /// The byte to be read next.
  var position = 0

  /// Where the name of what is being read stands in the text, with its quotes, for messages; nil where it has none.
  var subject: Range<Int>?

  /// Where in the file the text starts, so that messages count from the beginning of the file.
  let origin: Int

  /// The file, for messages.
  let file: String

  /// The kind of error that a violation of the grammar is.
  let kind: InterchangeError.Kind

  /// How deep values that are skipped may nest.
  static let depthLimit = 64

  /// Starts at the first byte of `bytes`.
  init(_ bytes: UnsafeRawBufferPointer, origin: Int, file: String, kind: InterchangeError.Kind) {
    self.bytes = bytes
    self.origin = origin
    self.file = file
    self.kind = kind
  }

  /// The next byte, or nil at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Passes spaces, tabs and line ends.
  @inline(__always)
  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// Passes `byte`, after any space, and says whether it was there.
  @inline(__always)
  mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  /// Passes `byte`, after any space, or fails.
  mutating func expect(_ byte: UInt8, in context: @autoclosure () -> String) throws(InterchangeError) {
    guard skip(byte) else { throw failure("'\(Character(UnicodeScalar(byte)))' \(context())") }
  }

  /// After an element of an object or array: passes a comma and says true, or the closing bracket and says false.
  mutating func another(before close: UInt8, in context: @autoclosure () -> String) throws(InterchangeError) -> Bool {
    if skip(0x2C) { return true }
    if skip(close) { return false }
    throw failure("',' or '\(Character(UnicodeScalar(close)))' \(context())")
  }

  /// Passes the bytes of `literal` if they come next, and says whether they did.
  mutating func skip(literal: StaticString) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard bytes.count - position >= length, let start = bytes.baseAddress else { return false }
    guard memcmp(start + position, literal.utf8Start, length) == 0 else { return false }
    position += length
    return true
  }

  /// Passes a string that holds exactly `text`, after any space, and says whether it was there.
  mutating func skip(string text: StaticString) -> Bool {
    skipSpace()
    let length = text.utf8CodeUnitCount
    guard bytes.count - position >= length + 2, bytes[position] == 0x22, bytes[position + length + 1] == 0x22 else {
      return false
    }
    guard let start = bytes.baseAddress, memcmp(start + position + 1, text.utf8Start, length) == 0 else { return false }
    position += length + 2
    return true
  }

  /// Passes the same bytes as stand in `range`, and says whether they were there.
  mutating func skip(bytesAt range: Range<Int>) -> Bool {
    guard bytes.count - position >= range.count else { return false }
    for offset in 0..<range.count where bytes[position + offset] != bytes[range.lowerBound + offset] { return false }
    position += range.count
    return true
  }

  /// Passes a number of 1 to 18 digits, the first of which is not 0 but for 0 itself; or gives nil.
  mutating func shortNumber() -> Int? {
    let start = position
    var value = 0
    while position < bytes.count, 0x30...0x39 ~= bytes[position], position - start < 18 {
      value = 10 * value + Int(bytes[position] - 0x30)
      position += 1
    }
    let count = position - start
    return count == 0 || (count > 1 && bytes[start] == 0x30) ? nil : value
  }

  /// Passes such numbers with commas between them, and the bracket after them, or the bracket alone; or says false.
  mutating func shortNumbers(into numbers: inout [Int]) -> Bool {
    if next == 0x5D {
      position += 1
      return true
    }
    while let number = shortNumber() {
      numbers.append(number)
      guard position < bytes.count, bytes[position] == 0x2C || bytes[position] == 0x5D else { return false }
      position += 1
      if bytes[position - 1] == 0x5D { return true }
    }
    return false
  }

  /// Passes a string without escapes, and says where its text is; or passes nothing where something else comes next.
  mutating func plainString() -> Range<Int>? {
    guard next == 0x22 else { return nil }
    var end = position + 1
    while end < bytes.count {
      switch bytes[end] {
      case 0x22:
        defer { position = end + 1 }
        return position + 1..<end
      case 0x5C, 0..<0x20: return nil
      default: end += 1
      }
    }
    return nil
  }

  /// The error for text that is not what the grammar wants here.
  func failure(_ expected: String) -> InterchangeError {
    InterchangeError(kind, file: file, tensor: subjectName, expected: expected, found: upcoming)
  }

  /// The name that stands at `subject`.
  var subjectName: String? {
    guard let subject else { return nil }
    var again = self
    again.position = subject.lowerBound
    return try? again.string("")
  }

  /// What comes next and where, for a message: a few characters at most.
  var upcoming: String {
    guard position < bytes.count else { return "the end of the text" }
    var end = position
    while end < bytes.count, end - position < 20 {
      let byte = bytes[end]
      if end > position, byte == 0x2C || byte == 0x5D || byte == 0x7D || byte == 0x20 || byte == 0x22 { break }
      end += 1
    }
    let token = String(decoding: bytes[position..<end], as: UTF8.self)
    return "'\(token)' at byte \(origin + position)"
  }
}
