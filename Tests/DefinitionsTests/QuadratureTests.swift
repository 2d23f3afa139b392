import Arithmetic
import Definitions
import Testing

@Suite struct QuadratureTests {
  /// A rule with n nodes integrates every polynomial of degree 2 n - 1 exactly: int_-1^1 x^k = 2/(k + 1) for even k.
  @Test(arguments: [1, 2, 5, 16]) func aRuleIsExactForPolynomials(count: Int) {
    let rule = GaussLegendre(count: count, precision: 128)
    let (a, b) = (Ball(-1, in: 128), Ball(1, in: 128))
    for degree in 0..<(2 * count) {
      let value = rule.integral(from: a, to: b, derivativeBound: Ball(0, in: 128)) { Ball.pow($0, degree) }
      #expect(value.contains(degree.isMultiple(of: 2) ? Rational(2, degree + 1) : 0), "degree \(degree): \(value)")
      #expect(value.radius < 1e-30)
    }
  }

  /// x^(2 n) has the constant derivative (2 n)!, for which the remainder term is attained.
  @Test func theRemainderIsNeededAndIsEnough() {
    let rule = GaussLegendre(count: 3, precision: 128)
    let (a, b) = (Ball(-1, in: 128), Ball(1, in: 128))
    let factorial = Ball(720, in: 128)
    let exact = Rational(2, 7)
    let without = rule.integral(from: a, to: b, derivativeBound: Ball(0, in: 128)) { Ball.pow($0, 6) }
    let with = rule.integral(from: a, to: b, derivativeBound: factorial * Ball(Rational(1001, 1000), in: 128)) {
      Ball.pow($0, 6)
    }
    #expect(!without.contains(exact))
    #expect(with.contains(exact))
  }

  @Test(arguments: [Rational(1, 50), 1, Rational(25, 2)]) func anExponentialIsIntegratedOverManyPanels(rate: Rational) {
    let rule = GaussLegendre(count: 16, precision: 128)
    let kernel = ExponentialSum(coefficients: [Ball(1, in: 128)], eigenvalues: [Ball(-rate, in: 128)])
    let value = rule.integral(
      upTo: 200, tolerance: Ball(0x1p-80, in: 128), firstPanel: 1,
      derivativeBound: { kernel.derivativeBound($0, from: $1) },
      of: { kernel($0) })
    let exact = kernel.integral(upTo: Ball(200, in: 128))
    #expect(value.isEqual(to: exact) != .false)
    #expect((value - exact).magnitude.isLess(than: Ball(0x1p-60, in: 128)).isTrue)
  }
}

@Suite struct KernelDistanceTests {
  /// int |e^-t - 2 e^-2t| dt: the kernel changes sign once, at log 2, and the integral is 1/2.
  @Test func aSignChangeIsFound() {
    let kernel = ExponentialSum(
      coefficients: [Ball(1, in: 128), Ball(-2, in: 128)], eigenvalues: [Ball(-1, in: 128), Ball(-2, in: 128)])
    let value = kernel.absoluteIntegral(upTo: 60, tolerance: 0x1p-30, precision: 128)
    #expect(value.contains(Rational(1, 2)))
    #expect(value.radius < 0x1p-26)
  }

  /// int t e^-t = 1, and int (1 + t)^-3 = 1/2: no sign change, so the antiderivative decides.
  @Test func aKernelOfOneSignIsItsIntegral() {
    #expect(JordanKernel().absoluteIntegral(upTo: 100, tolerance: 0x1p-30, precision: 128).contains(1))
    #expect(
      PowerLaw(exponent: 3).absoluteIntegral(upTo: 1e6, tolerance: 0x1p-30, precision: 128).contains(Rational(1, 2)))
  }

  @Test func theSumOfExponentialsIntegratesThroughZero() {
    let kernel = ExponentialSum(
      coefficients: [Ball(3, in: 128), Ball(1, in: 128)], eigenvalues: [Ball(0, in: 128), Ball(-1, in: 128)])
    let value = kernel.integral(upTo: Ball(2, in: 128))
    #expect((value - (7 - Ball.exp(Ball(-2, in: 128)))).contains(Rational(0, 1)))
  }

  @Test func differencesAndDerivatives() {
    let kernel = ExponentialSum(coefficients: [Ball(1, in: 128)], eigenvalues: [Ball(-2, in: 128)])
    let t = Ball(Rational(1, 3), in: 128)
    #expect((kernel.derivative(3, at: t) + 8 * kernel(t)).contains(Rational(0, 1)))
    #expect((kernel - kernel).derivative(0, at: t).contains(Rational(0, 1)))
    // (t e^-t)'' = (t - 2) e^-t; ((1 + t)^-2)' = -2 (1 + t)^-3.
    #expect((JordanKernel().derivative(2, at: t) - (t - 2) * Ball.exp(-t)).contains(Rational(0, 1)))
    #expect(PowerLaw(exponent: 2).derivative(1, at: t).contains(Rational(-27, 32)))
  }
}

@Suite struct SupremumTests {
  @Test(arguments: [(-3.0, 2.0, 1.0), (-3, -1, 0), (0.5, 4, 0.75)]) func aParabola(a: Double, b: Double, value: Double)
  {
    // max of 1 - x^2 on [a, b].
    let found = supremum(from: a, to: b, tolerance: 1e-6, precision: 64) { 1 - Ball.pow($0, 2) }
    #expect(found.contains(Rational(exactly: value)))
    #expect(found.radius <= 1e-6)
  }

  @Test func aBudgetThatRunsOutStillEncloses() {
    let found = supremum(from: 0, to: 100, tolerance: 1e-9, budget: 30, precision: 64) { Ball.sin($0) }
    #expect(found.contains(1))
  }
}

@Suite struct DiagonalNetworkTests {
  @Test func theStateDerivativeIsTheDerivativeOfTheState() {
    let network = DiagonalNetwork<Dual<Ball>>(
      eigenvalues: [-1, -3].map { Dual($0, in: 128) },
      inputRows: [[2, 1], [0, 5]].map { $0.map { Dual($0, in: 128) } },
      bias: [1, -1].map { Dual($0, in: 128) }, readout: [1, 1].map { Dual($0, in: 128) })
    let t = Dual(variable: Ball(Rational(3, 7), in: 128))
    let x = [Dual<Ball>(1, in: 128), Dual<Ball>(-2, in: 128)]
    for (state, slope) in zip(network.state(at: t, input: x), network.stateDerivative(at: t, input: x)) {
      #expect((state.tangent - slope.value).contains(Rational(0, 1)))
    }
  }

  @Test(arguments: [(Activation.identity, 2.0, 1.0), (.hardTanh, 0.5, 1), (.hardTanh, -2, 0), (.tanh, 0, 1)])
  func slopesOfTheActivations(activation: Activation, x: Double, slope: Double) {
    #expect(activation.derivative(at: x) == slope)
    #expect(Activation.hardTanh.derivative(at: 1.0).isNaN)
  }
}
