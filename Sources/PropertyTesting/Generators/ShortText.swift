extension BinaryFloatingPoint where Self: LosslessStringConvertible {
  /// The number as a Swift literal that gives it back: in decimal, or in hexadecimal where that is shorter and the number
  /// is no integer below 2^53.
  ///
  ///     0.1, 3.0, 0x1p-27, 0x1.8p600, -inf
  public var shortText: String {
    let decimal = description
    guard isFinite, self != 0, self != rounded(.towardZero) || magnitude >= 0x1p53 else { return decimal }
    let hexadecimal = hexadecimalText
    return hexadecimal.count < decimal.count ? hexadecimal : decimal
  }

  /// ±0x1.8p13.
  private var hexadecimalText: String {
    // A significand in [1, 2), whose bits after the point are those of the format, in whole digits.
    var digits = ""
    var rest = significand - 1
    while rest > 0 {
      rest *= 16
      let digit = rest.rounded(.down)
      digits += String(Int(digit), radix: 16)
      rest -= digit
    }
    return (sign == .minus ? "-" : "") + "0x1" + (digits.isEmpty ? "" : "." + digits) + "p\(exponent)"
  }
}

/// A value for people: numbers, and lists of them, as their shortest literals.
public func shortText<Value>(of value: Value) -> String {
  switch value {
  case let number as Double: number.shortText
  case let number as Float: number.shortText
  case let numbers as [Double]: "[" + numbers.map(\.shortText).joined(separator: ", ") + "]"
  case let numbers as [Float]: "[" + numbers.map(\.shortText).joined(separator: ", ") + "]"
  default: String(describing: value)
  }
}
