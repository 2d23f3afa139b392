import Arithmetic
import Definitions

/// Defects that recurrences h_t = a_t h_(t-1) + b_t have in common. A kernel's own enumeration lists those that it can
/// have, under the same identifiers; ``ScalarScan`` makes them.
enum ScalarScanDefect: String, KernelMutation {
  case previousGate = "previous-gate"
  case nextGate = "next-gate"
  case swappedOperands = "swapped-operands"
  case gatedInput = "gated-input"
  case complementInput = "complement-input"
  case exclusive = "exclusive"
  case undecayedInitialState = "undecayed-initial-state"
  case lostCarry = "lost-carry"
  case undecayedCarry = "undecayed-carry"
  case lastStateEarly = "last-state-early"

  var statement: String {
    switch self {
    case .previousGate: "the gate of the previous step"
    case .nextGate: "the gate of the next step, which belongs to the reverse scan of the gradient"
    case .swappedOperands: "the operands of the scan exchanged: inputs meet the gates before them, not those after them"
    case .gatedInput: "the gate on the step's own input, too: a (h + b)"
    case .complementInput: "the input times 1 - a"
    case .exclusive: "an exclusive scan: the state before the step's own input"
    case .undecayedInitialState: "an initial state that skips the gate of the first step"
    case .lostCarry: "a state that is lost every 16 steps"
    case .undecayedCarry: "a state that is not decayed from one block of 16 steps to the next"
    case .lastStateEarly: "a last state without the last step"
    }
  }

  static func statement(of identifier: String) -> String { ScalarScanDefect(rawValue: identifier)?.statement ?? "" }
}

/// One channel of a recurrence with a vector state: h_t = a_t h_(t-1) + b_t, read as it is.
struct ScalarScan<A: Arithmetic> {
  /// a_t, b_t and perhaps log a_t, in the order in which they are run through.
  var steps: [AffineStep<A>]
  /// h_(-1).
  var initial: A
  /// Where the state starts anew.
  var runs: Runs
  var roundState: (@Sendable (inout A.Vector) -> Void)?

  /// h_t for each step, and the state after the last.
  func solve(
    _ form: AffineForm, mutation: String?, with solver: (AffineProblem<A>) -> AffineProblem<A>.Solution?
  ) -> (values: [A], last: A)? {
    let defect = mutation.flatMap(ScalarScanDefect.init(rawValue:))
    let problem = AffineProblem<A>(
      initialState: A.Vector([initialState(defect)], in: initial.context), columns: 1, steps: altered(defect),
      readTime: defect == .exclusive ? .beforeUpdate : .afterUpdate, roundState: roundState)
    let solution = runs.solve(problem, form) { part in
      switch defect {
      case .lostCarry: part.solve(losing: .lostState, every: 16, with: solver)
      case .undecayedCarry: part.solve(losing: .undecayedState, every: 16, with: solver)
      default: solver(part)
      }
    }
    guard let (outputs, states) = solution else { return nil }
    let values = outputs.map { $0[0] }
    let last = defect == .lastStateEarly ? values.dropLast().last ?? initial : states[states.count - 1][0]
    return (values, last)
  }

  private func initialState(_ defect: ScalarScanDefect?) -> A {
    guard let first = steps.first, !first.decay[0].isEqual(to: A(0, in: initial.context)).isTrue else { return initial }
    return defect == .undecayedInitialState ? initial / first.decay[0] : initial
  }

  private func altered(_ defect: ScalarScanDefect?) -> [AffineStep<A>] {
    let one = A(1, in: initial.context)
    var product = one
    return steps.indices.map { t in
      var step = steps[t]
      switch defect {
      case .previousGate: step.decay = steps[max(t - 1, 0)].decay
      case .nextGate: step.decay = steps[min(t + 1, steps.count - 1)].decay
      case .gatedInput: step.key.multiply(by: step.decay)
      case .complementInput: step.key[0] = step.key[0] * (one - step.decay[0])
      case .swappedOperands:
        step.key[0] = step.key[0] * product
        product = product * step.decay[0]
        step.decay[0] = one
      default: break
      }
      return step
    }
  }
}

extension Form {
  /// The scan in logarithms.
  static let logarithmicScan = Form(
    "heinsen", .lessAccurate, .recurrent, "the scan in logarithms, with cumulative sums of log-gates (Heinsen)")
  /// The scan as a quotient by cumulative products.
  static let cumulativeProduct = Form(
    "cumprod", .lessAccurate, .ratioChunked(size: 1 << 40),
    "cumulative sums of inputs over cumulative products of gates")
}
