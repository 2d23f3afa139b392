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
  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// Passes `byte`, after any space, and says whether it was there.
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
    guard bytes.count - position >= length else { return false }
    for offset in 0..<length where bytes[position + offset] != literal.utf8Start[offset] { return false }
    position += length
    return true
  }

  /// The error for text that is not what the grammar wants here.
  func failure(_ expected: String) -> InterchangeError {
    InterchangeError(kind, file: file, expected: expected, found: upcoming)
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
