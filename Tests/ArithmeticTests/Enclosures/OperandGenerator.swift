import Arithmetic
import Foundation

/// How many random operands each operation is checked on: 10^5 where the environment sets SSMCHECK_DEEP, else few enough
/// for a suite that runs in seconds.
let operandCount = ProcessInfo.processInfo.environment["SSMCHECK_DEEP"] == nil ? 20_000 : 100_000

/// The seed of every random choice in the tests of enclosures.
let enclosureSeed: UInt64 = 20_240_711

/// Random balls, discs and points in them, of all the kinds on which an enclosure can go wrong.
struct OperandGenerator: RandomNumberGenerator {
  private var bits: SplitMix64
  /// Numbers in [1/2, 1) with all their bits, and multiples of pi/2, by precision.
  private var significands: [Precision: [BigFloat]] = [:]
  private var angles: [Precision: [BigFloat]] = [:]

  init(seed: UInt64) { bits = SplitMix64(seed: seed) }

  mutating func next() -> UInt64 { bits.next() }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func bool() -> Bool { Bool.random(using: &self) }

  /// 53 ... 1024 bits, the smaller the more often.
  mutating func precision() -> Precision {
    let choices: [Precision] = [53, 53, 64, 64, 65, 100, 113, 128, 128, 160, 192, 256, 331, 512, 1024]
    return bool() ? choices[int(0...8)] : choices[int(0...14)]
  }

  private mutating func significand(_ precision: Precision) -> BigFloat {
    if significands[precision] == nil {
      significands[precision] = (0..<64).map { _ in
        var sum = BigFloat(1, in: precision)
        for _ in 0...precision.bits / 32 {
          sum = sum.scaled(byPowerOfTwo: 32) + BigFloat(Int(next() >> 32), in: precision)
        }
        return sum.scaled(byPowerOfTwo: -sum.exponent)
      }
      let quarter = BigFloat.pi(in: precision.adding(guardBits: 64)) / 2
      angles[precision] = (1..<20).map { (quarter * IntegerConstant($0)).rounded(to: precision) }
    }
    return significands[precision]![int(0...63)]
  }

  /// A number of a precision: mostly of moderate size; zero, integers, the neighbours of +-1, multiples of pi/2, the very
  /// small and the very large among them.
  mutating func number(_ precision: Precision) -> BigFloat {
    let significand = significand(precision)
    let value: BigFloat
    switch int(0...19) {
    case 0: value = BigFloat([0, 0, 1, 2, 3, 10][int(0...5)], in: precision)
    case 1: value = BigFloat(int(1...64), in: precision).scaled(byPowerOfTwo: -int(0...6))
    case 2: value = bool() ? BigFloat(1, in: precision).nextUp : BigFloat(1, in: precision).nextDown
    case 3: value = angles[precision]![int(0...18)]
    case 4: value = significand.scaled(byPowerOfTwo: -int(20...precision.bits + 40))
    case 5: value = significand.scaled(byPowerOfTwo: int(5...24))
    case 6: value = significand.scaled(byPowerOfTwo: int(-2000...2000))
    case 7: value = BigFloat(1, in: precision) + significand.scaled(byPowerOfTwo: -int(1...precision.bits))
    default: value = significand.scaled(byPowerOfTwo: int(-4...5))
    }
    // An enclosure of 0 has no sign.
    return bool() || value.isZero ? value : -value
  }

  /// The radius of an enclosure about a number of exponent `exponent`: 0, far below an ulp, moderate, as large as the
  /// number, larger.
  mutating func radius(_ exponent: Int, _ precision: Precision) -> Magnitude {
    let e = min(max(exponent, -3000), 3000)
    let significand = Magnitude(1 + Double(next() >> 12) * 0x1p-52)
    switch int(0...9) {
    case 0...3: return .zero
    case 4: return significand.scaled(byPowerOfTwo: e - precision.bits - int(0...40))
    case 5: return Magnitude.powerOfTwo(e - precision.bits - 1)
    case 6...7: return significand.scaled(byPowerOfTwo: e - int(3...precision.bits))
    case 8: return significand.scaled(byPowerOfTwo: e - int(-1...4))
    default: return significand.scaled(byPowerOfTwo: e + int(0...20))
    }
  }

  mutating func ball(_ precision: Precision) -> Ball {
    let midpoint = number(precision)
    return Ball(midpoint: midpoint, radius: radius(midpoint.isZero ? -int(0...100) : midpoint.exponent, precision))
  }

  mutating func disc(_ precision: Precision) -> Disc {
    let real = number(precision)
    // Beside the axes too.
    var imaginary = number(precision)
    if int(0...7) == 0, !real.isZero {
      imaginary = significand(precision).scaled(byPowerOfTwo: max(real.exponent, -2000) - 40)
    }
    let exponent = max(real.isZero ? -100 : real.exponent, imaginary.isZero ? -100 : imaginary.exponent)
    return Disc(realMidpoint: real, imaginaryMidpoint: imaginary, radius: radius(exponent, precision))
  }

  /// A number of the ball, exactly: the midpoint, an end, or between.
  mutating func point(in ball: Ball) -> BigFloat {
    guard !ball.isPoint else { return ball.midpoint }
    return exactSum(ball.midpoint, ball.radius.bigFloat, fraction(int(0...5)))
  }

  /// -1, 1, 0 or a multiple of 2^-20 between.
  private mutating func fraction(_ kind: Int) -> Int {
    switch kind {
    case 0: 1 << 20
    case 1: -1 << 20
    case 2: 0
    default: int(-1 << 20...1 << 20)
    }
  }

  /// A point of the disc, exactly: the midpoint, on or near the circle, or between.
  mutating func point(in disc: Disc) -> Complex<BigFloat> {
    guard !disc.isPoint else { return Complex(disc.realMidpoint, disc.imaginaryMidpoint) }
    let radius = disc.radius.bigFloat
    var (across, along) = (fraction(int(0...4)), 0)
    if across.magnitude < 1 << 20 {
      // The largest multiple of 2^-20 that stays in the disc.
      along = Int(Double((1 << 40) - across * across).squareRoot())
      while across * across + along * along > 1 << 40 { along -= 1 }
      if bool() { along = -along }
      if int(0...3) == 0 { (across, along) = (across / 3, along / 5) }
    }
    if bool() { (across, along) = (along, across) }
    return Complex(
      exactSum(disc.realMidpoint, radius, across), exactSum(disc.imaginaryMidpoint, radius, along))
  }

  /// midpoint + radius * fraction / 2^20, exactly, in as many bits as it takes.
  private func exactSum(_ midpoint: BigFloat, _ radius: BigFloat, _ fraction: Int) -> BigFloat {
    let offset = BigFloat.multiply(radius, BigFloat(fraction, in: 32), in: 96).scaled(byPowerOfTwo: -20)
    if offset.isZero { return midpoint }
    if midpoint.isZero { return offset }
    let top = max(midpoint.exponent, offset.exponent) + 1
    let bottom = min(midpoint.exponent - midpoint.precision.bits, offset.exponent - 96)
    let sum = BigFloat.withTernary(.add, midpoint, offset, in: Precision(bits: top - bottom))
    precondition(sum.isExact)
    return sum.value.rounded(to: Precision(bits: max(sum.value.significantBits, midpoint.precision.bits)))
  }
}

/// What a series of checks has found.
struct Tally {
  var operands = 0
  var points = 0
  var indeterminate = 0
  /// Points whose value the reference could not settle.
  var unsettled = 0
  var violations = 0
  var firstViolation = ""
  /// For operands that are points and results that are not: radius in units of the last place of the midpoint.
  var unitsInLastPlace: [Double] = []

  mutating func violation(_ text: @autoclosure () -> String) {
    if violations == 0 { firstViolation = text() }
    violations += 1
  }

  var medianUnits: Double { unitsInLastPlace.isEmpty ? 0 : unitsInLastPlace.sorted()[unitsInLastPlace.count / 2] }

  func summary(_ name: String) -> String {
    let worst = unitsInLastPlace.max() ?? 0
    return "\(name): \(operands) operands, \(points) points, \(indeterminate) indeterminate, \(unsettled) unsettled, "
      + "\(violations) violations; radius of \(unitsInLastPlace.count) point results: median \(medianUnits) ulp, "
      + "largest \(worst)"
  }
}
