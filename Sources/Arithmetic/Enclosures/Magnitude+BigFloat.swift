import CMultiprecision

extension Magnitude {
  /// An upper bound of |value|, at most one unit in the 53rd place above it; exact where 53 bits hold it; infinity for
  /// NaN and infinities.
  public init(upperBoundOf value: BigFloat) { self = value.withUnsafe { Magnitude(up: $0) } }

  /// A lower bound of |value|, |value| chopped to 53 bits; 0 for NaN.
  public init(lowerBoundOf value: BigFloat) { self = value.withUnsafe { Magnitude(down: $0) } }

  /// An upper bound of |x|, from the leading limb, whose highest bit is set.
  @inline(__always)
  init(up x: mpfr_srcptr) {
    guard cmp_fr_is_regular(x) != 0 else {
      self = mpfr_zero_p(x) != 0 ? .zero : .infinity
      return
    }
    let limbs = cmp_fr_significand(x)!
    let count = (Int(x.pointee._mpfr_prec) + 63) >> 6
    let top = UInt64(limbs[count - 1])
    var chopped = top &>> 11
    if top & 0x7ff != 0 || (0..<count - 1).contains(where: { limbs[$0] != 0 }) { chopped += 1 }
    self.init(_up: Double(chopped) * 0x1p-52, Int(x.pointee._mpfr_exp) - 1)
  }

  /// A lower bound of |x|.
  @inline(__always)
  init(down x: mpfr_srcptr) {
    guard cmp_fr_is_regular(x) != 0 else {
      self = mpfr_inf_p(x) != 0 ? Magnitude(_significand: 1, exponent: Self.exponentLimit) : .zero
      return
    }
    let count = (Int(x.pointee._mpfr_prec) + 63) >> 6
    let top = UInt64(cmp_fr_significand(x)![count - 1])
    self.init(_significand: Double(top &>> 11) * 0x1p-52, exponent: Int(x.pointee._mpfr_exp) - 1)
  }

  /// Writes self into `target`, of at least 53 bits: exactly where MPFR's range of exponents holds it, else rounded up
  /// (to infinity, or to the least positive number).
  func write(to target: mpfr_ptr) {
    mpfr_set_d(target, significand, MPFR_RNDU)
    if !isZero, isFinite { mpfr_mul_2si(target, target, exponent, MPFR_RNDU) }
  }

  /// The value as a `BigFloat` of 53 bits, exact where its range of exponents holds it, else rounded up.
  public var bigFloat: BigFloat { BigFloat(.double) { write(to: $0) } }

  /// The bound of the error of a number that has been rounded to nearest, and is not known to be exact.
  init(roundingErrorOf value: BigFloat) { self = value.withUnsafe { Magnitude(roundingErrorOf: $0, ternary: 1) } }

  /// The bound of the error of `result`, which MPFR has rounded to nearest with the ternary value given: half a unit in
  /// the last place; 0 where the result is exact.
  ///
  /// A result that has underflowed is 0 or the least positive number 2^(emin - 1), and its error is at most that number.
  /// One that has overflowed has no bound.
  @inline(__always)
  init(roundingErrorOf result: mpfr_srcptr, ternary: Int32) {
    guard ternary != 0 else {
      self = .zero
      return
    }
    let exponent = Int(result.pointee._mpfr_exp)
    if exponent < -1 << 29 {
      // The exponents of the singular values are the least of all.
      if mpfr_inf_p(result) != 0 {
        self = .infinity
        return
      }
      let least = Int(mpfr_get_emin())
      if mpfr_zero_p(result) != 0 || exponent <= least {
        self = .powerOfTwo(least - 1)
        return
      }
    }
    self = .powerOfTwo(exponent - Int(result.pointee._mpfr_prec) - 1)
  }
}
