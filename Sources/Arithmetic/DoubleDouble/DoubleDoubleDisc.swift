import CDoubleDouble

/// A fast rigorous enclosure of a complex number: a disc around a double-double midpoint.
///
/// The radius bounds the distance in the plane, so that in h = a h + b it grows by |a| a step and not, as that of a
/// rectangle of two ``DoubleDouble``s does, by |Re a| + |Im a|: the arithmetic for recurrences with |a| near 1. With
/// u = 2^-53, a sum's own error is 4 u^2 (|Re| + |Im|), a product's 11 u^2 (|Re x| + |Im x|)(|Re y| + |Im y|); what
/// overflows is indeterminate, and what underflows keeps an absolute error of about 2^-1068.
///
/// The elementary functions go through the square around the disc, and are up to twice as wide as they could
/// be: they are for setting up a recurrence, not for running it.
public struct DoubleDoubleDisc: ComplexArithmetic {
  public typealias Context = Intrinsic
  public typealias Vector = DoubleDoubleDiscVector
  public typealias Real = DoubleDouble

  /// The midpoint's parts, exactly.
  public let realMidpoint: DoubleDouble
  public let imaginaryMidpoint: DoubleDouble
  /// How far from the midpoint the enclosed number can be; infinite (or NaN) where nothing is known.
  public let radius: Double

  /// Unchecked: the parts of the midpoint must be exact.
  init(realMidpoint: DoubleDouble, imaginaryMidpoint: DoubleDouble, radius: Double) {
    self.realMidpoint = realMidpoint
    self.imaginaryMidpoint = imaginaryMidpoint
    self.radius = radius
  }

  /// The disc around the rectangle real x imaginary.
  public init(_ real: DoubleDouble, _ imaginary: DoubleDouble) {
    guard real.isDefined, imaginary.isDefined else {
      self = .indeterminate
      return
    }
    self.init(
      realMidpoint: real.midpoint, imaginaryMidpoint: imaginary.midpoint,
      radius: DoubleDoubleDisc.hypotenuseUp(real.radius, imaginary.radius))
  }

  public init(_ value: Int, in context: Intrinsic = Intrinsic()) { self.init(DoubleDouble(value), DoubleDouble(0)) }
  public init(_ value: Double, in context: Intrinsic = Intrinsic()) { self.init(DoubleDouble(value), DoubleDouble(0)) }
  public init(_ value: Rational, in context: Intrinsic = Intrinsic()) {
    self.init(DoubleDouble(value), DoubleDouble(0))
  }

  /// Any number at all.
  public static let indeterminate = DoubleDoubleDisc(
    realMidpoint: DoubleDouble(0), imaginaryMidpoint: DoubleDouble(0), radius: .infinity)

  public var real: DoubleDouble {
    DoubleDouble(high: realMidpoint.high, low: realMidpoint.low, radius: radius)
  }
  public var imaginary: DoubleDouble {
    DoubleDouble(high: imaginaryMidpoint.high, low: imaginaryMidpoint.low, radius: radius)
  }

  /// The square around the disc.
  public var rectangle: Complex<DoubleDouble> { Complex(real, imaginary) }

  public var context: Intrinsic { Intrinsic() }

  /// Whether the radius is finite.
  public var isDefined: Bool { radius < .infinity }

  /// False where the discs have no point in common, true where both are the same point.
  public func isEqual(to other: DoubleDoubleDisc) -> Truth {
    let difference = (self - other).rectangle
    guard difference.isDefined else { return .undecided }
    if radius == 0 && other.radius == 0 { return rectangle.isEqual(to: other.rectangle) }
    let zero = DoubleDouble(0)
    let distance = Complex(difference.real.midpoint, difference.imaginary.midpoint).squaredMagnitude
    let reach = DoubleDouble(difference.real.radius)
    return zero.isLess(than: distance - reach * reach).isTrue ? .false : .undecided
  }

  /// "(real, imaginary)", each with the radius.
  public var description: String { "(\(real), \(imaginary))" }

  /// An upper bound of sqrt(x^2 + y^2) for x, y >= 0.
  static func hypotenuseUp(_ x: Double, _ y: Double) -> Double {
    if x == 0 || y == 0 { return x + y }
    let root = (((x * x).nextUp + (y * y).nextUp).nextUp).squareRoot().nextUp
    return min(root, (x + y).nextUp)
  }
}

extension DoubleDoubleDisc {
  public static prefix func - (z: Self) -> Self {
    Self(realMidpoint: -z.realMidpoint, imaginaryMidpoint: -z.imaginaryMidpoint, radius: z.radius)
  }

  public var conjugate: Self {
    Self(realMidpoint: realMidpoint, imaginaryMidpoint: -imaginaryMidpoint, radius: radius)
  }

  public static func + (z: Self, w: Self) -> Self {
    Self(cdd_disc_plus(cdd_disc(z), cdd_disc(w)))
  }

  public static func - (z: Self, w: Self) -> Self { z + -w }

  public static func * (z: Self, w: Self) -> Self {
    Self(cdd_disc_times(cdd_disc(z), cdd_disc(w)))
  }

  /// |q' - q| <= (r_z + |q| r_w)/(|w| - r_w) for the exact quotient q of the midpoints. Undefined where w may be 0.
  public static func / (z: Self, w: Self) -> Self {
    let quotient = Complex(z.realMidpoint, z.imaginaryMidpoint) / Complex(w.realMidpoint, w.imaginaryMidpoint)
    guard z.isDefined, w.isDefined, quotient.isDefined else { return .indeterminate }
    let own = Self(quotient.real, quotient.imaginary)
    let spread = DoubleDouble(z.radius) + quotient.magnitude * DoubleDouble(w.radius)
    let least = Complex(w.realMidpoint, w.imaginaryMidpoint).magnitude - DoubleDouble(w.radius)
    guard least.isPositive.isTrue else { return .indeterminate }
    let radius = (own.radius + (spread / least).magnitudeUpperBound).nextUp
    return Self(realMidpoint: own.realMidpoint, imaginaryMidpoint: own.imaginaryMidpoint, radius: radius)
  }
}
