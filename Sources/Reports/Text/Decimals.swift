import Foundation

/// The shortest decimal that reads back as `value`; a whole number below 10^15 without a point; `inf`, `-inf`, `nan`.
func shortestDecimal(_ value: Double) -> String {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  if value == value.rounded(), abs(value) < 1e15 { return value == 0 ? "0" : String(Int(value)) }
  return value.description
}

/// `value` rounded to `digits` significant decimal digits, as a text meets it: 0.00123, 12.3, 4570, 1.2e+09.
///
/// A reader of the text is told that numbers are rounded; the JSON report has them in full.
func significant(_ value: Double, _ digits: Int = 3) -> String {
  if value.isNaN { return "-" }
  if value.isInfinite { return value < 0 ? "-∞" : "∞" }
  if value == 0 { return "0" }
  // C's %e is correctly rounded, and takes no locale in Swift's Foundation.
  let scientific = String(format: "%.\(digits - 1)e", value)
  let parts = scientific.split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]) else { return scientific }
  if exponent >= -4 && exponent < 6 {
    let places = max(0, digits - 1 - exponent)
    // Through the rounded value, so that 99 960 with three digits is 100000 and not 99960.
    return String(format: "%.\(places)f", Double(scientific) ?? value)
  }
  return "\(parts[0])e\(exponent)"
}

/// `value` rounded to `digits` significant digits, as a number: for data that are drawn.
func roundedToDigits(_ value: Double, _ digits: Int = 6) -> Double {
  value.isFinite ? Double(String(format: "%.\(digits - 1)e", value)) ?? value : value
}

/// A whole number with thin separators every three digits, 12,345.
func grouped(_ value: Int) -> String {
  let digits = Array(String(value.magnitude))
  var text = value < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0 && (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

/// A number of tokens in words: 12.3 tokens, 4,570 tokens.
func tokens(_ value: Double) -> String {
  if value.isInfinite { return "for ever" }
  let text = significant(value)
  if value >= 1000, value < 1e6, let whole = Int(text) { return grouped(whole) + " tokens" }
  return text == "1.00" ? "1 token" : text + " tokens"
}

/// `count` of `total` as a percentage of two digits.
func share(_ count: Int, of total: Int) -> String {
  guard total > 0 else { return "0 %" }
  if count == 0 { return "0 %" }
  return count == total ? "100 %" : significant(100 * Double(count) / Double(total), 2) + " %"
}

/// A noun with its number: "1 mode", "12 modes".
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  grouped(count) + " " + (count == 1 ? noun : plural ?? noun + "s")
}
