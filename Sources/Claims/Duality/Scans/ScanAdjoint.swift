import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// The gradient of a recurrence.
  static let scanAdjoint = Claim(
    "scan.T-adjoint",
    title: "The adjoint of a recurrence is a reverse scan over the next gate",
    statement: """
      For h_t = a_t h_(t-1) + b_t and a loss l = sum_t <c_t, h_t> the cotangents are L_t = c_t + a_(t+1) L_(t+1), and \
      dl/db_t = L_t, dl/da_t = L_t h_(t-1), dl/dh_0 = a_1 L_1; likewise with corrections and outputs.
      """,
    source: Source(
      "Martin & Cundy, Parallelizing linear recurrent neural nets", arXiv: "1709.04057", "section 2.2", .recalled),
    hypotheses: [
      Hypothesis("next gate", "L_t meets the gate of step t + 1, not that of step t"),
      Hypothesis(
        "true cotangents", "the loss is linear in the outputs, or c_t is its gradient there",
        untested: "any c_t is the gradient of some linear loss"),
    ],
    method: .exact,
    notes: ["The loss is affine in each single number of a step: a unit difference is the derivative, exactly."],
    effort: 0.4,
    check: Check(GradientInstance.generator) { instance, _ in instance.evidence },
    falsifiers: [
      Falsifier(
        "a_t in place of a_(t+1)", dropping: "next gate",
        Check(GradientInstance.generator.with { $0.usesOwnGate = true }) { instance, _ in instance.evidence })
    ])

  /// A recurrence, the cotangents of its outputs, and one number of one step that is moved.
  private struct GradientInstance: Sendable {
    let instance: AffineInstance
    let cotangents: [Exact.Vector]
    let step: Int
    let row: Int
    var usesOwnGate = false

    static let generator = Generator { draw in
      let instance = try draw(AffineInstance.generator(.diagonal, draw.bool() ? .free : .none))
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      let problem = instance.problem
      let outputs = try problem.steps.map { _ in
        Exact.Vector(try draw(.array(of: number, count: problem.columns)))
      }
      return GradientInstance(
        instance: instance, cotangents: outputs, step: draw.integer(in: 0...problem.steps.count - 1),
        row: draw.integer(in: 0...problem.rows - 1))
    }

    /// sum_t <c_t, y_t>.
    private func loss(_ change: (inout AffineProblem<Exact>) -> Void = { _ in }) -> Exact {
      var problem = instance.problem
      change(&problem)
      let outputs = problem.solve(.recurrent)?.outputs ?? []
      return zip(outputs, cotangents).reduce(0) { $0 + $1.0.dot($1.1) }
    }

    var evidence: [Evidence] {
      var problem = instance.problem
      if usesOwnGate {
        for t in problem.steps.indices.dropFirst() { problem.steps[t].decay = instance.problem.steps[t - 1].decay }
      }
      let gradient = problem.cotangents(ofOutputs: cotangents)
      let values =
        instance.values + [
          NamedValue("c", cotangents.map(\.rationals)), NamedValue("t", step), NamedValue("row", row),
        ]
      let start = loss()
      func evidence(_ name: String, _ found: Exact, _ change: (inout AffineProblem<Exact>) -> Void) -> Evidence {
        Evidence("\(name) by the adjoint = unit difference", found, equals: loss(change) - start, at: values)
      }
      return [
        evidence("dl/dk_t", gradient.steps[step].key[row]) { $0.steps[step].key[row] += 1 },
        evidence("dl/dD_t", gradient.steps[step].decay[row]) { $0.steps[step].decay[row] += 1 },
        evidence("dl/dq_t", gradient.steps[step].query[row]) { $0.steps[step].query[row] += 1 },
        evidence("dl/dS_(-1)", gradient.initialState[row]) { $0.initialState[row] += 1 },
      ]
    }
  }
}
