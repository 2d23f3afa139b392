import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct NonlinearRNNTests {
  /// W = -1, U = c = 1: h' = sigma(x - h).
  static func neuron<A: RealArithmetic & SizedArithmetic>(
    _ activation: ActivationFunction<A>, in context: A.Context
  ) -> NonlinearRNN<A> {
    let one = A(1, in: context)
    return NonlinearRNN(
      recurrent: Matrix([[-one]], in: context), input: Matrix([[one]], in: context), bias: [A(0, in: context)],
      readout: [one], activation: activation)
  }

  @Test("The state's derivative moves the preactivation by W", .cases(50))
  func preactivation() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...3)
      let elements = try draw(.rationals(n * n))
      let network = NonlinearRNN(
        recurrent: Matrix(n, n, in: Intrinsic()) { elements[$0 * n + $1] },
        input: Matrix(column: try draw(.rationals(n)), in: Intrinsic()), bias: try draw(.rationals(n)),
        readout: try draw(.rationals(n)), activation: .hardTanh)
      let (h, x) = (try draw(.rationals(n)), [try draw(.rational())])
      let z = network.preactivation(state: h, input: x)
      #expect(network.preactivationDerivative(at: z) == network.recurrent * network.stateDerivative(state: h, input: x))
      let next = network.eulerStep(state: h, input: x, step: 1)
      #expect(network.output(state: next) == network.output(state: h) + network.outputDerivative(at: z))
    }
  }

  /// The closed form against Euler steps of 2^-12, whose error is of that order.
  @Test func theAnswerOfTheHyperbolicTangentSolvesTheEquation() {
    let network = Self.neuron(ActivationFunction<Double>.tanh, in: Intrinsic())
    var h = [0.0]
    for _ in 0..<8192 { h = network.eulerStep(state: h, input: [1.5], step: 0x1p-12) }
    let v = network.hyperbolicTangentAnswer(from: [1.5], at: 2)
    #expect(abs(network.stateDerivative(state: h, input: [1.5])[0] - v[0]) < 0x1p-11)
    #expect(network.linearization(state: [1], input: [1])[0, 0] == -1)
  }

  @Test func theLyapunovBoundIsThatOfTheScalarCase() {
    // W = -1: P = 1/2 <= 3/pi.
    let one = Ball(1, in: .reference)
    #expect((one / 2).isLess(than: lyapunovSolutionBound(norm: one, stabilityRadius: one)).isTrue)
    let bound = schurExponentialBound(abscissa: -one, nonnormality: one + one, order: 2, time: one)
    #expect(bound.overlaps(3 * Ball.exp(-one)))
  }
}
