import CMultiprecision

extension Rational: RealArithmetic {
  public typealias Context = Intrinsic
  public var context: Intrinsic { Intrinsic() }

  /// The integer `value`, exactly.
  public init(_ value: Int, in context: Intrinsic) { self.init(value) }
  /// The number that `value` holds, exactly; undefined for a NaN and for an infinity.
  public init(_ value: Double, in context: Intrinsic) { self.init(exactly: value) }
  public init(_ value: Rational, in context: Intrinsic) { self = value }

  public static func + (x: Rational, y: Rational) -> Rational { form(x, y, __gmpq_add) }
  public static func - (x: Rational, y: Rational) -> Rational { form(x, y, __gmpq_sub) }
  public static func * (x: Rational, y: Rational) -> Rational { form(x, y, __gmpq_mul) }

  /// x / y; undefined for y = 0.
  public static func / (x: Rational, y: Rational) -> Rational {
    y.signum == 0 ? .undefined : form(x, y, __gmpq_div)
  }

  public static prefix func - (x: Rational) -> Rational {
    guard x.isDefined else { return x }
    return Rational { r in x.withUnsafe { __gmpq_neg(r, $0) } }
  }

  /// |self|.
  public var magnitude: Rational { signum < 0 ? -self : self }

  /// The bits beyond which a power is not formed, and a floating-point number not made exact: 2^26, eight megabytes.
  static let maximumBitWidth = 1 << 26

  /// The power x^n, exactly; x^0 is 1, for x = 0 too, and 0^n for n < 0 is undefined. A power of more than 2^26 bits is
  /// undefined instead of formed.
  public static func pow(_ x: Rational, _ n: Int) -> Rational {
    guard x.isDefined else { return x }
    if n == 0 || x == .one { return .one }
    if x.signum == 0 { return n < 0 ? .undefined : .zero }
    if x == -1 { return n & 1 == 0 ? .one : x }
    let (bits, overflow) = n.magnitude.multipliedReportingOverflow(by: UInt(x.bitWidth))
    guard !overflow && bits <= UInt(maximumBitWidth) else { return .undefined }
    // Powers of coprime numbers are coprime: p^n/q^n is in lowest terms.
    return Rational { r in
      x.withUnsafe { q in
        __gmpz_pow_ui(cmp_q_numerator(r), cmp_q_numerator(q), n.magnitude)
        __gmpz_pow_ui(cmp_q_denominator(r), cmp_q_denominator(q), n.magnitude)
        if n < 0 { __gmpq_inv(r, r) }
      }
    }
  }

  public func isEqual(to other: Rational) -> Truth {
    isDefined && other.isDefined ? Truth(self == other) : .undecided
  }

  public func isLess(than other: Rational) -> Truth {
    isDefined && other.isDefined ? Truth(self < other) : .undecided
  }

  /// The nearest `Double`.
  public var approximation: Double { double() }

  private static func form(
    _ x: Rational, _ y: Rational, _ operation: (mpq_ptr, mpq_srcptr, mpq_srcptr) -> Void
  ) -> Rational {
    guard x.isDefined && y.isDefined else { return .undefined }
    return Rational { r in x.withUnsafe { p in y.withUnsafe { q in operation(r, p, q) } } }
  }
}
