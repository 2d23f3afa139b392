/// A rigorous enclosure of a real number: the interval [m - r, m + r] about a `BigFloat` m.
///
/// Whatever numbers the operands of an operation enclose, the result encloses the operation's exact value at them. An
/// operation on points makes one correctly rounded MPFR call and sets the radius to half a unit in the last place of the
/// midpoint, or to 0 where MPFR reports the result as exact; the radii of the operands are propagated on top, as each
/// operation documents.
///
///     let x = Ball(1, in: 128) / 3
///     print(x)                     // 0.33333333333333333333333333333333333333382 +/- 7.35e-40
///     x.contains(Rational(1, 3))   // true
///
/// - Edge cases: a division by an enclosure that contains 0, a logarithm of one that reaches 0, a square root of one
///   that reaches below 0, a tangent across a pole, an overflow of the exponent, NaN and the infinities all give the
///   **indeterminate** ball, with midpoint NaN and radius infinite, which stands for "any real number, or none". An
///   underflow gives 0 with the least positive number as radius.
/// - Source: the midpoint-radius form of F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval
///   arithmetic", arXiv 1611.02831.
public struct Ball: Sendable {
  /// m, at the precision of this ball; NaN where indeterminate.
  public let midpoint: BigFloat
  /// r; infinite where indeterminate.
  public let radius: Magnitude

  /// Radii from 2^this on, beyond the largest `BigFloat`, make a ball indeterminate.
  static let radiusExponentLimit = (1 << 30) - 2

  /// The ball about `midpoint`; indeterminate where that is NaN or infinite, or where the radius is beyond the range of
  /// `BigFloat`.
  public init(midpoint: BigFloat, radius: Magnitude) {
    if midpoint.isFinite, radius.isFinite, radius.exponent < Self.radiusExponentLimit {
      self.midpoint = midpoint
      self.radius = radius
    } else {
      self.midpoint = .nan(in: midpoint.precision)
      self.radius = .infinity
    }
  }

  /// The point `value`; indeterminate for NaN and the infinities.
  public init(_ value: BigFloat) { self.init(midpoint: value, radius: .zero) }

  /// The least ball, at the larger precision of the two, that is known to contain [lower, upper].
  ///
  /// Its radius exceeds half the width by the rounding of the midpoint, at most one unit in its last place.
  /// Indeterminate where a bound is NaN or infinite, or where lower > upper.
  public init(lower: BigFloat, upper: BigFloat) {
    self.init(lower: lower, upper: upper, in: max(lower.precision, upper.precision))
  }

  /// The ball of a precision that contains [lower, upper], as ``init(lower:upper:)``.
  public init(lower: BigFloat, upper: BigFloat, in precision: Precision) {
    guard lower.isFinite, upper.isFinite, lower <= upper else {
      self = .indeterminate(in: precision)
      return
    }
    let midpoint = BigFloat.add(lower, upper, in: precision).scaled(byPowerOfTwo: -1)
    self.init(
      midpoint: midpoint, radius: max(Self.distance(midpoint, lower), Self.distance(upper, midpoint)))
  }

  /// The ball that encloses nothing in particular.
  public static func indeterminate(in precision: Precision) -> Ball {
    Ball(midpoint: .nan(in: precision), radius: .infinity)
  }

  /// The point 0.
  static func zero(in precision: Precision) -> Ball { Ball(0, in: precision) }

  /// An upper bound of |x - y|.
  static func distance(_ x: BigFloat, _ y: BigFloat) -> Magnitude {
    Magnitude(upperBoundOf: BigFloat.subtract(x, y, in: 64, rounding: .awayFromZero))
  }

  /// Whether the ball is a point: its radius is 0.
  public var isPoint: Bool { radius.isZero }

  /// An upper bound of |x| over the ball.
  public var upperMagnitude: Magnitude { Magnitude(upperBoundOf: midpoint) + radius }

  /// A lower bound of |x| over the ball, positive wherever the ball does not contain 0.
  public var lowerMagnitude: Magnitude {
    let size = Magnitude(lowerBoundOf: midpoint)
    if radius.isZero || !isDefined { return isDefined ? size : .zero }
    // Well clear of 0 the 53 bits are accurate enough; near it the difference is taken exactly.
    if radius.exponent < size.exponent - 20 { return .lowerDifference(size, radius) }
    let distance = BigFloat.subtract(midpoint.magnitude, radius.bigFloat, in: 64, rounding: .down)
    return distance.signum > 0 ? Magnitude(lowerBoundOf: distance) : .zero
  }

  /// The number of bits by which the midpoint is known: floor(log2(|m| / r)), at most the precision and at least
  /// minus it; the precision for a point.
  public var relativeAccuracyBits: Int {
    let bits = context.bits
    if !isDefined { return -bits }
    if radius.isZero { return bits }
    let size = Magnitude(lowerBoundOf: midpoint)
    return size.isZero ? -bits : min(max(size.exponent - radius.exponent - 1, -bits), bits)
  }
}
