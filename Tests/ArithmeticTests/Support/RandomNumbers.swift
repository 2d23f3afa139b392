import Arithmetic

// Random operands that provoke errors: specials, powers of two and their neighbours, subnormal numbers, halfway cases,
// long runs of equal bits; and plain ones.

extension SplitMix64 {
  /// A random bit pattern's number: every exponent, NaN and infinities included.
  mutating func anyDouble() -> Double { Double(bitPattern: next()) }
  mutating func anyFloat() -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: next())) }

  /// A number with a random significand, a sign, and an exponent in the range given.
  mutating func double(exponents: ClosedRange<Int>) -> Double {
    let sign: FloatingPointSign = Bool.random(using: &self) ? .minus : .plus
    let significand = 1 + Double(next() >> 12) * 0x1p-52
    return Double(sign: sign, exponent: .random(in: exponents, using: &self), significand: significand)
  }

  /// A number that is hard to round or an edge case, or a plain one.
  mutating func trickyDouble() -> Double {
    switch Int.random(in: 0..<10, using: &self) {
    case 0:
      let specials = [0, -0.0, 1, -1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
      return specials.randomElement(using: &self)!
    case 1:
      let power = double(exponents: -1022...1023)
      let exact = Double(sign: power.sign, exponent: power.exponent, significand: 1)
      return [exact, exact.nextUp, exact.nextDown].randomElement(using: &self)!
    case 2: return Double(bitPattern: next() & 0x800F_FFFF_FFFF_FFFF)
    case 3: return anyDouble()
    case 4: return double(exponents: -60...(-20))
    case 5: return Double(Int.random(in: -100...100, using: &self))
    default: return double(exponents: -8...8)
    }
  }

  /// A nonzero finite number of the precision and in the range of exponents (1/2 <= |m| < 1) given: random bits, or few
  /// bits, or long runs of equal ones.
  mutating func bigFloat(in precision: Precision, exponents: ClosedRange<Int>) -> BigFloat {
    var result = BigFloat(0, in: precision)
    let style = Int.random(in: 0..<4, using: &self)
    var word: UInt64 = 0
    for start in stride(from: 0, to: precision.bits, by: 32) {
      // Words of random, all, no, or the same random bits.
      switch style {
      case 0, 1: word = next() >> 32
      case 2: word = [0, 0xFFFF_FFFF, 0xFFFF_FFFF, next() >> 32][Int.random(in: 0..<4, using: &self)]
      default: word = start == 0 ? (next() >> 58) << 26 : 0
      }
      result.formSum(result, BigFloat(Int(word), in: 64).scaled(byPowerOfTwo: -start - 32), rounding: .towardZero)
    }
    if result.isZero { result = .powerOfTwo(0, in: precision) }
    let exponent = Int.random(in: exponents, using: &self)
    result = result.scaled(byPowerOfTwo: exponent - result.exponent)
    return Bool.random(using: &self) ? -result : result
  }

  /// A number of the precision given that is an edge case, or a power of two or next to one, or a plain one.
  mutating func trickyBigFloat(in precision: Precision, exponents: ClosedRange<Int> = -8...8) -> BigFloat {
    switch Int.random(in: 0..<10, using: &self) {
    case 0:
      return [
        .zero(in: precision), .zero(in: precision, isNegative: true), .nan(in: precision), .infinity(in: precision),
        -.infinity(in: precision), BigFloat(1, in: precision), BigFloat(-1, in: precision),
      ].randomElement(using: &self)!
    case 1:
      let power = BigFloat.powerOfTwo(Int.random(in: exponents, using: &self), in: precision)
      let beside = [power, power.nextUp, power.nextDown].randomElement(using: &self)!
      return Bool.random(using: &self) ? -beside : beside
    case 2: return bigFloat(in: precision, exponents: -precision.bits...precision.bits)
    default: return bigFloat(in: precision, exponents: exponents)
    }
  }

  /// p/q with |p| <= size and 1 <= q <= size.
  mutating func rational(size: Int = 1000) -> Rational {
    Rational(.random(in: -size...size, using: &self), .random(in: 1...size, using: &self))
  }
}
