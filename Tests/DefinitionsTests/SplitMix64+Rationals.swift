import Arithmetic
import TestSupport

typealias SplitMix64 = TestSupport.SplitMix64

extension SplitMix64 {
  /// A fraction with a small numerator and denominator.
  mutating func rational(_ range: ClosedRange<Int> = -9...9) -> Rational {
    Rational(Int.random(in: range, using: &self), Int.random(in: 1...9, using: &self))
  }

  mutating func rationals(_ count: Int) -> Rational.Vector {
    Rational.Vector((0..<count).map { _ in rational() }, in: Intrinsic())
  }
}
