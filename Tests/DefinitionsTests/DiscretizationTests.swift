import Arithmetic
import Definitions
import Testing

@Suite struct DiscretizationTests {
  @Test("Generalized bilinear over the rationals: hand-computed values at lambda = -2, Delta = 1/2")
  func byHand() {
    let lambda = Rational(-2, 1)
    let step = Rational(1, 2)
    // alpha, transition, input gain
    let cases: [(Rational, Rational, Rational)] = [
      (Rational(0, 1), Rational(0, 1), Rational(1, 2)),
      (Rational(1, 2), Rational(1, 3), Rational(1, 3)),
      (Rational(1, 1), Rational(1, 2), Rational(1, 4)),
    ]
    for (alpha, transition, gain) in cases {
      let mode = generalizedBilinear(lambda, step: step, alpha: alpha)
      #expect(mode.transition == transition)
      #expect(mode.inputGain == gain)
    }
  }

  @Test("The steady state of every discretization but Mamba's is the continuous one, -1/lambda: exact DC gain")
  func steadyState() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<100 {
      let lambda = -random.rational(1...9)
      let step = random.rational(1...9)
      for alpha in [Rational(0, 1), Rational(1, 3), Rational(1, 2), Rational(1, 1)] {
        let mode = generalizedBilinear(lambda, step: step, alpha: alpha)
        guard mode.transition != Rational(1, 1) else { continue }
        #expect(mode.inputGain / (1 - mode.transition) == -1 / lambda)
      }
      let hold = Discretization.zeroOrderHold.discretize(Ball(lambda, in: 128), step: Ball(step, in: 128))
      #expect((hold.inputGain / (1 - hold.transition)).overlaps(Ball(-1 / lambda, in: 256)))
      let euler = Discretization.exponentialEuler.discretize(Ball(lambda, in: 128), step: Ball(step, in: 128))
      #expect(!(euler.inputGain / (1 - euler.transition)).overlaps(Ball(-1 / lambda, in: 256)))
    }
  }

  @Test("The bilinear transform maps the open left half-plane into the open unit disc; forward Euler does not")
  func stabilityRegion() {
    var random = SplitMix64(seed: 8)
    var escaped = 0
    for _ in 0..<200 {
      let lambda = Complex(-random.rational(1...9), random.rational())
      let step = Complex(random.rational(1...9), Rational(0, 1))
      for alpha in [Rational(1, 2), Rational(2, 3), Rational(1, 1)] {
        #expect(generalizedBilinear(lambda, step: step, alpha: alpha).transition.squaredMagnitude < Rational(1, 1))
      }
      let euler = generalizedBilinear(lambda, step: step, alpha: Rational(0, 1)).transition
      if euler.squaredMagnitude > Rational(1, 1) { escaped += 1 }
    }
    #expect(escaped > 0)
  }

  @Test("The zero-order hold's gain keeps its accuracy where the naive difference loses it")
  func smallExponent() {
    let lambda = -0.5
    let step = 0x1p-40
    let exact = Discretization.zeroOrderHold.discretize(Ball(lambda, in: 200), step: Ball(step, in: 200)).inputGain
    let careful = Discretization.zeroOrderHold.discretize(lambda, step: step).inputGain
    let naive = (Double.exp(lambda * step) - 1) / lambda
    let reference = exact.midpoint.double()
    // Three roundings and a library function of an ulp or two: 8 ulps hold them all.
    #expect(abs(careful - reference) <= 8 * reference.ulp)
    #expect(abs(naive - reference) > 1000 * reference.ulp)
    #expect(Discretization.zeroOrderHold.discretize(0.0, step: step).inputGain == step)
  }
}
