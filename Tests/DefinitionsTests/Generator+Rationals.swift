import Arithmetic
import Definitions
import PropertyTesting

extension Generator where Value == Rational {
  /// A fraction p/q of `range` with q <= 9; simplest 0, or the integer nearest to it.
  static func rational(in range: ClosedRange<Int> = -9...9) -> Generator {
    Generator<Fraction>.fraction(in: range, denominatorsUpTo: 9).map { Rational($0.numerator, $0.denominator) }
  }

  /// A fraction p/q > 0 with p, q <= 9; simplest 1.
  static func positiveRational() -> Generator {
    let part = Generator<Int>.integer(in: 1...9)
    return Generator { draw in Rational(try draw(part), try draw(part)) }
  }
}

extension Generator where Value == Complex<Rational> {
  /// x + iy with the fractions of `Generator.rational()`; simplest 0.
  static func complexRational() -> Generator {
    let part = Generator<Rational>.rational()
    return Generator { draw in Complex(try draw(part), try draw(part)) }
  }
}

extension Generator where Value == [Rational] {
  /// So many fractions.
  static func rationals(_ count: Int) -> Generator { .array(of: .rational(), count: count) }

  /// A vector of length 1, by stereographic projection from the last axis; simplest that axis.
  static func unitVector(_ count: Int) -> Generator {
    rationals(count - 1).map { slopes in
      let norm = slopes.reduce(Rational(0, 1)) { $0 + $1 * $1 }
      return slopes.map { 2 * $0 / (1 + norm) } + [(1 - norm) / (1 + norm)]
    }
  }
}

extension Rational.Vector {
  init(_ values: [Rational]) { self.init(values, in: Intrinsic()) }
}
