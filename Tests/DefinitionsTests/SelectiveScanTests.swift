import Arithmetic
import Definitions
import Testing

@Suite struct SelectiveScanTests {
  private static let context: Precision = 128

  private func vector<A: Arithmetic>(_ values: [Double], in context: A.Context, as: A.Type) -> A.Vector {
    A.Vector(values.map { A($0, in: context) }, in: context)
  }

  private func output<A: ElementaryArithmetic>(
    _ type: A.Type, in context: A.Context, length: Int, seed: UInt64, initialState: A.Vector? = nil, from: Int = 0
  ) -> (output: [A], finalState: A.Vector) {
    var random = SplitMix64(seed: seed)
    func draw(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
    func draws(_ range: ClosedRange<Double>, _ count: Int) -> [Double] { (0..<count).map { _ in draw(range) } }
    let channel = SelectiveChannel<A>(
      logarithmicEigenvalues: vector(draws(-3...2, 4), in: context, as: A.self),
      feedthrough: A(draw(-1...1), in: context))
    let u = draws(-2...2, 12)
    let steps = draws(0.001...0.5, 12)
    let b = (0..<12).map { _ in draws(-1...1, 4) }
    let c = (0..<12).map { _ in draws(-1...1, 4) }
    let range = from..<(from + length)
    return channel.output(
      of: range.map { A(u[$0], in: context) }, steps: range.map { A(steps[$0], in: context) },
      inputGains: range.map { vector(b[$0], in: context, as: A.self) },
      outputGains: range.map { vector(c[$0], in: context, as: A.self) }, initialState: initialState)
  }

  @Test("The enclosure contains the value at twice the precision and is far narrower than a double", arguments: 0..<5)
  func enclosure(seed: Int) {
    let seed = UInt64(seed)
    let ball = output(Ball.self, in: Self.context, length: 12, seed: seed)
    let fine = output(BigFloat.self, in: 256, length: 12, seed: seed)
    let double = output(Double.self, in: Intrinsic(), length: 12, seed: seed)
    for t in 0..<12 {
      #expect(ball.output[t].contains(fine.output[t]))
      // 12 steps of a few roundings each, at 53 bits, of terms below 2.
      #expect(abs(double.output[t] - fine.output[t].double()) <= 12 * 8 * 4 * Double.ulpOfOne)
    }
    #expect(zip(ball.finalState.elements, fine.finalState.elements).allSatisfy { $0.contains($1) })
  }

  @Test("A sequence in two parts with the state carried is the whole sequence, bit for bit", arguments: [0, 1, 5, 12])
  func carry(split: Int) {
    let whole = output(BigFloat.self, in: 113, length: 12, seed: 9)
    let head = output(BigFloat.self, in: 113, length: split, seed: 9)
    let tail = output(
      BigFloat.self, in: 113, length: 12 - split, seed: 9, initialState: head.finalState, from: split)
    #expect(head.output + tail.output == whole.output)
    #expect(tail.finalState.elements == whole.finalState.elements)
  }

  @Test("With constant steps and gains it is the diagonal model with Mamba's discretization")
  func timeInvariant() {
    let context: Precision = 113
    let eigenvalues = [-0.5, -1, -2.25].map { BigFloat($0, in: context) }
    let b = [1, -2, 0.5].map { BigFloat($0, in: context) }
    let c = [0.25, 1, -1].map { BigFloat($0, in: context) }
    let step = BigFloat(0.125, in: context)
    let modes = zip(eigenvalues, b).map { eigenvalue, b in
      var mode = Discretization.exponentialEuler.discretize(eigenvalue, step: step)
      mode.inputGain = mode.inputGain * b
      return mode
    }
    let model = DiagonalModel(modes: modes, readout: c, in: context)
    let channel = SelectiveChannel(
      eigenvalues: BigFloat.Vector(eigenvalues, in: context), feedthrough: BigFloat(0, in: context))
    // Powers of two and small integers: the products Delta B u are exact, so the two must agree to the last bit.
    let input = (0..<8).map { BigFloat(Double($0) - 3, in: context) }
    let selective = channel.output(
      of: input, steps: input.map { _ in step },
      inputGains: input.map { _ in BigFloat.Vector(b, in: context) },
      outputGains: input.map { _ in BigFloat.Vector(c, in: context) })
    #expect(selective.output == model.output(of: input.map { [$0] }).output.map { $0[0] })
  }
}
