import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Claims about Mamba's selective scan.
  static let mamba: [Claim] = [mambaForms, mambaTail]

  /// Recurrence, masked matrix, block scan.
  static let mambaForms = Claim(
    "mamba.T-forms",
    title: "The selective scan is a masked matrix and a block scan",
    statement: """
      y = M u with M_ts = C_t^T (A_t ... A_(s+1)) B_s for each channel, from the zero state; the block scan with a running \
      prefix gives the same.
      """,
    source: Source("Gu & Dao, Mamba", arXiv: "2312.00752", "section 3.3 and the released code", .code),
    hypotheses: [
      Hypothesis("zero state", "h_(-1) = 0; else C_t^T (A_t ... A_0) h_(-1) is added"),
      Hypothesis("time", "C_t and A_t are those of the same step"),
    ],
    method: .exact, effort: 0.5,
    check: .all(
      AffineInstance.check(channel, scanForms),
      Check(channel) { instance, _ in [matrixOutput(instance, instance)] }),
    falsifiers: [
      Falsifier(
        "an initial state", dropping: "zero state",
        Check(AffineInstance.generator(.diagonal, columns: 1...1, readTime: .afterUpdate)) { instance, _ in
          [matrixOutput(instance, instance)]
        }),
      Falsifier(
        "C_(t-1) in place of C_t", dropping: "time",
        Check(channel) { instance, _ in
          var late = instance
          for t in instance.problem.steps.indices.dropFirst() {
            late.problem.steps[t].query = instance.problem.steps[t - 1].query
          }
          return [matrixOutput(instance, late)]
        }),
    ])

  private static let channel = AffineInstance.generator(
    .diagonal, columns: 1...1, readTime: .afterUpdate, from: false)

  private static let scanForms: [(name: String, form: @Sendable (Int) -> AffineForm)] = [
    ("masked attention", { _ in .parallel }), ("block scan", { .scan(.sequentialBlocks($0)) }),
    ("Blelloch scan", { _ in .scan(.blelloch) }),
  ]

  /// M u with M from impulse responses of `other`, against the recurrence.
  private static func matrixOutput(_ instance: AffineInstance, _ other: AffineInstance) -> Evidence {
    let matrix = SequenceMatrix.ofRecurrence(other.problem)
    let inputs = instance.problem.steps.map { $0.value[0].rational }
    let outputs = matrix.rows.map { row in zip(row, inputs).reduce(Rational(0)) { $0 + $1.0 * $1.1 } }
    let expected = (instance.problem.solve(.recurrent)?.outputs ?? []).map { $0[0].rational }
    return Evidence("M u = y of the recurrence", outputs, equal: expected, at: instance.values)
  }

  /// Padding on the right.
  static let mambaTail = Claim(
    "mamba.T-tail",
    title: "Identity steps on the right change neither outputs nor the last state",
    statement: """
      Steps (A, B u) = (I, 0) appended to a sequence, as Delta = 0 makes them, leave all outputs and the last state as they \
      were.
      """,
    source: Source("Gu & Dao, Mamba", arXiv: "2312.00752", "the released CUDA kernel", .code),
    hypotheses: [
      Hypothesis("identity", "the appended steps are (I, 0)"), Hypothesis("on the right", "they follow the sequence"),
    ],
    method: .exact, effort: 0.5,
    check: Check(channel) { instance, _ in padded(instance) { $0.steps += [identityStep($0), identityStep($0)] } },
    falsifiers: [
      Falsifier(
        "steps (0, 0)", dropping: "identity",
        Check(channel) { instance, _ in
          padded(instance) { problem in
            var step = identityStep(problem)
            step.decay.fill(with: 0)
            problem.steps.append(step)
          }
        }),
      Falsifier(
        "padding on the left, by a token with an input", dropping: "on the right",
        Check(channel) { instance, _ in
          padded(instance, count: 1) { $0.steps.insert($0.steps[$0.steps.count - 1], at: 0) }
        }),
    ])

  private static func identityStep(_ problem: AffineProblem<Exact>) -> AffineStep<Exact> {
    var step = problem.steps[0]
    step.decay.fill(with: 1)
    step.key.fill(with: 0)
    return step
  }

  /// The outputs of the sequence itself, which follow `count` others, and the last state.
  private static func padded(
    _ instance: AffineInstance, count: Int = 0, _ pad: (inout AffineProblem<Exact>) -> Void
  ) -> [Evidence] {
    var problem = instance.problem
    pad(&problem)
    guard let expected = instance.problem.solve(.recurrent), let found = problem.solve(.scan(.blelloch)) else {
      return []
    }
    let outputs = found.outputs.dropFirst(count).prefix(expected.outputs.count)
    return [
      Evidence(
        "y_t with padding = y_t", outputs.flatMap(\.elements), equal: expected.outputs.flatMap(\.elements),
        at: instance.values),
      Evidence(
        "the last state with padding = the last state", found.finalState.elements, equal: expected.finalState.elements,
        at: instance.values),
    ]
  }
}
