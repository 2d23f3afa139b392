/// The parts of a written number: sign digits [. digits] [e exponent], or sign 0x digits [. digits] [p exponent], with at
/// least one digit, and nothing else.
struct NumeralText {
  var isNegative = false
  var isHexadecimal = false
  var whole = ""
  var fraction = ""
  /// Decimal digits with an optional sign; the power of 10, or for a hexadecimal number of 2.
  var exponent = "0"

  init?(_ text: Substring) {
    var rest = Substring(text).utf8[...]
    func take(while condition: (UInt8) -> Bool) -> String {
      let part = rest.prefix(while: condition)
      rest = rest.dropFirst(part.count)
      return String(decoding: part, as: UTF8.self)
    }
    func takeSign() -> String {
      guard let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return "" }
      rest = rest.dropFirst()
      return sign == UInt8(ascii: "-") ? "-" : ""
    }
    isNegative = !takeSign().isEmpty
    if rest.starts(with: "0x".utf8) || rest.starts(with: "0X".utf8) {
      isHexadecimal = true
      rest = rest.dropFirst(2)
    }
    let isDigit = isHexadecimal ? Self.isHexadecimalDigit : Self.isDecimalDigit
    whole = take(while: isDigit)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = take(while: isDigit)
    }
    guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
    guard let mark = rest.first else { return }
    guard mark | 0x20 == UInt8(ascii: isHexadecimal ? "p" : "e") else { return nil }
    rest = rest.dropFirst()
    let sign = takeSign()
    let digits = take(while: Self.isDecimalDigit)
    guard !digits.isEmpty && rest.isEmpty else { return nil }
    exponent = sign + digits
  }

  private static func isDecimalDigit(_ c: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(c) }
  private static func isHexadecimalDigit(_ c: UInt8) -> Bool {
    isDecimalDigit(c) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(c | 0x20)
  }
}
