// Base 2 takes the place of e throughout: log is log_2, and the hyperbolic functions are made of 2^x and 2^-x.

extension ExponentialRational: RealElementaryArithmetic {
  /// 2^x for an integer |x| <= ``maximumExponent``, else undefined.
  public static func exp(_ x: Self) -> Self {
    guard let exponent = x.rational.int, exponent.magnitude <= UInt(maximumExponent) else { return .undefined }
    return Self(.pow(2, exponent))
  }

  /// 2^x - 1 where 2^x is defined.
  public static func expMinusOne(_ x: Self) -> Self { exp(x) - 1 }

  /// The integer n with 2^n = x; undefined where there is none.
  public static func log(_ x: Self) -> Self { x.rational.binaryLogarithm.map { Self($0) } ?? .undefined }

  /// log(1 + x), where 1 + x is a power of two.
  public static func log(onePlus x: Self) -> Self { log(1 + x) }

  /// The root of the square of a rational number; undefined elsewhere.
  public static func sqrt(_ x: Self) -> Self { x.rational.squareRoot.map(Self.init) ?? .undefined }

  /// x^y for an integer y, and for y = n/2 where x is a square; else exp(y log x).
  public static func pow(_ x: Self, _ y: Self) -> Self {
    if let n = y.rational.int { return pow(x, n) }
    if let n = (2 * y.rational).int, let root = x.rational.squareRoot { return pow(Self(root), n) }
    return exp(y * log(x))
  }

  /// (2^x - 2^-x)/2 on the integers.
  public static func sinh(_ x: Self) -> Self { (exp(x) - exp(-x)) / 2 }
  /// (2^x + 2^-x)/2 on the integers.
  public static func cosh(_ x: Self) -> Self { (exp(x) + exp(-x)) / 2 }
  /// (2^x - 2^-x)/(2^x + 2^-x) on the integers.
  public static func tanh(_ x: Self) -> Self { sinh(x) / cosh(x) }
  /// 1/(1 + 2^-x) on the integers.
  public static func sigmoid(_ x: Self) -> Self { 1 / (1 + exp(-x)) }

  /// log_2(1 + 2^x), which is rational for x = 0 alone, where it is 1; undefined elsewhere.
  ///
  /// For an integer x != 0, 1 + 2^x is an odd number > 1, or one over a power of two. For the other rational x there is
  /// no rational y with 2^y - 2^x = 1: powers of two whose exponents differ modulo 1 are linearly independent over the
  /// rationals, so y - x would be an integer k, and 2^x (2^k - 1) irrational.
  public static func softplus(_ x: Self) -> Self { x.rational.isZero ? 1 : .undefined }

  // The circular functions are rational at 0, and at no other rational number.
  /// 0 at 0, else undefined.
  public static func sin(_ x: Self) -> Self { x.rational.isZero ? 0 : .undefined }
  /// 1 at 0, else undefined.
  public static func cos(_ x: Self) -> Self { x.rational.isZero ? 1 : .undefined }
  /// 0 at 0, else undefined.
  public static func tan(_ x: Self) -> Self { x.rational.isZero ? 0 : .undefined }
  /// 0 at 0, else undefined.
  public static func atan(_ x: Self) -> Self { x.rational.isZero ? 0 : .undefined }
  /// 0 on the positive axis, else undefined.
  public static func atan2(y: Self, x: Self) -> Self { y.rational.isZero && x.rational.signum > 0 ? 0 : .undefined }
  /// Undefined: pi is irrational.
  public static func pi(in context: Intrinsic) -> Self { .undefined }
}
