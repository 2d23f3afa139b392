/// An arithmetic in which the size of a number can be told: what the choice of a pivot, and a norm, need.
///
/// For an enclosure the two bounds hold for every number that it encloses; for the other types they are |self| to 53
/// bits.
public protocol SizedArithmetic: Arithmetic {
  /// A lower bound of |self|: positive only where self is certainly not 0; 0 where self is undefined.
  var lowerMagnitude: Magnitude { get }
  /// An upper bound of |self|: infinite where self is undefined.
  var upperMagnitude: Magnitude { get }
}

extension Ball: SizedArithmetic {}
extension Disc: SizedArithmetic {}

extension BigFloat: SizedArithmetic {
  public var lowerMagnitude: Magnitude { Magnitude(lowerBoundOf: self) }
  public var upperMagnitude: Magnitude { Magnitude(upperBoundOf: self) }
}

/// ``Magnitude``, by a name that is not also that of a type within `Float` and `Double`.
public typealias Modulus = Magnitude

extension Double: SizedArithmetic {
  public var lowerMagnitude: Modulus { isNaN ? .zero : Modulus(self) }
  public var upperMagnitude: Modulus { Modulus(self) }
}

extension Float: SizedArithmetic {
  public var lowerMagnitude: Modulus { Double(self).lowerMagnitude }
  public var upperMagnitude: Modulus { Double(self).upperMagnitude }
}

extension Rational: SizedArithmetic {
  public var lowerMagnitude: Magnitude {
    isDefined ? BigFloat(self, in: .double, rounding: .towardZero).lowerMagnitude : .zero
  }
  public var upperMagnitude: Magnitude { BigFloat(self, in: .double, rounding: .awayFromZero).upperMagnitude }
}

extension Complex: SizedArithmetic where Real: SizedArithmetic {
  public var lowerMagnitude: Magnitude { .lowerHypot(real.lowerMagnitude, imaginary.lowerMagnitude) }
  public var upperMagnitude: Magnitude { .hypot(real.upperMagnitude, imaginary.upperMagnitude) }
}

extension DoubleDouble: SizedArithmetic {
  public var lowerMagnitude: Magnitude { isDefined ? Magnitude(magnitudeLowerBound) : .zero }
  public var upperMagnitude: Magnitude { isDefined ? Magnitude(magnitudeUpperBound) : .infinity }
}
