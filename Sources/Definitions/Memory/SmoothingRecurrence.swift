import Arithmetic

/// One channel of a recurrence that averages,
///
///     h_t = A_t h_(t-1) + (1 - A_t) g_t,   h_1 = g_1,   0 < A_t < 1,
///
/// every state of which is a convex combination of inputs. The spread of its states is bounded by
///
///     max_(t,s) |h_t - h_s| <= (1 - A_min^(T-1)) max_(t,s) |g_t - g_s|.
///
/// - Source: Wang et al., arXiv 2501.00658, Theorem 4.2, with the hypotheses that it needs.
public struct SmoothingRecurrence<A: RealArithmetic>: Sendable {
  /// A_2 ... A_T.
  public var gates: [A]
  /// g_1 ... g_T.
  public var inputs: [A]

  public init(gates: [A], inputs: [A]) {
    precondition(!inputs.isEmpty && gates.count == inputs.count - 1, "a gate for each input but the first")
    self.gates = gates
    self.inputs = inputs
  }

  private var context: A.Context { inputs[0].context }

  /// h_1 ... h_T.
  public var states: [A] {
    gatedStates(gates: gates, gains: gates.map { 1 - $0 }, inputs: Array(inputs.dropFirst()), from: inputs[0])
  }

  /// 1 - A_min^(T-1).
  public var contraction: A {
    guard let first = gates.first else { return A(0, in: context) }
    return 1 - A.pow(gates.dropFirst().reduce(first) { A.minimum($0, $1) }, gates.count)
  }
}

/// h_0, and h_t = a_t h_(t-1) + b_t g_t for each gate a_t, gain b_t and input g_t: one channel, any gains.
public func gatedStates<A: Arithmetic>(gates: [A], gains: [A], inputs: [A], from start: A) -> [A] {
  let scan = AffineScan<A>(
    gates: gates.map { A.Vector([$0], in: start.context) },
    inputs: zip(gains, inputs).map { A.Vector([$0 * $1], in: start.context) },
    initialState: A.Vector([start], in: start.context))
  return [start] + scan.sequentialStates().states.map { $0[0] }
}

/// max x - min x, not empty.
public func spread<A: RealArithmetic>(_ values: [A]) -> A {
  let (largest, least) = values.dropFirst().reduce((values[0], values[0])) {
    (A.maximum($0.0, $1), A.minimum($0.1, $1))
  }
  return largest - least
}
