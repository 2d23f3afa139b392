/// A rigorous enclosure of a complex number: the disc {z : |z - m| <= r} about a complex midpoint m of two `BigFloat`s.
///
/// A disc rather than a rectangle, because multiplication turns the plane: the error of `h = a h + b u` grows by |a| a
/// step in a disc, by |Re a| + |Im a|, which is up to sqrt(2) |a|, in a rectangle. With |a| < 1 the radius of a disc
/// stays bounded for ever, where a rectangle's doubles every other step.
///
/// An operation on points rounds each component of the midpoint and sets the radius to an upper bound of the modulus of
/// the rounding error, at most half a unit in the last place of each component where nothing else is said. Radii are
/// propagated by majorants: |f(m + e) - f(m)| <= F(|e|) with F the sum of the moduli of f's Taylor terms at m. Moduli
/// are moduli: never |Re| + |Im|.
///
/// - Edge cases: where a disc contains a pole or touches a branch cut, where an exponent overflows, and for NaN and the
///   infinities, the result is the **indeterminate** disc, with midpoint NaN and radius infinite. The functions are the
///   principal ones, with the cut of the logarithm along (-inf, 0]; a *point* on the cut has the value from above.
public struct Disc: Sendable {
  /// Re m and Im m, of one precision.
  public let realMidpoint: BigFloat
  public let imaginaryMidpoint: BigFloat
  /// r; infinite where indeterminate.
  public let radius: Magnitude

  /// The disc about a midpoint; indeterminate where that is NaN or infinite, or the radius is beyond the range of
  /// `BigFloat`. Components of unequal precision take the larger one.
  public init(realMidpoint: BigFloat, imaginaryMidpoint: BigFloat, radius: Magnitude) {
    let precision = max(realMidpoint.precision, imaginaryMidpoint.precision)
    if realMidpoint.isFinite, imaginaryMidpoint.isFinite, radius.isFinite,
      radius.exponent < Ball.radiusExponentLimit
    {
      self.realMidpoint = realMidpoint.precision == precision ? realMidpoint : realMidpoint.rounded(to: precision)
      self.imaginaryMidpoint =
        imaginaryMidpoint.precision == precision ? imaginaryMidpoint : imaginaryMidpoint.rounded(to: precision)
      self.radius = radius
    } else {
      self.realMidpoint = .nan(in: precision)
      self.imaginaryMidpoint = self.realMidpoint
      self.radius = .infinity
    }
  }

  /// The disc about the rectangle of two balls: the radius is the hypotenuse of theirs.
  public init(_ real: Ball, _ imaginary: Ball) { self.init(real, imaginary, plus: .zero) }

  /// The disc about the rectangle of two balls, widened by `radius`.
  init(_ real: Ball, _ imaginary: Ball, plus radius: Magnitude) {
    self.init(
      realMidpoint: real.midpoint, imaginaryMidpoint: imaginary.midpoint,
      radius: Magnitude.hypot(real.radius, imaginary.radius) + radius)
  }

  /// The disc that encloses nothing in particular.
  public static func indeterminate(in precision: Precision) -> Disc {
    Disc(realMidpoint: .nan(in: precision), imaginaryMidpoint: .nan(in: precision), radius: .infinity)
  }

  /// Whether the disc is a point: its radius is 0.
  public var isPoint: Bool { radius.isZero }

  /// The midpoint as a disc of radius 0.
  var center: Disc { Disc(realMidpoint: realMidpoint, imaginaryMidpoint: imaginaryMidpoint, radius: .zero) }

  /// An upper bound of |m|.
  var upperMidpointModulus: Magnitude {
    .hypot(Magnitude(upperBoundOf: realMidpoint), Magnitude(upperBoundOf: imaginaryMidpoint))
  }

  /// A lower bound of |m|.
  var lowerMidpointModulus: Magnitude {
    .lowerHypot(Magnitude(lowerBoundOf: realMidpoint), Magnitude(lowerBoundOf: imaginaryMidpoint))
  }

  /// An upper bound of |z| over the disc.
  public var upperMagnitude: Magnitude { upperMidpointModulus + radius }

  /// A lower bound of |z| over the disc: 0 where the disc contains 0 or comes within a few units in the 52nd place of it.
  public var lowerMagnitude: Magnitude {
    isDefined ? .lowerDifference(lowerMidpointModulus, radius) : .zero
  }

  /// The number of bits by which the midpoint is known: floor(log2(|m| / r)), at most the precision and at least minus
  /// it; the precision for a point.
  public var relativeAccuracyBits: Int {
    let bits = context.bits
    if !isDefined { return -bits }
    if radius.isZero { return bits }
    let size = lowerMidpointModulus
    return size.isZero ? -bits : min(max(size.exponent - radius.exponent - 1, -bits), bits)
  }
}
