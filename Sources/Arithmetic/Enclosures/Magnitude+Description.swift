import CMultiprecision

extension Magnitude: CustomStringConvertible {
  /// A decimal number of three significant digits that is at least self: `1.24e-400`. It is printed exactly where three
  /// digits hold it.
  public var description: String { decimal(digits: 3) }

  /// A decimal number of `digits` significant digits that is at least self. Beyond MPFR's range of exponents the bound
  /// is the least positive number of that range, or `inf`.
  public func decimal(digits: Int) -> String {
    if isZero { return "0" }
    if !isFinite { return "inf" }
    var value = __mpfr_struct()
    mpfr_init2(&value, 53)
    defer { mpfr_clear(&value) }
    write(to: &value)
    guard mpfr_number_p(&value) != 0 else { return "inf" }
    var exponent: mpfr_exp_t = 0
    guard let text = mpfr_get_str(nil, &exponent, 10, max(digits, 2), &value, MPFR_RNDU) else { return "inf" }
    defer { mpfr_free_str(text) }
    return decimalNotation(digits: String(cString: text), exponent: Int(exponent))
  }
}

/// 0.d1d2d3... 10^exponent in the shorter of the usual notations, without trailing zeros.
func decimalNotation(digits: String, exponent: Int) -> String {
  var digits = digits[...]
  while digits.count > 1, digits.last == "0" { digits.removeLast() }
  if exponent > 0, exponent <= max(digits.count, 6) {
    guard digits.count > exponent else { return digits + String(repeating: "0", count: exponent - digits.count) }
    return "\(digits.prefix(exponent)).\(digits.dropFirst(exponent))"
  }
  if exponent <= 0, exponent > -4 { return "0." + String(repeating: "0", count: -exponent) + digits }
  let fraction = digits.dropFirst()
  return "\(digits.prefix(1))\(fraction.isEmpty ? "" : ".\(fraction)")e\(exponent - 1)"
}
