/// A real or complex arithmetic of numbers that round: `Float`, `Double`, `BigFloat`, and `Complex` of them. What an
/// iteration that converges to a tolerance works in; enclosures only widen in one.
public protocol RoundingArithmetic: ConjugateArithmetic, ElementaryArithmetic
where RealPart: RoundingArithmetic & RealElementaryArithmetic {
  /// Im self; 0 for a real number.
  var imaginaryPart: RealPart { get }

  /// u: half the distance from 1 to the next number of a context, the largest relative error of rounding to nearest.
  static func unitRoundoff(in context: Context) -> Modulus

  /// 2^n is a normal number, and n far from the least and the largest exponent, for |n| up to this.
  static var exponentLimit: Int { get }
}

extension RoundingArithmetic {
  /// 2^n for |n| <= ``exponentLimit``, exactly.
  public static func powerOfTwo(_ n: Int, in context: Context) -> Self { pow(Self(2, in: context), n) }

  /// The exponent of a power of two by which numbers of a size are scaled to about 1, as far as the exponents reach.
  public static func scalingExponent(_ size: Modulus) -> Int {
    min(max(size.exponent, -exponentLimit), exponentLimit)
  }

  /// |self|, without a needless overflow.
  public var modulus: RealPart {
    guard Self.isComplex else { return realPart.magnitude }
    let size = upperMagnitude
    if size.isZero || !size.isFinite || abs(size.exponent) < 40 { return RealPart.sqrt(squaredMagnitude) }
    let exponent = RealPart.scalingExponent(size)
    let shrunk = self * Self.powerOfTwo(-exponent, in: context)
    return RealPart.sqrt(shrunk.squaredMagnitude) * RealPart.powerOfTwo(exponent, in: context)
  }

  /// self/|self|; 1 for 0.
  public var direction: Self {
    upperMagnitude.isZero ? Self(1, in: context) : self / Self(realPart: modulus)
  }
}

extension RoundingArithmetic where RealPart == Self {
  public var imaginaryPart: Self { Self(0, in: context) }
}

extension Float: RoundingArithmetic {
  public static func unitRoundoff(in context: Intrinsic) -> Modulus { .powerOfTwo(-24) }
  public static var exponentLimit: Int { 120 }
}

extension Double: RoundingArithmetic {
  public static func unitRoundoff(in context: Intrinsic) -> Modulus { .powerOfTwo(-53) }
  public static var exponentLimit: Int { 1000 }
}

extension BigFloat: RoundingArithmetic {
  public static func unitRoundoff(in context: Precision) -> Magnitude { .powerOfTwo(-context.bits) }
  public static var exponentLimit: Int { 1 << 29 }
}

extension Complex: RoundingArithmetic
where Real: RoundingArithmetic & RealElementaryArithmetic, Real.RealPart == Real {
  public var imaginaryPart: Real { imaginary }
  public static func unitRoundoff(in context: Context) -> Magnitude { Real.unitRoundoff(in: context) }
  public static var exponentLimit: Int { Real.exponentLimit }
}
