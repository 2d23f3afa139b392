import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension InverseApproximation {
  /// |x| and |x| + 1 are two memory functions.
  static let normalization = Claim(
    "invapx.normalization",
    title: "Dividing by |x| and by |x| + 1 gives two memory functions that agree only for linear functionals",
    statement: """
      The memory function, sup over x of |y'(t)|/|x|_inf in eq. (5), is sup over x of |y'(t)|/(|x|_inf + 1) in eqs. \
      (43) and (67).
      """,
    source: paper("eq. (5) against eqs. (43) and (67)"),
    hypotheses: [Hypothesis("linear", "for the correction: the functional is linear")],
    method: .exact,
    notes: [
      "The counterexample is one neuron, h' = hardtanh(u x - h) at t = 0: |y'| = min(1, |u x|), so that the suprema "
        + "are |u| and |u|/(1 + |u|). Both are taken over x on a grid that contains x = 1/u, where they are attained.",
      "For a linear functional |y'| = |rho x|: the quotient with |x| + 1 rises to |rho| as |x| grows, unattained.",
    ],
    check: Check(Step.hardTanh) { step, _ in step.isSame },
    correction: Correction(
      """
      For a linear functional the largest |y'(t)|/(|x| + 1) over |x| <= B is B/(B + 1) times the largest \
      |y'(t)|/|x|: the suprema over all x agree, and only there.
      """,
      Check(Step.linear) { step, _ in step.isReduced }),
    falsifiers: [
      Falsifier("a hard tanh", dropping: "linear", Check(Step.hardTanh) { step, _ in step.isReduced })
    ])

  /// One neuron at t = 0, h = 0, and the inputs that are tried.
  private struct Step: Sendable {
    let network: NonlinearRNN<Rational>
    let weight, bound: Rational

    static let hardTanh = generator(.hardTanh)
    static let linear = generator(.identity)

    private static func generator(_ activation: ActivationFunction<Rational>) -> Generator<Step> {
      Generator { draw in
        let u = try draw(.rational(above: 0, upTo: 3, denominator: 4))
        let network = NonlinearRNN(
          recurrent: Matrix([[-1]], in: Intrinsic()), input: Matrix([[u]], in: Intrinsic()), bias: [0], readout: [1],
          activation: activation)
        return Step(network: network, weight: u, bound: try draw(.rational(above: 0, upTo: 8, denominator: 2)) + 1 / u)
      }
    }

    /// The largest |y'|/(|x| + added) over multiples of 1/(8 u) up to B, and B.
    private func memory(adding added: Rational) -> Rational {
      let count = min(64, Int((bound * weight * 8).approximation))
      let inputs = (1...count).map { Rational($0, 8) / weight } + [bound]
      return inputs.reduce(Rational.zero) { largest, x in
        let slope = network.outputDerivative(at: network.preactivation(state: [0], input: [x]))
        return max(largest, slope.magnitude / (x + added))
      }
    }

    private var values: [NamedValue] {
      [NamedValue("sigma", network.activation.name), NamedValue("u", weight), NamedValue("B", bound)]
    }

    var isSame: Evidence {
      Evidence(
        "max |y'(0)|/|x| = max |y'(0)|/(|x| + 1)", memory(adding: 0), equals: memory(adding: 1), at: values)
    }

    var isReduced: Evidence {
      Evidence(
        "max |y'(0)|/(|x| + 1) = B/(B + 1) max |y'(0)|/|x|", memory(adding: 1),
        equals: bound / (bound + 1) * memory(adding: 0), at: values)
    }
  }
}
