import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
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

  @Test(
    "The steady state of every discretization but Mamba's is the continuous one, -1/lambda: exact DC gain",
    .cases(300))
  func steadyState() async {
    await checkProperty { draw in
      let lambda = -(try draw(.positiveRational(), "-lambda"))
      let step = try draw(.positiveRational(), "step")
      let alpha = try draw(.oneOf(.element(of: [0, 1, Rational(1, 2), Rational(1, 3)]), .rational(in: 0...1)), "alpha")
      // No pole: alpha and -Delta lambda are not negative. The transition is 1 for no step > 0.
      let mode = generalizedBilinear(lambda, step: step, alpha: alpha)
      try draw.verify(mode.inputGain / (1 - mode.transition) == -1 / lambda, "the generalized bilinear transform")
      let hold = Discretization.zeroOrderHold.discretize(Ball(lambda, in: 128), step: Ball(step, in: 128))
      let exact = Ball(-1 / lambda, in: 256)
      try draw.verify((hold.inputGain / (1 - hold.transition)).overlaps(exact), "the zero-order hold")
      let euler = Discretization.exponentialEuler.discretize(Ball(lambda, in: 128), step: Ball(step, in: 128))
      try draw.verify(!(euler.inputGain / (1 - euler.transition)).overlaps(exact), "Mamba's")
    }
  }

  @Test(
    "The bilinear transform maps the open left half-plane into the open unit disc; forward Euler does not",
    .cases(300))
  func stabilityRegion() async {
    await checkProperty { draw in
      let decay = try draw(.positiveRational(), "-Re lambda")
      let lambda = Complex(-decay, try draw(.rational(), "Im lambda"))
      let step = Complex(try draw(.positiveRational(), "step"), Rational(0, 1))
      let alpha = try draw(.rational(in: 0...1).map { (1 + $0) / 2 }, "alpha")
      let modulus = generalizedBilinear(lambda, step: step, alpha: alpha).transition.squaredMagnitude
      try draw.verify(modulus < 1, "|transition|^2 = \(modulus)")
      let euler = generalizedBilinear(lambda, step: step, alpha: 0).transition
      draw.cover("forward Euler leaves the disc", when: euler.squaredMagnitude > 1, atLeast: 0.3)
    }
  }

  /// A product, e^z - 1, a quotient and a product. A relative error of z by u moves (e^z - 1)/z by at most u relatively,
  /// for z < 0; the library's e^z - 1 is within 2 ulps, 4 u. Each of the other two roundings adds u: 7 u in all.
  @Test("The zero-order hold's gain has the accuracy of its roundings", .cases(300, search: 1000))
  func holdInDoublePrecision() async {
    await checkProperty { draw in
      let lambda = -(try draw(.double(in: 0x1p-60...0x1p9), "-lambda"))
      let step = try draw(.double(in: 0x1p-60...1), "step")
      let exact = Discretization.zeroOrderHold
        .discretize(BigFloat(lambda, in: 300), step: BigFloat(step, in: 300)).inputGain
      let gain = Discretization.zeroOrderHold.discretize(lambda, step: step).inputGain
      let error = ((BigFloat(gain, in: 300) - exact).magnitude / exact).double() / 0x1p-53
      draw.maximize(error, "error / u")
      try draw.verify(error <= 7, "an error of \(error) u")
    }
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
