import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// The gradient of gates, without the states.
  static let gateGradient = Claim(
    "gla.T-gate-grad",
    title: "The gradient of log-gates is a reverse sum of q dq - k dk",
    statement: """
      For S_t = diag(e^(g_t)) S_(t-1) + k_t v_t^T, o_t = S_t^T q_t and a loss of the outputs alone, channel by channel \
      dl/dg_t = sum_(s >= t) (q_s dl/dq_s - k_s dl/dk_s); from S_(-1) = 0 the sum over all steps is 0.
      """,
    source: Source("Yang et al., Gated linear attention transformers", arXiv: "2312.06635", "appendix", .code),
    hypotheses: [
      Hypothesis("outputs alone", "the loss does not depend on the final state, which adds <S_n, dl/dS_n> by rows"),
      Hypothesis("gates alone", "g_t enters through the decay alone, not through the key too"),
    ],
    method: .exact,
    notes: [
      "Both terms of the sum grow with the length and cancel: dq and dk in 16 bits lose the gradient.",
      "The gates are powers of two: dl/dg_t stands for e^(g_t) dl/d(e^(g_t)), a unit difference of the loss.",
    ],
    effort: 0.4,
    check: Check(GateInstance.generator) { instance, _ in instance.evidence },
    falsifiers: [
      Falsifier(
        "a loss of the final state", dropping: "outputs alone",
        Check(GateInstance.generator.with { $0.hasLossOfState = true }) { instance, _ in instance.evidence }),
      Falsifier(
        "k_t = 1 - e^(g_t), as in HGRN2", dropping: "gates alone",
        Check(GateInstance.generator.with { $0.hasKeyOfGate = true }) { instance, _ in instance.evidence }),
    ])

  /// A recurrence from the zero state, the cotangents of its outputs, and one gate.
  private struct GateInstance: Sendable {
    let instance: AffineInstance
    let cotangents: [Exact.Vector]
    let step: Int
    let row: Int
    var hasLossOfState = false
    var hasKeyOfGate = false

    static let generator = Generator { draw in
      let instance = try draw(AffineInstance.generator(.powers, readTime: .afterUpdate, from: false))
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      let problem = instance.problem
      let outputs = try problem.steps.map { _ in Exact.Vector(try draw(.array(of: number, count: problem.columns))) }
      return GateInstance(
        instance: instance, cotangents: outputs, step: draw.integer(in: 0...problem.steps.count - 1),
        row: draw.integer(in: 0...problem.rows - 1))
    }

    /// The recurrence, with the gate in question moved by so much.
    private func problem(_ change: Exact = 0) -> AffineProblem<Exact> {
      var problem = instance.problem
      if hasKeyOfGate {
        for t in problem.steps.indices {
          for i in 0..<problem.rows { problem.steps[t].key[i] = 1 - problem.steps[t].decay[i] }
        }
        problem.steps[step].key[row] -= change
      }
      problem.steps[step].decay[row] += change
      return problem
    }

    /// sum_t <c_t, o_t>, and the sum of the final state.
    private func loss(_ problem: AffineProblem<Exact>) -> Exact {
      guard let (outputs, state) = problem.solve(.recurrent) else { return .undefined }
      let own = zip(outputs, cotangents).reduce(Exact(0)) { $0 + $1.0.dot($1.1) }
      return hasLossOfState ? state.elements.reduce(own, +) : own
    }

    var evidence: [Evidence] {
      let problem = problem()
      var ones = problem.initialState
      ones.fill(with: 1)
      let gradient = problem.cotangents(ofOutputs: cotangents, finalState: hasLossOfState ? ones : nil)
      let terms = problem.steps.indices.map { t in
        problem.steps[t].query[row] * gradient.steps[t].query[row]
          - problem.steps[t].key[row] * gradient.steps[t].key[row]
      }
      let slope = loss(self.problem(1)) - loss(problem)
      let values =
        instance.values + [
          NamedValue("c", cotangents.map(\.rationals)), NamedValue("t", step), NamedValue("row", row),
        ]
      return [
        Evidence(
          "dl/dg_t = sum_(s >= t) (q dq - k dk)", terms[step...].reduce(0, +),
          equals: problem.steps[step].decay[row] * slope, at: values),
        Evidence("the sum over all steps is 0", terms.reduce(0, +), equals: 0, at: values),
      ]
    }
  }
}
