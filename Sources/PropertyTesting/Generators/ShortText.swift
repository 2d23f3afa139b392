import ComplexModule

extension BinaryFloatingPoint where Self: LosslessStringConvertible {
  /// The number as a Swift literal that gives it back: in decimal, or in hexadecimal where that is shorter and the
  /// number is no integer below 2^53.
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

/// A value for people: numbers, alone or in lists, tuples and optionals, as their shortest literals, a text in quotes
/// where it is a part of something or has characters to escape, of a long list the first and the last elements. Other
/// types say themselves how they are printed.
public func shortText<Value>(of value: Value) -> String {
  switch value {
  case let number as Double: return number.shortText
  case let number as Float: return number.shortText
  case let number as Complex<Double>: return shortText(of: number)
  case let number as Complex<Float>: return shortText(of: number)
  case let text as String: return text.isPlain ? text : text.debugDescription
  case let numbers as [Double]: return shortText(ofList: numbers, \.shortText)
  default: return shortTextOfParts(value) ?? String(describing: value)
  }
}

/// A list for people: of more than 64 elements the first 40 and the last 8.
func shortText<Elements: RandomAccessCollection>(
  ofList elements: Elements, _ text: (Elements.Element) -> String
) -> String {
  let (most, first, last) = (64, 40, 8)
  guard elements.count > most else { return "[" + elements.map(text).joined(separator: ", ") + "]" }
  let parts =
    elements.prefix(first).map(text) + ["... \(elements.count - first - last) more ..."]
    + elements.suffix(last).map(text)
  return "[" + parts.joined(separator: ", ") + "]"
}

extension String {
  /// Whether it can be read without quotes around it.
  fileprivate var isPlain: Bool {
    !isEmpty && first != " " && last != " " && debugDescription.dropFirst().dropLast() == self
  }
}

private func shortText<Scalar: BinaryFloatingPoint & LosslessStringConvertible>(of number: Complex<Scalar>) -> String {
  number.isFinite ? "(\(number.real.shortText), \(number.imaginary.shortText))" : "\(number)"
}

/// The parts of a list, a tuple, an optional, a set, a dictionary or a vector of the processor; nothing for other
/// types.
private func shortTextOfParts<Value>(_ value: Value) -> String? {
  let mirror = Mirror(reflecting: value)
  func part(_ value: Any) -> String { (value as? String)?.debugDescription ?? shortText(of: value) }
  func list() -> String { shortText(ofList: Array(mirror.children)) { part($0.value) } }
  switch mirror.displayStyle {
  case .optional: return mirror.children.first.map { part($0.value) } ?? "nil"
  case .collection where value is any Sequence: return list()
  // The order of a set differs from run to run.
  case .set: return shortText(ofList: mirror.children.map { part($0.value) }.sorted()) { $0 }
  case .tuple:
    let parts = mirror.children.map { label, value in
      let name = label.map { $0.hasPrefix(".") ? "" : "\($0): " } ?? ""
      return name + part(value)
    }
    return "(" + parts.joined(separator: ", ") + ")"
  default: return (value as? any SIMD).map { "\(type(of: value))\($0.shortScalars)" }
  }
}

extension SIMD {
  fileprivate var shortScalars: String {
    "(" + indices.map { shortText(of: self[$0]) }.joined(separator: ", ") + ")"
  }
}
