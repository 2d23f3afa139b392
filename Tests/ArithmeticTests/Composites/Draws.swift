import Arithmetic

/// The operands that the tests of composite arithmetics draw.
struct Draws: RandomNumberGenerator {
  private var source: SplitMix64
  init(seed: UInt64) { source = SplitMix64(seed: seed) }

  mutating func next() -> UInt64 { source.next() }

  /// A double with a random sign, a uniform fraction, and an exponent from the range.
  mutating func double(exponents: ClosedRange<Int>) -> Double {
    let fraction = Double.random(in: 1..<2, using: &self)
    let value = Double(sign: .plus, exponent: Int.random(in: exponents, using: &self), significand: fraction)
    return Bool.random(using: &self) ? value : -value
  }

  /// A midpoint with a full, a short or no low part, and no radius, or one of 2^-102, 2^-40 or anything up to 1/2 of it.
  mutating func doubleDouble(exponents: ClosedRange<Int>) -> DoubleDouble {
    let high = double(exponents: exponents)
    let tail = Double.random(in: -1...1, using: &self) * high
    let low =
      switch Int.random(in: 0...5, using: &self) {
      case 0: 0.0
      case 1: tail * 0x1p-80
      default: tail * 0x1p-53
      }
    let radius =
      switch Int.random(in: 0...5, using: &self) {
      case 0, 1, 2: 0.0
      case 3: 0x1p-102
      case 4: 0x1p-40
      default: Double.random(in: 0...0.5, using: &self)
      }
    return DoubleDouble(high, low, radius: abs(high) * radius)
  }

  mutating func rational() -> Rational {
    Rational(Int.random(in: -9...9, using: &self), Int.random(in: 1...9, using: &self))
  }

  /// A number of the enclosure: its midpoint, an end, or one inside; exact ends where 260 bits hold them.
  mutating func member(of x: DoubleDouble) -> BigFloat {
    let midpoint = x.exactMidpoint
    if x.radius == 0 { return midpoint }
    let radius = BigFloat(exactly: x.radius)
    switch Int.random(in: 0...3, using: &self) {
    case 0: return midpoint
    case 1: return BigFloat.add(midpoint, radius, in: 260, rounding: .down)
    case 2: return BigFloat.subtract(midpoint, radius, in: 260, rounding: .up)
    default:
      let part = BigFloat(exactly: Double.random(in: -1...1, using: &self))
      return BigFloat.fma(part, radius, midpoint, in: 260, rounding: part.signum < 0 ? .up : .down)
    }
  }
}

/// |x - y|, rounded down.
func distance(_ x: BigFloat, _ y: BigFloat) -> BigFloat {
  BigFloat.subtract(x, y, in: 260, rounding: .towardZero).magnitude
}
