extension RoundedFloat: RealElementaryArithmetic {
  public static func sqrt(_ x: Self) -> Self { Self(x.value.squareRoot(), in: x.context) }
  public static func exp(_ x: Self) -> Self { evaluate(.exp, x) }
  public static func expMinusOne(_ x: Self) -> Self { evaluate(.expMinusOne, x) }
  public static func log(_ x: Self) -> Self { evaluate(.log, x) }
  public static func log(onePlus x: Self) -> Self { evaluate(.logOnePlus, x) }
  /// A NaN for an argument beyond 2^(2^20), which no format holds.
  public static func sin(_ x: Self) -> Self { evaluate(.sin, x) }
  public static func cos(_ x: Self) -> Self { evaluate(.cos, x) }
  public static func tan(_ x: Self) -> Self { evaluate(.tan, x) }
  public static func sinh(_ x: Self) -> Self { evaluate(.sinh, x) }
  public static func cosh(_ x: Self) -> Self { evaluate(.cosh, x) }
  public static func tanh(_ x: Self) -> Self { evaluate(.tanh, x) }
  public static func atan(_ x: Self) -> Self { evaluate(.atan, x) }
  /// log(1 + e^x), rounded once: what a kernel makes of an exponential and a logarithm is written out instead.
  public static func softplus(_ x: Self) -> Self { evaluate(.softplus, x) }
  /// 1/(1 + e^-x), rounded once: what a kernel makes of an exponential and a quotient is written out instead.
  public static func sigmoid(_ x: Self) -> Self { evaluate(.sigmoid, x) }

  public static func atan2(y: Self, x: Self) -> Self {
    rounded(in: x.context) {
      BigFloat.evaluate(.atan2, BigFloat(exactly: y.value), BigFloat(exactly: x.value), $0, $1)
    }
  }

  public static func pow(_ x: Self, _ y: Self) -> Self {
    rounded(in: x.context) {
      BigFloat.evaluate(.power, BigFloat(exactly: x.value), BigFloat(exactly: y.value), $0, $1)
    }
  }

  public static func pi(in context: FloatFormat) -> Self {
    Self(BigFloat.pi(in: context.precision, rounding: .toNearestEven).double(), in: context)
  }

  private static func evaluate(_ function: BigFloat.UnaryFunction, _ x: Self) -> Self {
    let argument = BigFloat(exactly: x.value)
    return rounded(in: x.context) { BigFloat.evaluate(function, argument, $0, $1) }
  }

  /// A number that is known at any precision, rounded once to the format.
  private static func rounded(in format: FloatFormat, _ value: (Precision, RoundingMode) -> BigFloat) -> Self {
    let nearest = value(format.precision, .toNearestEven)
    let isOrdinary =
      !nearest.isFinite || nearest.isZero
      || nearest.exponent > format.minimumExponent + 1 && nearest.exponent <= format.maximumExponent + 1
    guard !isOrdinary else { return Self(nearest.double(), in: format) }
    // Subnormal, or beyond the largest number.
    let truncated = value(format.precision, .towardZero)
    let result = format.round(exponent: truncated.exponent, isNegative: truncated.hasMinusSign, .toNearestEven, value)
    return Self(result.double(), in: format)
  }
}
