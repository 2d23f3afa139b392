import CMultiprecision

// The correctly rounded operations with an explicit precision and rounding mode.

extension BigFloat {
  /// x + y.
  public static func add(
    _ x: BigFloat, _ y: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.add, x, y, precision, rounding)
  }

  /// x - y.
  public static func subtract(
    _ x: BigFloat, _ y: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.subtract, x, y, precision, rounding)
  }

  /// x y.
  public static func multiply(
    _ x: BigFloat, _ y: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.multiply, x, y, precision, rounding)
  }

  /// x / y; an infinity for y = 0 and x not 0, a NaN for 0/0.
  public static func divide(
    _ x: BigFloat, _ y: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.divide, x, y, precision, rounding)
  }

  /// x^y, with the special cases of IEEE 754's pow.
  public static func pow(
    _ x: BigFloat, _ y: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.power, x, y, precision, rounding)
  }

  /// The angle of the point (x, y), in [-pi, pi].
  public static func atan2(
    y: BigFloat, x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.atan2, y, x, precision, rounding)
  }

  /// x y + z, rounded once.
  public static func fma(
    _ x: BigFloat, _ y: BigFloat, _ z: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    fmaWithTernary(x, y, z, in: precision, rounding: rounding).value
  }

  /// x y + z, rounded once, and the ternary value.
  public static func fmaWithTernary(
    _ x: BigFloat, _ y: BigFloat, _ z: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> Rounded {
    var ternary: Int32 = 0
    let value = BigFloat(precision) { r in
      x.withUnsafe { x in y.withUnsafe { y in z.withUnsafe { ternary = mpfr_fma(r, x, y, $0, rounding.mpfr) } } }
    }
    return Rounded(value: value, ternary: Int(ternary), rounding: rounding)
  }

  /// x^n, rounded once; x^0 is 1, for a NaN too, and 0^n for n < 0 an infinity.
  public static func pow(
    _ x: BigFloat, _ n: Int, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    powWithTernary(x, n, in: precision, rounding: rounding).value
  }

  /// x^n, rounded once, and the ternary value.
  public static func powWithTernary(
    _ x: BigFloat, _ n: Int, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> Rounded {
    var ternary: Int32 = 0
    let value = BigFloat(precision) { r in x.withUnsafe { ternary = mpfr_pow_si(r, $0, n, rounding.mpfr) } }
    return Rounded(value: value, ternary: Int(ternary), rounding: rounding)
  }

  /// The circle constant.
  public static func pi(in precision: Precision, rounding: RoundingMode) -> BigFloat {
    BigFloat(precision) { _ = mpfr_const_pi($0, rounding.mpfr) }
  }

  /// The square root of x; a NaN for x < 0, and -0 for -0.
  public static func sqrt(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.sqrt, x, precision, rounding)
  }

  /// e^x.
  public static func exp(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.exp, x, precision, rounding)
  }

  /// e^x - 1.
  public static func expMinusOne(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.expMinusOne, x, precision, rounding)
  }

  /// The natural logarithm of x; a NaN for x < 0, -infinity for a zero.
  public static func log(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.log, x, precision, rounding)
  }

  /// log(1 + x); a NaN for x < -1, -infinity for x = -1.
  public static func log(
    onePlus x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.logOnePlus, x, precision, rounding)
  }

  /// sin x; a NaN beyond 2^(2^20).
  public static func sin(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.sin, x, precision, rounding)
  }

  /// cos x; a NaN beyond 2^(2^20).
  public static func cos(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.cos, x, precision, rounding)
  }

  /// tan x; a NaN beyond 2^(2^20).
  public static func tan(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.tan, x, precision, rounding)
  }

  /// The angle in [-pi/2, pi/2] whose tangent is x.
  public static func atan(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.atan, x, precision, rounding)
  }

  /// sinh x.
  public static func sinh(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.sinh, x, precision, rounding)
  }

  /// cosh x.
  public static func cosh(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.cosh, x, precision, rounding)
  }

  /// tanh x.
  public static func tanh(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.tanh, x, precision, rounding)
  }

  /// log(1 + e^x).
  public static func softplus(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.softplus, x, precision, rounding)
  }

  /// 1/(1 + e^-x).
  public static func sigmoid(
    _ x: BigFloat, in precision: Precision, rounding: RoundingMode = .toNearestEven
  ) -> BigFloat {
    evaluate(.sigmoid, x, precision, rounding)
  }
}
