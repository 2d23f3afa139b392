import CMultiprecision

extension Disc: ComplexArithmetic {
  public typealias Context = Precision
  public typealias Real = Ball
  public typealias Vector = DiscVector

  public var context: Precision { realMidpoint.precision }

  /// The disc about a rectangle: the radius is the hypotenuse of the components'.
  public init(_ z: Complex<Ball>) { self.init(z.real, z.imaginary) }

  /// The integer `value`, on the real axis; a point where `context` holds it.
  public init(_ value: Int, in context: Precision) { self.init(Ball(value, in: context)) }
  /// The real number that `value` holds; a point where `context` holds it.
  public init(_ value: Double, in context: Precision) { self.init(Ball(value, in: context)) }
  /// The rational number `value`, to within half a unit in the last place.
  public init(_ value: Rational, in context: Precision) { self.init(Ball(value, in: context)) }

  /// The interval of the real parts.
  public var real: Ball { Ball(midpoint: realMidpoint, radius: radius) }
  /// The interval of the imaginary parts.
  public var imaginary: Ball { Ball(midpoint: imaginaryMidpoint, radius: radius) }

  /// The conjugate, exactly.
  public var conjugate: Disc {
    Disc(realMidpoint: realMidpoint, imaginaryMidpoint: -imaginaryMidpoint, radius: radius)
  }

  /// i z, exactly.
  var timesI: Disc { Disc(realMidpoint: -imaginaryMidpoint, imaginaryMidpoint: realMidpoint, radius: radius) }
  /// -i z, exactly.
  var timesMinusI: Disc { Disc(realMidpoint: imaginaryMidpoint, imaginaryMidpoint: -realMidpoint, radius: radius) }

  /// |z|, the interval of the moduli. Radius: r + half a unit in the last place; [0, |m| + r] where that contains 0.
  public var magnitude: Ball {
    guard isDefined else { return .indeterminate(in: context) }
    let modulus = Self.midpointModulus(self, context)
    return Ball(midpoint: modulus.midpoint, radius: modulus.radius + radius).magnitude
  }

  /// |m|, correctly rounded.
  static func midpointModulus(_ z: Disc, _ precision: Precision) -> Ball {
    .rounded(precision) { r in
      z.realMidpoint.withUnsafe { x in z.imaginaryMidpoint.withUnsafe { mpfr_hypot(r, x, $0, MPFR_RNDN) } }
    }
  }

  /// |z|^2. Radius: 2 |m| r + r^2 + half a unit in the last place; only its nonnegative part where r > |m|.
  public var squaredMagnitude: Ball {
    guard isDefined else { return .indeterminate(in: context) }
    if !isPoint, lowerMagnitude.isZero { return Ball.pow(magnitude, 2) }
    let square = Ball.sumOfProducts(realMidpoint, realMidpoint, imaginaryMidpoint, imaginaryMidpoint, context)
    let spread = (upperMidpointModulus.scaled(byPowerOfTwo: 1) + radius) * radius
    return Ball(midpoint: square.midpoint, radius: square.radius + spread)
  }

  /// This disc at another precision: the midpoint rounded, its rounding error added to the radius.
  public func rounded(to precision: Precision) -> Disc {
    if precision == context { return self }
    return Disc(
      Ball(realMidpoint).rounded(to: precision), Ball(imaginaryMidpoint).rounded(to: precision), plus: radius)
  }

  /// x + y. Radius: rx + ry + the rounding of the midpoint.
  public static func + (x: Disc, y: Disc) -> Disc {
    let precision = max(x.context, y.context)
    return Disc(
      .point(.add, x.realMidpoint, y.realMidpoint, precision),
      .point(.add, x.imaginaryMidpoint, y.imaginaryMidpoint, precision), plus: x.radius + y.radius)
  }

  /// x - y. Radius: rx + ry + the rounding of the midpoint.
  public static func - (x: Disc, y: Disc) -> Disc {
    let precision = max(x.context, y.context)
    return Disc(
      .point(.subtract, x.realMidpoint, y.realMidpoint, precision),
      .point(.subtract, x.imaginaryMidpoint, y.imaginaryMidpoint, precision), plus: x.radius + y.radius)
  }

  /// -z, exactly.
  public static prefix func - (z: Disc) -> Disc {
    Disc(realMidpoint: -z.realMidpoint, imaginaryMidpoint: -z.imaginaryMidpoint, radius: z.radius)
  }

  /// x y, each component with one rounding. Radius: |x| ry + |y| rx + rx ry + the rounding of the midpoint, with |x|, |y|
  /// the moduli of the midpoints.
  public static func * (x: Disc, y: Disc) -> Disc {
    product(x, y, max(x.context, y.context), plus: productRadius(x, y))
  }

  /// The product of the midpoints, each component with one rounding, widened by `radius`.
  static func product(_ x: Disc, _ y: Disc, _ precision: Precision, plus radius: Magnitude) -> Disc {
    Disc(
      .differenceOfProducts(x.realMidpoint, y.realMidpoint, x.imaginaryMidpoint, y.imaginaryMidpoint, precision),
      .sumOfProducts(x.realMidpoint, y.imaginaryMidpoint, x.imaginaryMidpoint, y.realMidpoint, precision), plus: radius)
  }

  /// |x| ry + |y| rx + rx ry: from (x + dx)(y + dy) - x y = x dy + y dx + dx dy.
  static func productRadius(_ x: Disc, _ y: Disc) -> Magnitude {
    var radius = Magnitude.zero
    if !y.radius.isZero { radius += x.upperMidpointModulus * y.radius }
    if !x.radius.isZero { radius += (y.upperMidpointModulus + y.radius) * x.radius }
    return radius
  }

  /// self + x y: the product with one rounding in each component, the sum with another.
  public func addingProduct(_ x: Disc, _ y: Disc) -> Disc { self + x * y }

  /// x / y; indeterminate where y contains 0.
  ///
  /// The midpoint is x conj(y)/|y|^2, with 16 guard bits. Radius: (rx |y| + |x| ry)/(|y| (|y| - ry)) + the rounding, with
  /// |x|, |y| of the midpoints: from (x + dx)/(y + dy) - x/y = (dx y - x dy)/(y (y + dy)).
  public static func / (x: Disc, y: Disc) -> Disc {
    let precision = max(x.context, y.context)
    let least = y.lowerMagnitude
    guard x.isDefined, !least.isZero else { return .indeterminate(in: precision) }
    var radius = x.radius / least
    if !y.radius.isZero { radius += x.upperMidpointModulus / y.lowerMidpointModulus * (y.radius / least) }
    if x.imaginaryMidpoint.isZero, y.imaginaryMidpoint.isZero {
      return Disc(
        .point(.divide, x.realMidpoint, y.realMidpoint, precision), Ball(0, in: precision), plus: radius)
    }
    let working = precision.adding(guardBits: 16)
    let (a, b, c, d) = (x.realMidpoint, x.imaginaryMidpoint, y.realMidpoint, y.imaginaryMidpoint)
    let square = Ball.sumOfProducts(c, c, d, d, working)
    return Disc(
      (Ball.sumOfProducts(a, c, b, d, working) / square).rounded(to: precision),
      (Ball.differenceOfProducts(b, c, a, d, working) / square).rounded(to: precision), plus: radius)
  }

  /// z^n by repeated squaring, with 2 log2 |n| + 16 guard bits. The radii of the products add up to
  /// (|m| + r)^n - |m|^n. z^0 is 1. Indeterminate for n < 0 where z contains 0.
  public static func pow(_ z: Disc, _ n: Int) -> Disc {
    let precision = z.context
    guard n != 0 else { return Disc(1, in: precision) }
    if n == 1 { return z }
    let bits = Int.bitWidth - n.magnitude.leadingZeroBitCount
    let working = precision.adding(guardBits: 2 * bits + 16)
    var square = n < 0 ? Disc(1, in: working) / z.rounded(to: working) : z.rounded(to: working)
    var result: Disc?
    var remaining = n.magnitude
    while remaining > 0 {
      if remaining & 1 == 1 { result = result.map { $0 * square } ?? square }
      remaining >>= 1
      if remaining > 0 { square = square * square }
    }
    return (result ?? square).rounded(to: precision)
  }

  /// Whether the disc encloses a number: false for the indeterminate one.
  public var isDefined: Bool { radius.isFinite }

  /// True for equal points, false for disjoint discs, else undecided.
  public func isEqual(to other: Disc) -> Truth {
    guard isDefined, other.isDefined else { return .undecided }
    if isPoint, other.isPoint {
      return Truth(realMidpoint == other.realMidpoint && imaginaryMidpoint == other.imaginaryMidpoint)
    }
    return distance(to: other).lower > radius + other.radius ? .false : .undecided
  }
}
