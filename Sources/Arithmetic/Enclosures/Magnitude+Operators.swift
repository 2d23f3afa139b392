// Rounding is to nearest in the hardware. For a positive normal result s rounded to nearest, the exact result lies
// between s.nextDown and s.nextUp, which is what the bounds below rest on.

extension Magnitude {
  /// x + y, rounded up.
  @inline(__always)
  public static func + (x: Magnitude, y: Magnitude) -> Magnitude {
    if x.isZero || !y.isFinite { return y }
    if y.isZero || !x.isFinite { return x }
    return x.exponent >= y.exponent ? sum(x, y) : sum(y, x)
  }

  /// x + y for positive finite x, y with x.exponent >= y.exponent.
  ///
  /// With d the difference of the exponents, y 2^-d is exact in Double for d < 64; the error of the sum s of x and it
  /// is t - (s - x), exactly, because x is not smaller in exponent (Dekker's fast two-sum). For d >= 64,
  /// y < 2^(1-d) < 2^-52 <= the distance from x to the next number above.
  @inline(__always)
  private static func sum(_ x: Magnitude, _ y: Magnitude) -> Magnitude {
    let d = x.exponent - y.exponent
    guard d < 64 else { return Magnitude(_up: x.significand.nextUp, x.exponent) }
    let t = y.significand * inversePower(d)
    let s = x.significand + t
    return Magnitude(_up: t - (s - x.significand) > 0 ? s.nextUp : s, x.exponent)
  }

  /// 2^-d for 0 <= d < 1000, from its bits.
  @inline(__always)
  private static func inversePower(_ d: Int) -> Double { Double(bitPattern: UInt64(1023 - d) << 52) }

  /// x y, rounded up; exact where a factor is a power of two.
  @inline(__always)
  public static func * (x: Magnitude, y: Magnitude) -> Magnitude {
    if !x.isFinite || !y.isFinite { return .infinity }
    if x.isZero || y.isZero { return .zero }
    let s = x.significand * y.significand
    return Magnitude(_up: x.significand == 1 || y.significand == 1 ? s : s.nextUp, x.exponent + y.exponent)
  }

  /// x / y, rounded up, for y a *lower* bound of the divisor; infinity for y = 0.
  public static func / (x: Magnitude, y: Magnitude) -> Magnitude {
    if !x.isFinite || y.isZero { return .infinity }
    if x.isZero { return .zero }
    if !y.isFinite { return .leastPositive }
    let s = x.significand / y.significand
    let e = x.exponent - y.exponent
    if y.significand == 1 { return Magnitude(_up: s, e) }
    return s < 1 ? Magnitude(_up: 2 * s.nextUp, e - 1) : Magnitude(_up: s.nextUp, e)
  }

  /// x = x + y, rounded up.
  @inline(__always)
  public static func += (x: inout Magnitude, y: Magnitude) { x = x + y }
  /// x = x y, rounded up.
  @inline(__always)
  public static func *= (x: inout Magnitude, y: Magnitude) { x = x * y }

  /// sqrt(x), rounded up.
  public static func sqrt(_ x: Magnitude) -> Magnitude {
    if x.isZero || !x.isFinite { return x }
    let odd = x.exponent & 1
    let root = (odd == 1 ? 2 * x.significand : x.significand).squareRoot()
    return Magnitude(_up: x.significand == 1 && odd == 0 ? 1 : root.nextUp, (x.exponent - odd) >> 1)
  }

  /// sqrt(x^2 + y^2), rounded up.
  ///
  /// With x the larger and d the difference of the exponents: for d >= 28, y^2/(2x) < 2^(1 - 2d) <= 2^-55, below half
  /// the distance to the next number. Otherwise the two squares, the sum and the root each err by a factor within
  /// 1 +- 2^-53, the root halving those before it: the computed root is within a factor 1 + 2^-52 + 2^-103 of the
  /// exact one, less than two steps of nextUp.
  public static func hypot(_ x: Magnitude, _ y: Magnitude) -> Magnitude {
    if x.isZero || !y.isFinite { return y }
    if y.isZero || !x.isFinite { return x }
    let (x, y) = x.exponent >= y.exponent ? (x, y) : (y, x)
    let d = x.exponent - y.exponent
    guard d < 28 else { return Magnitude(_up: x.significand.nextUp, x.exponent) }
    let t = y.significand * inversePower(d)
    return Magnitude(_up: (x.significand * x.significand + t * t).squareRoot().nextUp.nextUp, x.exponent)
  }
}

// MARK: - Lower bounds

extension Magnitude {
  /// max(0, x - y), rounded down: a lower bound where x is a lower and y an upper bound.
  public static func lowerDifference(_ x: Magnitude, _ y: Magnitude) -> Magnitude {
    guard y < x else { return .zero }
    if !x.isFinite { return Magnitude(_significand: 1, exponent: exponentLimit) }
    if y.isZero { return x }
    let d = x.exponent - y.exponent
    // y < 2^(1-d) <= 2^-63 is below the distance 2^-53 from 1 down to the next number.
    guard d < 64 else { return Magnitude(_down: x.significand.nextDown, x.exponent) }
    return Magnitude(_down: (x.significand - y.significand * inversePower(d)).nextDown, x.exponent)
  }

  /// x + y, rounded down.
  public static func lowerSum(_ x: Magnitude, _ y: Magnitude) -> Magnitude {
    if x.isZero || !y.isFinite { return y }
    if y.isZero || !x.isFinite { return x }
    let (x, y) = x.exponent >= y.exponent ? (x, y) : (y, x)
    let d = x.exponent - y.exponent
    guard d < 64 else { return x }
    return Magnitude(_down: (x.significand + y.significand * inversePower(d)).nextDown, x.exponent)
  }

  /// x y, rounded down; 0 where a factor is 0.
  public static func lowerProduct(_ x: Magnitude, _ y: Magnitude) -> Magnitude {
    if x.isZero || y.isZero { return .zero }
    if !x.isFinite || !y.isFinite { return Magnitude(_significand: 1, exponent: exponentLimit) }
    return Magnitude(_down: (x.significand * y.significand).nextDown, x.exponent + y.exponent)
  }

  /// x / y, rounded down, for y an *upper* bound of the divisor; 0 for an infinite one.
  public static func lowerQuotient(_ x: Magnitude, _ y: Magnitude) -> Magnitude {
    if x.isZero || !y.isFinite { return .zero }
    if y.isZero || !x.isFinite { return Magnitude(_significand: 1, exponent: exponentLimit) }
    return Magnitude(_down: (x.significand / y.significand).nextDown, x.exponent - y.exponent)
  }

  /// sqrt(x), rounded down.
  public static func lowerSqrt(_ x: Magnitude) -> Magnitude {
    if x.isZero || !x.isFinite { return x }
    let odd = x.exponent & 1
    return Magnitude(
      _down: (odd == 1 ? 2 * x.significand : x.significand).squareRoot().nextDown, (x.exponent - odd) >> 1)
  }

  /// sqrt(x^2 + y^2), rounded down: the error analysis is that of ``hypot(_:_:)``.
  public static func lowerHypot(_ x: Magnitude, _ y: Magnitude) -> Magnitude {
    if x.isZero || !y.isFinite { return y }
    if y.isZero || !x.isFinite { return x }
    let (x, y) = x.exponent >= y.exponent ? (x, y) : (y, x)
    let d = x.exponent - y.exponent
    guard d < 28 else { return x }
    let t = y.significand * inversePower(d)
    return Magnitude(
      _down: (x.significand * x.significand + t * t).squareRoot().nextDown.nextDown, x.exponent)
  }
}
