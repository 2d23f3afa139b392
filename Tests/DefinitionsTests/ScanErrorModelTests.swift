import Arithmetic
import Oracle
import Testing

@Suite struct ScanErrorModelTests {
  private static let unitRoundoff = Rational(1, 1 << 24)

  /// max_t |float scan - exact scan|/(sum_j a^j max|b|) over seeded inputs in [-1, 1].
  private func measuredError(decay: Float, length: Int, seed: UInt64, slip: Float = 1) -> Double {
    var random = SplitMix64(seed: seed)
    var h: Float = 0
    var exact = BigFloat(0, in: 200)
    var majorant = 0.0
    var worst = 0.0
    for _ in 0..<length {
      let b = Float.random(in: -1...1, using: &random)
      h = decay * slip * h + b
      exact = exact * BigFloat(Double(decay), in: 200) + BigFloat(Double(b), in: 200)
      majorant = majorant * Double(decay) + 1
      worst = max(worst, (BigFloat(Double(h), in: 200) - exact).magnitude.double() / majorant)
    }
    return worst
  }

  private func bound(decay: Float, length: Int) -> Ball {
    ErrorModel.sequentialScan(
      decay: Ball(Double(decay), in: 128), length: length, unitRoundoff: Self.unitRoundoff, gateRoundings: 0,
      inputRoundings: 0)
  }

  @Test("A float scan stays below its bound", arguments: [Float(0), 0.5, 0.99, 0.9999], [1, 10, 3000])
  func staysBelow(decay: Float, length: Int) {
    let bound = bound(decay: decay, length: length)
    #expect(bound.isDefined && bound.isPositive.isTrue)
    for seed in 0..<5 {
      #expect(measuredError(decay: decay, length: length, seed: UInt64(seed)) <= bound.upper.double(rounding: .down))
    }
  }

  @Test("A gate that is wrong by one part in a thousand exceeds the bound")
  func detects() {
    let error = measuredError(decay: 0.99, length: 3000, seed: 1, slip: 0.999)
    #expect(error > bound(decay: 0.99, length: 3000).upper.double(rounding: .up))
  }

  @Test("The closed form is the sum that it stands for")
  func closedForm() {
    let u = Rational(1, 256)
    let a = Rational(7, 8)
    var numerator = Rational(0, 1)
    var denominator = Rational(0, 1)
    for j in 0..<12 {
      let power = Rational.pow(a, j)
      numerator = numerator + (Rational.pow(1 + u, 5 * j + 3) - 1) * power
      denominator = denominator + power
    }
    let closed = ErrorModel.sequentialScan(
      decay: Ball(a, in: 200), length: 12, unitRoundoff: u, gateRoundings: 3, inputRoundings: 2)
    #expect(closed.overlaps(Ball(numerator / denominator, in: 200)))
  }
}
