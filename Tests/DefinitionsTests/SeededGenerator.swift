import Arithmetic

/// SplitMix64 (Steele, Lea, Flood 2014): the seeded source of every random choice in these tests.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A fraction with a small numerator and denominator.
  mutating func rational(_ range: ClosedRange<Int> = -9...9) -> Rational {
    Rational(Int.random(in: range, using: &self), Int.random(in: 1...9, using: &self))
  }

  mutating func rationals(_ count: Int) -> Rational.Vector {
    Rational.Vector((0..<count).map { _ in rational() }, in: Intrinsic())
  }
}
