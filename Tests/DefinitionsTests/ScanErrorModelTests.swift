import Arithmetic
import Oracle
import PropertyTesting
import TestSupport
import Testing

@Suite struct ScanErrorModelTests {
  private static let unitRoundoff = Rational(1, 1 << 24)

  /// max_t |float scan - exact scan|/(sum_j a^j max|b|) over inputs in [-1, 1].
  private static func measuredError(decay: Float, inputs: [Float], slip: Float = 1) -> Double {
    var h: Float = 0
    var exact = BigFloat(0, in: 200)
    let gate = BigFloat(Double(decay), in: 200)
    var majorant = 0.0
    var worst = 0.0
    for b in inputs {
      h = decay * slip * h + b
      exact = exact * gate + BigFloat(Double(b), in: 200)
      majorant = majorant * Double(decay) + 1
      worst = max(worst, (BigFloat(Double(h), in: 200) - exact).magnitude.double() / majorant)
    }
    return worst
  }

  private static func bound(decay: Float, length: Int) -> Ball {
    ErrorModel.sequentialScan(
      decay: Ball(Double(decay), in: 128), length: length, unitRoundoff: unitRoundoff, gateRoundings: 0,
      inputRoundings: 0)
  }

  /// Checks the error of a scan of `inputs` against its bound.
  private static func check(_ decay: Float, _ inputs: [Float], _ draw: inout Draw) throws {
    let bound = bound(decay: decay, length: inputs.count)
    try draw.verify(bound.isDefined && bound.isPositive.isTrue, "the bound \(bound)")
    let error = measuredError(decay: decay, inputs: inputs)
    draw.maximize(error / bound.approximation, "error / bound")
    try draw.verify(error <= bound.upper.double(rounding: .down), "an error of \(error), beyond \(bound)")
  }

  @Test("A float scan stays below its bound", .cases(200, search: 1000))
  func staysBelow() async {
    await checkProperty { draw in
      let decay = try draw(.float(in: 0...0.9999), "decay")
      let inputs = try draw(.array(of: .float(in: -1...1), count: 1...64), "inputs")
      try Self.check(decay, inputs, &draw)
    }
  }

  @Test(
    "A long float scan stays below its bound", .cases(5),
    arguments: [Float(0), 0.5, 0.99, 0.9999], [1, 10, 3000])
  func staysBelowForLong(decay: Float, length: Int) async {
    await checkProperty("\(length) steps of \(decay)") { draw in
      let input = Generator<Double>.double(uniformIn: -1...1).map { Float($0) }
      try Self.check(decay, try draw(.array(of: input, count: length), "inputs"), &draw)
    }
  }

  /// With inputs of one sign the wrong gate moves the state by a thousandth of its size, 100 times the bound.
  @Test("A gate that is wrong by one part in a thousand exceeds the bound", .cases(20))
  func detects() async {
    await checkProperty { draw in
      let input = Generator<Double>.double(uniformIn: 0.5...1).map { Float($0) }
      let inputs = try draw(.array(of: input, count: 200...300), "inputs")
      let error = Self.measuredError(decay: 0.99, inputs: inputs, slip: 0.999)
      let bound = Self.bound(decay: 0.99, length: inputs.count).upper.double(rounding: .up)
      try draw.verify(error > bound, "an error of \(error), within \(bound)")
    }
  }

  @Test("The closed form is the sum that it stands for", .cases(100))
  func closedForm() async {
    await checkProperty { draw in
      let u = Rational.pow(2, -(try draw(.integer(in: 4...53, origin: 8), "-log2 u")))
      let a = try draw(.rational(in: 0...1), "a")
      let length = try draw(.integer(in: 1...12), "length")
      let gate = try draw(.integer(in: 0...5), "roundings of the gate")
      let input = try draw(.integer(in: 0...5), "roundings of the input")
      var numerator = Rational(0, 1)
      var denominator = Rational(0, 1)
      for j in 0..<length {
        let power = Rational.pow(a, j)
        numerator = numerator + (Rational.pow(1 + u, (2 + gate) * j + 1 + input) - 1) * power
        denominator = denominator + power
      }
      let closed = ErrorModel.sequentialScan(
        decay: Ball(a, in: 200), length: length, unitRoundoff: u, gateRoundings: gate, inputRoundings: input)
      let sum = Ball(numerator / denominator, in: 200)
      // At a = 1 the sums are no geometric ones: the bound is for a decay.
      try draw.assume(a < 1)
      try draw.verify(closed.overlaps(sum), "\(closed), not \(sum)")
      try draw.verify(closed.radius < 1e-40, "an enclosure of radius \(closed.radius)")
    }
  }
}
