/// An arithmetic of enclosures, each a midpoint and a radius: `Ball` and `Disc`.
///
/// What verification needs: an approximate answer is computed with midpoints, in rounding arithmetic, and a bound of
/// its error becomes its radius.
public protocol EnclosureArithmetic: ConjugateArithmetic where Context == Precision, RealPart == Ball {
  /// `BigFloat` for balls, `Complex<BigFloat>` for discs.
  associatedtype Midpoint: ConjugateArithmetic
  where Midpoint.Context == Precision, Midpoint.RealPart == BigFloat

  /// The midpoint; NaN where indeterminate.
  var midpoint: Midpoint { get }
  /// The radius; infinite where indeterminate.
  var radius: Magnitude { get }

  /// The numbers within `radius` of a midpoint.
  init(midpoint: Midpoint, radius: Magnitude)
  /// Whether every number of `other` is one of self.
  func contains(_ other: Self) -> Bool
}

extension EnclosureArithmetic {
  /// The point `value`.
  public init(point value: Midpoint) { self.init(midpoint: value, radius: .zero) }

  /// The enclosure with a larger radius.
  public func widened(by radius: Magnitude) -> Self { Self(midpoint: midpoint, radius: self.radius + radius) }
}

extension Ball: EnclosureArithmetic {
  public typealias Midpoint = BigFloat
}

extension Disc: EnclosureArithmetic {
  public var midpoint: Complex<BigFloat> { Complex(realMidpoint, imaginaryMidpoint) }
  public init(midpoint: Complex<BigFloat>, radius: Magnitude) {
    self.init(realMidpoint: midpoint.real, imaginaryMidpoint: midpoint.imaginary, radius: radius)
  }
}
