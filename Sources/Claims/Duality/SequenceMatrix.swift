import Arithmetic
import Definitions

/// The matrices by which recurrences map sequences of numbers to sequences.
enum SequenceMatrix {
  /// M with y = M v, from the zero state: its columns are the responses to unit impulses in the values.
  static func ofRecurrence(_ problem: AffineProblem<Exact>) -> ExactMatrix {
    ExactMatrix(
      columns: problem.steps.indices.map { s in
        var impulse = problem
        impulse.initialState.fill(with: 0)
        for t in impulse.steps.indices { impulse.steps[t].value.fill(with: t == s ? 1 : 0) }
        return (impulse.solve(.recurrent)?.outputs ?? []).map { $0[0].rational }
      })
  }

  /// L_ts = a_t ... a_(s+1), the 1-semiseparable mask of scalar gates.
  static func mask(_ gates: [Rational]) -> ExactMatrix {
    let one = Exact.Vector([1])
    let steps = gates.map { AffineStep<Exact>(decay: .init([$0]), key: one, value: one, query: one) }
    return ofRecurrence(AffineProblem(initialState: .init([0]), columns: 1, steps: steps))
  }
}
