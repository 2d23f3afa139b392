import Arithmetic
import TestSupport

extension Generator where Value == Rational {
  /// p/q with |p| <= size and 1 <= q <= size; simplest 0.
  static func rational(size: Int = 9) -> Generator {
    Generator<Fraction>.fraction(heightUpTo: size).map { Rational($0.numerator, $0.denominator) }
  }
}

extension Generator where Value == Double {
  /// A number with a random sign and significand, and an exponent from the range.
  static func scaledFloat(exponents: ClosedRange<Int>) -> Generator {
    Generator { $0.double(exponents: exponents) }
  }
}

extension Draw {
  /// A number with a random sign and significand, and an exponent from the range; simplest a power of two.
  mutating func double(exponents: ClosedRange<Int>) -> Double {
    span(SpanLabel.number) { draw in
      let exponent = draw.integer(in: exponents)
      let value = Double(sign: .plus, exponent: exponent, significand: draw.float(significands))
      return draw.bool() ? -value : value
    }
  }
}

/// [1, 2).
private let significands = FloatDomain(1...2.0.nextDown)
