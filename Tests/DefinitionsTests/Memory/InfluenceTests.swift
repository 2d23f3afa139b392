import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct InfluenceTests {
  /// Tangents and adjoints give the same influences, and both that of the closed form of one mode.
  @Test(.cases(20, deep: 300)) func tangentsAreAdjoints() async {
    await checkProperty { draw in
      let (n, length) = (draw.integer(in: 1...3), draw.integer(in: 1...6))
      func dual(_ count: Int) throws -> DualVector<Rational> {
        DualVector(value: .init(try draw(.rationals(count))), tangent: .init(try draw(.rationals(count))))
      }
      let steps = try (0..<length).map { _ in
        AffineStep<Dual<Rational>>(decay: try dual(n), key: try dual(n), value: try dual(1), query: try dual(n))
      }
      let influence = Influence(steps: steps, initialState: .init(try draw(.rationals(n))))
      let rows = (0..<length).map(influence.onOutput)
      for s in 0..<length {
        #expect(influence.onOutputs(of: s) == (s..<length).map { rows[$0][s] })
        let bounds = influence.bounds(of: s)
        for t in (s + 1)..<max(length, s + 1) { #expect(rows[t][s].magnitude <= bounds[t - s - 1]) }
      }
      guard n == 1, length >= 3 else { return }
      let h = influence.states[0][0]
      let change = (steps[1].decay[0] * Dual(constant: h) + steps[1].key[0] * steps[1].value[0]).tangent
      #expect(rows[2][1] == steps[2].query[0].value * steps[2].decay[0].value * change)
    }
  }

  /// The tokens of a selective model: the difference quotient of the exact recurrence approaches the influence.
  @Test func tokens() {
    func vector(_ x: [Double]) -> Ball.Vector { Ball.Vector(x.map { Ball($0, in: 128) }, in: 128) }
    let model = SelectiveTokens<Ball>(
      eigenvalues: vector([-1, -3]), stepSlope: Ball(0.5, in: 128), stepBias: Ball(-1, in: 128),
      inputSlope: vector([1, 2]), inputBias: vector([0.5, 0]), outputSlope: vector([1, -1]),
      outputBias: vector([0, 1]))
    let tokens = [0.7, -1.5, 2, 0.25].map { Ball($0, in: 128) }
    func output(_ tokens: [Ball]) -> Ball {
      let steps = tokens.map(model.step)
      var recurrence = AffineRecurrence<Ball>(rows: 2, columns: 1, in: 128)
      var y = vector([0])
      for step in steps { recurrence.advance(step, output: &y) }
      return y[0]
    }
    let influences = model.influence(of: tokens).onOutput(3)
    let shift = Ball(0x1p-40, in: 128)
    for s in tokens.indices {
      var (above, below) = (tokens, tokens)
      above[s] = above[s] + shift
      below[s] = below[s] - shift
      let quotient = (output(above) - output(below)) / (2 * shift)
      #expect((quotient - influences[s]).magnitude.isLess(than: Ball(0x1p-70, in: 128)).isTrue)
    }
  }

  @Test func smoothing() {
    let half = Rational(1, 2)
    let recurrence = SmoothingRecurrence(gates: [half, half, half], inputs: [0, 1, 1, 1])
    #expect(recurrence.states == [0, half, Rational(3, 4), Rational(7, 8)])
    #expect(spread(recurrence.states) == recurrence.contraction)
  }
}
