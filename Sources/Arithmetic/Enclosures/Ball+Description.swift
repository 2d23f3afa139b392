import CMultiprecision

extension Ball {
  /// The number that a text denotes, decimal ("-1.25e-3") or hexadecimal ("0x1.8p-3"), to within half a unit in the last
  /// place; a point where it is exact. nil for any other text, indeterminate for "inf" and "nan".
  public init?(_ text: String, in precision: Precision) {
    guard let lower = BigFloat(text, in: precision, rounding: .down),
      let upper = BigFloat(text, in: precision, rounding: .up), let nearest = BigFloat(text, in: precision)
    else { return nil }
    let error = Magnitude(roundingErrorOf: nearest)
    self.init(midpoint: nearest, radius: lower == upper ? .zero : error)
  }
}

extension Ball: CustomStringConvertible {
  /// `midpoint +/- radius` in decimal: the interval that is printed contains the ball.
  ///
  /// The midpoint is printed to about a thousandth of the radius, and what that rounds away is added to the radius, which
  /// is rounded up to three digits. A point whose shortest decimal that round-trips is exact is printed as that.
  public var description: String {
    guard isDefined else { return "indeterminate" }
    let (text, error) = Self.decimal(midpoint, resolving: radius)
    let total = radius + error
    return total.isZero ? text : "\(text) +/- \(total)"
  }

  /// A decimal near `value`, and an upper bound of its distance: to about a thousandth of `radius`, but at most as many
  /// digits as identify the value.
  static func decimal(_ value: BigFloat, resolving radius: Magnitude) -> (text: String, error: Magnitude) {
    if value.isZero { return ("0", .zero) }
    let precision = value.precision
    let text: String
    let identifying = value.withUnsafe { Int(mpfr_get_str_ndigits(10, cmp_fr_precision($0))) }
    let resolved = radius.isZero ? identifying : Int(Double(value.exponent - radius.exponent) * 0.30103) + 3
    if resolved >= identifying {
      text = value.description
    } else {
      var exponent: mpfr_exp_t = 0
      let pointer = value.withUnsafe { mpfr_get_str(nil, &exponent, 10, max(resolved, 2), $0, MPFR_RNDN) }
      guard let pointer else { return ("nan", .infinity) }
      defer { mpfr_free_str(pointer) }
      let digits = String(cString: pointer)
      let isNegative = digits.hasPrefix("-")
      let body = isNegative ? String(digits.dropFirst()) : digits
      text = (isNegative ? "-" : "") + decimalNotation(digits: body, exponent: Int(exponent))
    }
    let working = precision.adding(guardBits: 32)
    let lower = BigFloat(working) { mpfr_set_str($0, text, 10, MPFR_RNDD) }
    let upper = BigFloat(working) { mpfr_set_str($0, text, 10, MPFR_RNDU) }
    return (text, max(distance(value, lower), distance(value, upper)))
  }
}
