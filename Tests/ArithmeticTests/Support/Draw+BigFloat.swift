import Arithmetic
import TestSupport

// Numbers of any precision whose significand is a few choices: words of 62 bits, each stored with its first bit last, so
// that a small choice is a number of few bits, and signed powers of two, which make long runs of equal bits.

extension Draw {
  /// A number of 1/2 < |m| < 4 of the precision given; simplest 1.
  ///
  /// Of ten, four have random words, three have words that are short, all zeros or all ones, two are a power of two and one
  /// to three signed smaller ones, and one is at most two places from 1.
  mutating func significand(in precision: Precision) -> BigFloat {
    span(SpanLabel.number) { draw in
      switch draw.index(upTo: 9) {
      case 0: return draw.words(in: precision, atLeast: 0, uniform: false)
      // The same choices in the same order: to the one before it this shrinks by its first choice alone.
      case 1...2: return draw.words(in: precision, atLeast: .max, uniform: false)
      case 3...6: return draw.words(in: precision, atLeast: .max, uniform: true)
      case 7...8: return draw.signedPowers(in: precision)
      default: return BigFloat(1, in: precision).moved(by: draw.integer(in: -2...2))
      }
    }
  }

  /// 1 + sum_i w_i 2^(-62 i) with words w_i of 62 bits, as many as the precision holds, or fewer.
  private mutating func words(in precision: Precision, atLeast least: Int, uniform: Bool) -> BigFloat {
    let most = (precision.bits + 60) / 62
    let words = array(count: min(least, most)...most) { draw in
      uniform ? draw.integer(in: Word.range) : Word.draw(from: &draw)
    }
    var result = BigFloat(1, in: precision)
    for (place, word) in words.enumerated() where word != 0 {
      let part = BigFloat(Word.reversed(word), in: 64).scaled(byPowerOfTwo: -Word.bits * (place + 1))
      result.formSum(result, part, rounding: .towardZero)
    }
    return result
  }

  /// 1 + sum_i s_i 2^(-b_i) with signs s_i: runs of equal bits as long as the precision.
  private mutating func signedPowers(in precision: Precision) -> BigFloat {
    var result = BigFloat(1, in: precision)
    let terms = array(count: 1...3) { ($0.integer(in: 1...precision.bits), $0.bool()) }
    for (position, isNegative) in terms {
      let power = BigFloat.powerOfTwo(-position, in: precision)
      if isNegative {
        result.formDifference(result, power, rounding: .towardZero)
      } else {
        result.formSum(result, power, rounding: .towardZero)
      }
    }
    return result.isZero ? BigFloat(1, in: precision) : result
  }

  /// `x` or -x.
  mutating func signed(_ x: BigFloat) -> BigFloat { bool() ? -x : x }

  /// A nonzero finite number with exponents of about the range given (1/2 <= |m| < 1, a place more or less).
  mutating func bigFloat(in precision: Precision, exponents: ClosedRange<Int>) -> BigFloat {
    let magnitude = significand(in: precision)
    return signed(magnitude.scaled(byPowerOfTwo: integer(in: exponents, origin: 1) - 1))
  }

  /// A number of the precision given that is an edge case, or a power of two or next to one, or a plain one.
  mutating func trickyBigFloat(
    in precision: Precision, exponents: ClosedRange<Int> = -8...8, finite: Bool = false
  ) -> BigFloat {
    span(SpanLabel.alternative) { draw in
      switch draw.index(upTo: 9) {
      case 0:
        let specials: [BigFloat] = [
          .zero(in: precision), BigFloat(1, in: precision), BigFloat(-1, in: precision),
          .zero(in: precision, isNegative: true), .infinity(in: precision), -.infinity(in: precision),
          .nan(in: precision),
        ]
        return specials[Int(draw.index(upTo: finite ? 3 : 6))]
      case 1:
        let power = BigFloat.powerOfTwo(draw.integer(in: exponents), in: precision)
        return draw.signed(power.moved(by: draw.integer(in: -1...1)))
      case 2: return draw.bigFloat(in: precision, exponents: -precision.bits...precision.bits)
      default: return draw.bigFloat(in: precision, exponents: exponents)
      }
    }
  }

  /// A number half way between two of the precision given, of more precision; or next to half way.
  mutating func halfway(in precision: Precision) -> BigFloat {
    span(SpanLabel.alternative) { draw in
      let below = draw.bigFloat(in: precision, exponents: -8...8)
      let half = below.ulp.scaled(byPowerOfTwo: -1)
      return BigFloat.add(below, half, in: Precision(bits: 2 * precision.bits + 2)).moved(by: draw.integer(in: -1...1))
    }
  }
}

/// 62 bits of a significand. As a choice the first bit comes last: 1 stands for 1/2, 2 for 1/4, 3 for 3/4.
private enum Word {
  static let bits = 62
  static let range = 0...1 << bits - 1
  private static let generator = Generator<Int>.integer(in: range)

  /// A word that may well be short, or have only equal bits.
  static func draw(from draw: inout Draw) -> Int {
    // It makes one choice and gives nothing up.
    (try? generator.draw(from: &draw)) ?? 0
  }

  static func reversed(_ word: Int) -> Int {
    var (rest, result) = (UInt64(word), 0 as UInt64)
    for shift: UInt64 in [1, 2, 4, 8, 16, 32] {
      let mask = UInt64.max / (1 << shift + 1)
      rest = (rest >> shift & mask) | (rest & mask) << shift
    }
    result = rest >> 2
    return Int(result)
  }
}

extension BigFloat {
  /// The number so many places further on, of the same precision.
  func moved(by places: Int) -> BigFloat {
    var result = self
    for _ in 0..<places.magnitude { result = places > 0 ? result.nextUp : result.nextDown }
    return result
  }
}
