import Arithmetic
import PropertyTesting

extension Generator where Value == Rational {
  /// p/q of [lower, upper] with q at most `denominator`; simplest an integer near zero.
  public static func rational(in range: ClosedRange<Int>, denominator: Int = 16) -> Generator {
    Generator { draw in
      let q = try draw(.integer(in: 1...denominator))
      return Rational(try draw(.integer(in: range.lowerBound * q...range.upperBound * q)), q)
    }
  }

  /// p/q of (lower, upper], as ``rational(in:denominator:)`` but never the lower bound.
  public static func rational(above lower: Int, upTo upper: Int, denominator: Int = 16) -> Generator {
    Generator { draw in
      let q = try draw(.integer(in: 1...denominator))
      return Rational(try draw(.integer(in: lower * q + 1...upper * q)), q)
    }
  }

  /// An integer of `range`.
  public static func whole(_ range: ClosedRange<Int>) -> Generator {
    Generator { Rational(try $0(.integer(in: range)), 1) }
  }

  /// base^k with k in `exponents`; simplest 1.
  public static func power(of base: Int, in exponents: ClosedRange<Int>) -> Generator {
    Generator { Rational.pow(Rational(base, 1), try $0(.integer(in: exponents))) }
  }

  /// 1 or -1; simplest 1.
  public static var sign: Generator { Generator { $0.bool() ? -1 : 1 } }
}

extension Generator where Value == [Rational] {
  /// A vector with Euclidean norm exactly 1, by stereographic projection: (2 v, |v|^2 - 1)/(|v|^2 + 1).
  public static func unitVector(count: Int) -> Generator {
    precondition(count >= 1, "a unit vector has an entry")
    if count == 1 { return Generator<Rational>.sign.map { [$0] } }
    return Generator<[Rational]>.array(of: .rational(in: -3...3, denominator: 4), count: count - 1).map { v in
      let square = v.reduce(Rational(0, 1)) { $0 + $1 * $1 }
      let scale = square + 1
      return v.map { 2 * $0 / scale } + [(square - 1) / scale]
    }
  }
}
