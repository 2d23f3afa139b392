import CMultiprecision

extension BigFloat {
  /// A function of one argument that is evaluated with correct rounding.
  public enum UnaryFunction: CaseIterable, Sendable {
    case negate, magnitude, square, sqrt, exp, expMinusOne, log, logOnePlus, sin, cos, tan, atan, sinh, cosh, tanh
    case softplus, sigmoid
  }

  /// A function of two arguments that is evaluated with correct rounding; `atan2` takes y before x.
  public enum BinaryFunction: CaseIterable, Sendable {
    case add, subtract, multiply, divide, power, atan2
  }

  /// A correctly rounded result, and on which side of the exact one it lies.
  public struct Rounded: Sendable {
    public let value: BigFloat
    /// Negative, 0 or positive as `value` is smaller than, equal to, or larger than the exact result. 0 with a NaN.
    public let ternary: Int
    let rounding: RoundingMode

    /// Whether `value` is the exact result (or a NaN).
    public var isExact: Bool { ternary == 0 }

    /// How far `value` may lie from the exact result.
    public var error: RoundingError {
      guard ternary != 0 else { return .none }
      guard value.isFinite else { return .unbounded }
      // At the least exponent the neighbour below is 0, farther than an ulp.
      guard value.exponent > BigFloat.minimumExponent else { return .powerOfTwo(BigFloat.minimumExponent - 1) }
      let away = value.hasMinusSign ? value.nextDown : value.nextUp
      if away.isInfinite && (ternary < 0) != value.hasMinusSign { return .unbounded }
      let ulpExponent = value.exponent - value.precision.bits
      return .powerOfTwo(rounding == .toNearestEven ? ulpExponent - 1 : ulpExponent)
    }
  }

  /// A bound on |computed - exact|.
  public enum RoundingError: Hashable, Sendable {
    /// The result is exact.
    case none
    /// At most 2^exponent.
    case powerOfTwo(_ exponent: Int)
    /// The exact result is finite and beyond the largest number.
    case unbounded
  }

  /// Beyond 2^(2^20), a sine, cosine or tangent is a NaN: to reduce the argument, a million bits of pi would be needed and
  /// more.
  public static let maximumAngleExponent = 1 << 20

  /// f(x), rounded to a precision in a mode, and the ternary value.
  public static func withTernary(
    _ f: UnaryFunction, _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> Rounded {
    var ternary: Int32 = 0
    let value = BigFloat(precision) { r in ternary = x.withUnsafe { evaluate(f, r, $0, rounding.mpfr) } }
    return Rounded(value: value, ternary: Int(ternary), rounding: rounding)
  }

  /// f(x, y), rounded to a precision in a mode, and the ternary value.
  public static func withTernary(
    _ f: BinaryFunction, _ x: BigFloat, _ y: BigFloat, in precision: Precision,
    rounding: RoundingMode = .toNearestEven
  ) -> Rounded {
    var ternary: Int32 = 0
    let value = BigFloat(precision) { r in
      ternary = x.withUnsafe { p in y.withUnsafe { evaluate(f, r, p, $0, rounding.mpfr) } }
    }
    return Rounded(value: value, ternary: Int(ternary), rounding: rounding)
  }

  /// The protocols' f(x): at x's precision, to nearest even.
  @inline(__always)
  static func evaluate(_ f: UnaryFunction, _ x: BigFloat) -> BigFloat { evaluate(f, x, x.precision, .toNearestEven) }

  @inline(__always)
  static func evaluate(_ f: UnaryFunction, _ x: BigFloat, _ precision: Precision, _ rounding: RoundingMode) -> BigFloat
  {
    BigFloat(precision) { r in x.withUnsafe { _ = evaluate(f, r, $0, rounding.mpfr) } }
  }

  /// The operators' f(x, y): at the larger precision, to nearest even.
  @inline(__always)
  static func evaluate(_ f: BinaryFunction, _ x: BigFloat, _ y: BigFloat) -> BigFloat {
    evaluate(f, x, y, max(x.precision, y.precision), .toNearestEven)
  }

  @inline(__always)
  static func evaluate(
    _ f: BinaryFunction, _ x: BigFloat, _ y: BigFloat, _ precision: Precision, _ rounding: RoundingMode
  ) -> BigFloat {
    BigFloat(precision) { r in x.withUnsafe { p in y.withUnsafe { _ = evaluate(f, r, p, $0, rounding.mpfr) } } }
  }

  @inline(__always)
  static func evaluate(_ f: UnaryFunction, _ r: mpfr_ptr, _ x: mpfr_srcptr, _ mode: mpfr_rnd_t) -> Int32 {
    switch f {
    case .negate: return mpfr_neg(r, x, mode)
    case .magnitude: return cmp_fr_abs(r, x, mode)
    case .square: return mpfr_sqr(r, x, mode)
    case .sqrt: return mpfr_sqrt(r, x, mode)
    case .exp: return mpfr_exp(r, x, mode)
    case .expMinusOne: return mpfr_expm1(r, x, mode)
    case .log: return mpfr_log(r, x, mode)
    case .logOnePlus: return mpfr_log1p(r, x, mode)
    case .sin: return evaluateAngle(mpfr_sin, r, x, mode)
    case .cos: return evaluateAngle(mpfr_cos, r, x, mode)
    case .tan: return evaluateAngle(mpfr_tan, r, x, mode)
    case .atan: return mpfr_atan(r, x, mode)
    case .sinh: return mpfr_sinh(r, x, mode)
    case .cosh: return mpfr_cosh(r, x, mode)
    case .tanh: return mpfr_tanh(r, x, mode)
    case .softplus: return formSoftplus(r, x, mode)
    case .sigmoid: return formSigmoid(r, x, mode)
    }
  }

  @inline(__always)
  static func evaluate(
    _ f: BinaryFunction, _ r: mpfr_ptr, _ x: mpfr_srcptr, _ y: mpfr_srcptr, _ mode: mpfr_rnd_t
  ) -> Int32 {
    switch f {
    case .add: mpfr_add(r, x, y, mode)
    case .subtract: mpfr_sub(r, x, y, mode)
    case .multiply: mpfr_mul(r, x, y, mode)
    case .divide: mpfr_div(r, x, y, mode)
    case .power: mpfr_pow(r, x, y, mode)
    case .atan2: mpfr_atan2(r, x, y, mode)
    }
  }

  private static func evaluateAngle(
    _ function: (mpfr_ptr, mpfr_srcptr, mpfr_rnd_t) -> Int32, _ r: mpfr_ptr, _ x: mpfr_srcptr, _ mode: mpfr_rnd_t
  ) -> Int32 {
    guard cmp_fr_is_regular(x) == 0 || cmp_fr_exponent(x) <= maximumAngleExponent else {
      mpfr_set_nan(r)
      return 0
    }
    return function(r, x, mode)
  }
}
