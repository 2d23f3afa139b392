import CMultiprecision

extension Ball: RealArithmetic {
  public typealias Context = Precision
  public typealias Vector = BallVector

  public var context: Precision { midpoint.precision }

  /// The integer `value`; a point where `context` holds it.
  public init(_ value: Int, in context: Precision) {
    self = .rounded(context) { cmp_fr_set_si($0, value, MPFR_RNDN) }
  }

  /// The number that `value` holds; a point where `context` holds it, indeterminate for NaN and the infinities.
  public init(_ value: Double, in context: Precision) {
    self = .rounded(context) { mpfr_set_d($0, value, MPFR_RNDN) }
  }

  /// The rational number `value`, to within half a unit in the last place; indeterminate where it is undefined.
  public init(_ value: Rational, in context: Precision) {
    guard value.isDefined else {
      self = .indeterminate(in: context)
      return
    }
    self = .rounded(context) { r in value.withUnsafe { mpfr_set_q(r, $0, MPFR_RNDN) } }
  }

  /// This ball at another precision: the midpoint rounded, its rounding error added to the radius.
  public func rounded(to precision: Precision) -> Ball {
    if precision == context { return self }
    return .rounded(precision, plus: radius) { r in midpoint.withUnsafe { cmp_fr_set(r, $0, MPFR_RNDN) } }
  }

  /// x + y. Radius: rx + ry + half a unit in the last place.
  public static func + (x: Ball, y: Ball) -> Ball {
    point(.add, x.midpoint, y.midpoint, max(x.context, y.context), plus: x.radius + y.radius)
  }

  /// x - y. Radius: rx + ry + half a unit in the last place. The operands are taken as independent: x - x contains 0.
  public static func - (x: Ball, y: Ball) -> Ball {
    point(.subtract, x.midpoint, y.midpoint, max(x.context, y.context), plus: x.radius + y.radius)
  }

  /// x y. Radius: |x| ry + |y| rx + rx ry + half a unit in the last place, with |x|, |y| of the midpoints.
  public static func * (x: Ball, y: Ball) -> Ball {
    point(.multiply, x.midpoint, y.midpoint, max(x.context, y.context), plus: productRadius(x, y))
  }

  /// |x| ry + |y| rx + rx ry, with |x|, |y| of the midpoints: from (x + dx)(y + dy) - x y = x dy + y dx + dx dy.
  static func productRadius(_ x: Ball, _ y: Ball) -> Magnitude {
    var radius = Magnitude.zero
    if !y.radius.isZero { radius += Magnitude(upperBoundOf: x.midpoint) * y.radius }
    if !x.radius.isZero { radius += (Magnitude(upperBoundOf: y.midpoint) + y.radius) * x.radius }
    return radius
  }

  /// x / y; indeterminate where y contains 0.
  ///
  /// Radius: (rx |y| + |x| ry)/(|y| (|y| - ry)) + half a unit in the last place, with |x|, |y| of the midpoints: from
  /// (x + dx)/(y + dy) - x/y = (dx y - x dy)/(y (y + dy)).
  public static func / (x: Ball, y: Ball) -> Ball {
    let precision = max(x.context, y.context)
    let least = y.lowerMagnitude
    guard x.isDefined, !least.isZero else { return .indeterminate(in: precision) }
    var radius = x.radius / least
    if !y.radius.isZero {
      let quotient = Magnitude(upperBoundOf: x.midpoint) / Magnitude(lowerBoundOf: y.midpoint)
      radius += quotient * (y.radius / least)
    }
    return point(.divide, x.midpoint, y.midpoint, precision, plus: radius)
  }

  /// -x, exactly.
  public static prefix func - (x: Ball) -> Ball { Ball(midpoint: -x.midpoint, radius: x.radius) }

  /// self + x y, with one rounding. Radius: r + |x| ry + |y| rx + rx ry + half a unit in the last place.
  public func addingProduct(_ x: Ball, _ y: Ball) -> Ball {
    let precision = max(context, x.context, y.context)
    return .rounded(precision, plus: radius + Self.productRadius(x, y)) { r in
      midpoint.withUnsafe { z in
        x.midpoint.withUnsafe { x in y.midpoint.withUnsafe { mpfr_fma(r, x, $0, z, MPFR_RNDN) } }
      }
    }
  }

  /// x^n: of a point one correctly rounded evaluation; of an interval the least and the greatest value, which for an even
  /// power are those at the least and the greatest |x|, rounded outward. x^0 is 1. Indeterminate for n < 0 where x
  /// contains 0.
  public static func pow(_ x: Ball, _ n: Int) -> Ball {
    let precision = x.context
    guard n != 0 else { return Ball(1, in: precision) }
    guard x.isDefined else { return x }
    if x.isPoint { return .rounded(precision) { r in x.midpoint.withUnsafe { mpfr_pow_si(r, $0, n, MPFR_RNDN) } } }
    if n < 0, x.contains(BigFloat.zero(in: precision)) { return .indeterminate(in: precision) }
    let (lower, upper) = n & 1 == 0 ? x.magnitudeEnds : x.ends
    let (least, greatest) = n > 0 ? (lower, upper) : (upper, lower)
    let working = precision.adding(guardBits: 32)
    return Ball(
      lower: BigFloat.pow(least, n, in: working, rounding: .down),
      upper: BigFloat.pow(greatest, n, in: working, rounding: .up), in: precision)
  }

  /// Whether the ball encloses a number: false for the indeterminate one.
  public var isDefined: Bool { radius.isFinite }

  /// |x|. A ball that contains 0 gives [0, |m| + r].
  public var magnitude: Ball {
    if isPoint || !isDefined || !lowerMagnitude.isZero { return Ball(midpoint: midpoint.magnitude, radius: radius) }
    let (lower, upper) = magnitudeEnds
    return Ball(lower: lower, upper: upper, in: context)
  }
}
