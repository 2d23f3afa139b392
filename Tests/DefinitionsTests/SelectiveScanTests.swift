import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct SelectiveScanTests {
  /// A channel and its inputs, as numbers that every arithmetic takes exactly.
  private struct Instance {
    struct Step {
      var u: Double
      var delta: Double
      var b: [Double]
      var c: [Double]
    }

    var logarithmicEigenvalues: [Double]
    var feedthrough: Double
    var steps: [Step]

    static let any = Generator<Instance> { draw in
      let modes = try draw(.array(of: .double(in: -3...2), count: 0...4), "A_log")
      let feedthrough = try draw(.double(in: -1...1), "D")
      let gains = Generator<[Double]>.array(of: .double(in: -1...1), count: modes.count)
      let step = Generator<Step> { draw in
        Step(
          u: try draw(.double(in: -2...2)), delta: try draw(.double(in: 0.001...0.5)), b: try draw(gains),
          c: try draw(gains))
      }
      return Instance(
        logarithmicEigenvalues: modes, feedthrough: feedthrough,
        steps: try draw(.array(of: step, count: 0...12), "steps"))
    }

    func output<A: ElementaryArithmetic>(
      _ type: A.Type, in context: A.Context, _ range: Range<Int>? = nil, initialState: A.Vector? = nil
    ) -> (output: [A], finalState: A.Vector) {
      func vector(_ values: [Double]) -> A.Vector { A.Vector(values.map { A($0, in: context) }, in: context) }
      let channel = SelectiveChannel<A>(
        logarithmicEigenvalues: vector(logarithmicEigenvalues), feedthrough: A(feedthrough, in: context))
      let steps = steps[range ?? steps.indices]
      return channel.output(
        of: steps.map { A($0.u, in: context) }, steps: steps.map { A($0.delta, in: context) },
        inputGains: steps.map { vector($0.b) }, outputGains: steps.map { vector($0.c) }, initialState: initialState)
    }
  }

  @Test(
    "The enclosure contains the value at twice the precision and is far narrower than a double",
    .cases(100, search: 400))
  func enclosure() async {
    await checkProperty { draw in
      let instance = try draw(Instance.any)
      let ball = instance.output(Ball.self, in: 128)
      let fine = instance.output(BigFloat.self, in: 256)
      let double = instance.output(Double.self, in: Intrinsic())
      // 12 steps of a few roundings each, at 53 bits, of terms below 2.
      let bound = 12 * 8 * 4 * Double.ulpOfOne
      for t in instance.steps.indices {
        try draw.verify(
          ball.output[t].contains(fine.output[t]), "y_\(t) is \(fine.output[t]), not in \(ball.output[t])")
        try draw.verify(ball.output[t].radius < Magnitude(bound), "y_\(t) is in \(ball.output[t])")
        let error = abs(double.output[t] - fine.output[t].double())
        draw.maximize(error / bound, "error of Double / bound")
        try draw.verify(error <= bound, "an error of \(error)")
      }
      let states = zip(ball.finalState.elements, fine.finalState.elements)
      try draw.verify(states.allSatisfy { $0.contains($1) }, "the final state \(fine.finalState)")
    }
  }

  @Test(
    "A sequence in pieces of any lengths with the state carried is the whole sequence, bit for bit",
    .cases(100))
  func carry() async {
    await checkProperty { draw in
      let instance = try draw(Instance.any)
      let whole = instance.output(BigFloat.self, in: 113)
      let length = instance.steps.count
      let cuts = try draw(.array(of: .integer(in: 0...length), count: 1...4), "cuts").sorted()
      var output: [BigFloat] = []
      var state: BigFloat.Vector?
      for (start, end) in zip([0] + cuts, cuts + [length]) {
        let piece = instance.output(BigFloat.self, in: 113, start..<end, initialState: state)
        output += piece.output
        state = piece.finalState
      }
      try draw.verify(output == whole.output, "the outputs are \(output), those of the whole \(whole.output)")
      try draw.verify(state?.elements == whole.finalState.elements, "the final states differ")
    }
  }

  /// Powers of two and numbers of few bits: the products Delta B u are exact, so the two agree to the last bit.
  @Test(
    "With constant steps and gains it is the diagonal model with Mamba's discretization", .cases(100))
  func timeInvariant() async {
    let context: Precision = 113
    await checkProperty { draw in
      func numbers(_ values: [Double]) -> [BigFloat] { values.map { BigFloat($0, in: context) } }
      let eigenvalues = numbers(try draw(.array(of: .double(in: -8...0), count: 0...4), "A"))
      let few = Generator<[Double]>.array(of: .fewBits(6, exponents: -3...3), count: eigenvalues.count)
      let b = numbers(try draw(few, "B"))
      let c = numbers(try draw(few, "C"))
      let step = BigFloat(try draw(.powerOfTwo(exponents: -10...1), "Delta"), in: context)
      let input = numbers(try draw(.array(of: .fewBits(8), count: 0...8), "u"))
      let modes = zip(eigenvalues, b).map { eigenvalue, b in
        var mode = Discretization.exponentialEuler.discretize(eigenvalue, step: step)
        mode.inputGain = mode.inputGain * b
        return mode
      }
      let model = DiagonalModel(modes: modes, readout: c, in: context)
      let channel = SelectiveChannel(
        eigenvalues: BigFloat.Vector(eigenvalues, in: context), feedthrough: BigFloat(0, in: context))
      let selective = channel.output(
        of: input, steps: input.map { _ in step },
        inputGains: input.map { _ in BigFloat.Vector(b, in: context) },
        outputGains: input.map { _ in BigFloat.Vector(c, in: context) }
      ).output
      let expected = model.output(of: input.map { [$0] }).output.map { $0[0] }
      try draw.verify(selective == expected, "\(selective), the diagonal model \(expected)")
    }
  }
}
