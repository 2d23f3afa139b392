import CMultiprecision

extension BigFloat: CustomStringConvertible {
  /// The shortest decimal that reads back as this number, to nearest even at its precision; of several, the nearest.
  /// "nan", "inf", "-inf", "0", "-0". In exponential form below 1e-5 and from 1e16 on.
  public var description: String {
    guard isFinite && !isZero else { return isNaN ? "nan" : (hasMinusSign ? "-" : "") + (isZero ? "0" : "inf") }
    let magnitude = hasMinusSign ? -self : self
    let (digits, exponent) = magnitude.shortestDigits
    return (hasMinusSign ? "-" : "") + Self.layOut(digits, exponent)
  }

  /// This number in hexadecimal, exactly: "0x1.8p-3" is 1.5 * 2^-3. "nan", "inf", "-inf", "0x0p+0", "-0x0p+0".
  public var hexadecimal: String {
    let sign = hasMinusSign && !isNaN ? "-" : ""
    guard isFinite else { return isNaN ? "nan" : sign + "inf" }
    if isZero { return sign + "0x0p+0" }
    // m in [1, 2): the first hexadecimal digit is 1.
    let scaled = BigFloat.evaluate(.magnitude, self).scaled(byPowerOfTwo: 1 - exponent)
    let (digits, _) = scaled.digits(base: 16, count: 0, .toNearestEven)
    let fraction = Self.droppingTrailingZeros(digits).dropFirst()
    let power = exponent - 1
    return "\(sign)0x1\(fraction.isEmpty ? "" : ".")\(fraction)p\(power < 0 ? "" : "+")\(power)"
  }

  /// The number that a text denotes, rounded: a decimal "-1.25e-3" or a hexadecimal "0x1.8p-3" number, or "inf",
  /// "infinity", "nan" with an optional sign, in any case. nil for any other text.
  public init?(_ text: String, in precision: Precision, rounding: RoundingMode = .toNearestEven) {
    let isNegative = text.hasPrefix("-")
    switch text.drop(while: { $0 == "-" || $0 == "+" }).lowercased() {
    case "nan" where text.count <= 4: self = .nan(in: precision)
    case "inf" where text.count <= 4, "infinity" where text.count <= 9:
      let infinity = BigFloat.infinity(in: precision)
      self = isNegative ? -infinity : infinity
    default:
      guard NumeralText(text[...]) != nil else { return nil }
      self.init(precision) { _ = mpfr_strtofr($0, text, nil, 0, rounding.mpfr) }
    }
  }

  /// The significant decimal digits d_1 d_2 ... of the shortest decimal 0.d_1 d_2 ... 10^exponent that reads back as this
  /// positive number.
  private var shortestDigits: (digits: String, exponent: Int) {
    // Some decimal of n digits reads back if the largest below or the least above does; then so does one of n + 1 digits.
    func reads(_ count: Int, _ mode: RoundingMode) -> Bool {
      let (digits, exponent) = self.digits(base: 10, count: count, mode)
      return BigFloat("0.\(digits)e\(exponent)", in: precision) == self
    }
    var tooFew = 0
    var enough = self.digits(base: 10, count: 0, .toNearestEven).digits.utf8.count
    while enough - tooFew > 1 {
      let middle = (tooFew + enough) / 2
      if reads(middle, .down) || reads(middle, .up) { enough = middle } else { tooFew = middle }
    }
    let mode: RoundingMode = [.toNearestEven, .down].first { reads(enough, $0) } ?? .up
    let (digits, exponent) = self.digits(base: 10, count: enough, mode)
    return (Self.droppingTrailingZeros(digits), exponent)
  }

  /// The digits of this positive number, 0.d_1 d_2 ... base^exponent; with `count` 0, enough to read it back.
  private func digits(base: Int32, count: Int, _ mode: RoundingMode) -> (digits: String, exponent: Int) {
    withUnsafe { x in
      // A single digit is beneath MPFR's mpfr_get_str only in bases that are powers of two.
      var exponent: mpfr_exp_t = 0
      guard let text = mpfr_get_str(nil, &exponent, base, count, x, mode.mpfr) else { return ("", 0) }
      defer { mpfr_free_str(text) }
      return (String(cString: text), exponent)
    }
  }

  private static func droppingTrailingZeros(_ digits: String) -> String {
    var digits = digits
    while digits.last == "0" && digits.utf8.count > 1 { digits.removeLast() }
    return digits
  }

  /// 0.d_1 d_2 ... 10^exponent as people write it.
  private static func layOut(_ digits: String, _ exponent: Int) -> String {
    let count = digits.utf8.count
    guard exponent > -5 && exponent <= 16 else {
      let fraction = digits.dropFirst()
      return "\(digits.prefix(1))\(fraction.isEmpty ? "" : ".")\(fraction)e\(exponent - 1)"
    }
    if exponent <= 0 { return "0." + String(repeating: "0", count: -exponent) + digits }
    if exponent >= count { return digits + String(repeating: "0", count: exponent - count) }
    return "\(digits.prefix(exponent)).\(digits.dropFirst(exponent))"
  }
}
