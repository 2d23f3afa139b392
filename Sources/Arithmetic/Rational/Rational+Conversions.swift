import CMultiprecision

extension Rational {
  /// The number that `value` holds; undefined for a NaN and for an infinity.
  public init(exactly value: Double) {
    guard value.isFinite else {
      self = .undefined
      return
    }
    self.init { __gmpq_set_d($0, value) }
  }

  /// The number that `value` holds; undefined for a NaN and for an infinity.
  public init(exactly value: Float) { self.init(exactly: Double(value)) }

  /// The largest integer that is not larger than this.
  public var floor: Rational { integer(__gmpz_fdiv_q) }
  /// The least integer that is not smaller than this.
  public var ceiling: Rational { integer(__gmpz_cdiv_q) }

  /// The nearest integer; of two equally near, the even one.
  public var rounded: Rational {
    guard isDefined else { return self }
    let below = floor
    let fraction = self - below
    let half = Rational(1, 2)
    if fraction == half { return (below / 2).isInteger ? below : below + 1 }
    return fraction < half ? below : below + 1
  }

  /// This number as an `Int`, where it is an integer that one holds.
  public var int: Int? { isInteger ? numerator : nil }

  /// This number as a `Double`, correctly rounded (subnormal results included); an overflow gives an infinity or the
  /// largest finite number, as the mode says; the undefined value gives a NaN.
  public func double(rounding: RoundingMode = .toNearestEven) -> Double {
    rounded(to: .binary64, rounding: rounding).double()
  }

  /// This number as a `Float`, correctly rounded, as ``double(rounding:)``.
  public func float(rounding: RoundingMode = .toNearestEven) -> Float {
    rounded(to: .binary32, rounding: rounding).float()
  }

  /// This number correctly rounded to a format (subnormal results included), as ``double(rounding:)``.
  public func rounded(to format: FloatFormat, rounding: RoundingMode = .toNearestEven) -> BigFloat {
    guard isDefined && signum != 0 else { return BigFloat(self, in: format.precision) }
    return format.round(
      exponent: BigFloat(self, in: 2, rounding: .towardZero).exponent, isNegative: signum < 0, rounding
    ) { precision, mode in
      BigFloat(self, in: precision, rounding: mode)
    }
  }

  private func integer(_ divide: (mpz_ptr, mpz_srcptr, mpz_srcptr) -> Void) -> Rational {
    guard isDefined else { return self }
    return Rational { r in withUnsafe { divide(cmp_q_numerator(r), cmp_q_numerator($0), cmp_q_denominator($0)) } }
  }
}
