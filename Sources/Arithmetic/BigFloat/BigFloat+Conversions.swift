import CMultiprecision

extension BigFloat {
  /// The integer `value`, rounded.
  public init(_ value: Int, in precision: Precision, rounding: RoundingMode) {
    self.init(precision) { _ = cmp_fr_set_si($0, value, rounding.mpfr) }
  }

  /// The number that `value` holds, rounded.
  public init(_ value: Double, in precision: Precision, rounding: RoundingMode) {
    self.init(precision) { _ = mpfr_set_d($0, value, rounding.mpfr) }
  }

  /// The rational number `value`, rounded; a NaN where it is undefined.
  public init(_ value: Rational, in precision: Precision, rounding: RoundingMode) {
    self = BigFloat.withTernary(value, in: precision, rounding: rounding).value
  }

  /// The rational number `value`, rounded, and the ternary value; a NaN where it is undefined.
  public static func withTernary(
    _ value: Rational, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> Rounded {
    var ternary: Int32 = 0
    let result = BigFloat(precision) { r in
      if value.isDefined { ternary = value.withUnsafe { mpfr_set_q(r, $0, rounding.mpfr) } }
    }
    return Rounded(value: result, ternary: Int(ternary), rounding: rounding)
  }

  /// The number that `value` holds, with 53 bits.
  public init(exactly value: Double) { self.init(value, in: .double) }
  /// The number that `value` holds, with 24 bits.
  public init(exactly value: Float) { self.init(Double(value), in: .single) }

  /// This number at another precision, rounded.
  public func rounded(to precision: Precision, rounding: RoundingMode = .toNearestEven) -> BigFloat {
    BigFloat(precision) { r in withUnsafe { _ = cmp_fr_set(r, $0, rounding.mpfr) } }
  }

  /// This number at another precision, rounded, and the ternary value.
  public func roundedWithTernary(to precision: Precision, rounding: RoundingMode = .toNearestEven) -> Rounded {
    var ternary: Int32 = 0
    let value = BigFloat(precision) { r in withUnsafe { ternary = cmp_fr_set(r, $0, rounding.mpfr) } }
    return Rounded(value: value, ternary: Int(ternary), rounding: rounding)
  }

  /// This number rounded once to a format, with its subnormal numbers and its overflow: the result is a number of the
  /// format, an infinity or a NaN, and has the format's precision.
  public func rounded(to format: FloatFormat, rounding: RoundingMode = .toNearestEven) -> BigFloat {
    guard isFinite && !isZero else { return rounded(to: format.precision) }
    return format.round(exponent: exponent, isNegative: hasMinusSign, rounding) { precision, mode in
      rounded(to: precision, rounding: mode)
    }
  }

  /// This number as a `Double`, rounded once (subnormal results included); an overflow gives an infinity or the largest
  /// finite number, as the mode says.
  public func double(rounding: RoundingMode = .toNearestEven) -> Double {
    withUnsafe { mpfr_get_d($0, rounding.mpfr) }
  }

  /// This number as a `Float`, rounded once, as ``double(rounding:)``.
  public func float(rounding: RoundingMode = .toNearestEven) -> Float {
    withUnsafe { mpfr_get_flt($0, rounding.mpfr) }
  }

  /// This number, exactly; nil for an infinity, a NaN, and a number whose exponent is beyond +-2^26 (which would take more
  /// than eight megabytes).
  public var rational: Rational? {
    guard isFinite && (isZero || abs(exponent) <= Rational.maximumBitWidth) else { return nil }
    return Rational { q in withUnsafe { mpfr_get_q(q, $0) } }
  }

  /// This number times 2^n, exactly but for overflow and underflow.
  public func scaled(byPowerOfTwo n: Int, rounding: RoundingMode = .toNearestEven) -> BigFloat {
    BigFloat(precision) { r in withUnsafe { _ = mpfr_mul_2si(r, $0, n, rounding.mpfr) } }
  }
}
