import Arithmetic
import Definitions

/// The minimal gated recurrent unit, `mingru`.
public struct MinimalGRU: KernelDefinition {
  public let identifier = "mingru"
  public let title = "minGRU"
  public let formula = """
    z_t = sigmoid(g_t),   c_t = x_t + 1/2 for x_t >= 0, sigmoid(x_t) for x_t < 0
    h_t = (1 - z_t) h_(t-1) + z_t c_t,   o_t = h_t
    """
  public let source = "Feng et al., arXiv 2410.01201; lucidrains/minGRU-pytorch"
  public let dimensions: [DimensionSpecification] = [
    .rows, .init("channels", "channels", sizes: [1, 2, 3]), .steps,
  ]
  public let tensors: [TensorSpecification] = [
    .init("x", ["batch", "length", "channels"], domain: .signed(2), summary: "the candidates, before g"),
    .init("g", ["batch", "length", "channels"], domain: .signed(2), summary: "the gates, before the sigmoid"),
    .init(
      "initial_state", ["batch", "channels"], role: .initialState(final: "final_state"), isOptional: true,
      domain: .positive(1), summary: "the states before the first step; zeros where absent"),
    .init("o", ["batch", "length", "channels"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "channels"], role: .finalState, isOptional: true,
      summary: "the states after the last step"),
  ]
  public let forms: [Form] =
    [.recurrent, .parallel, .chunked(16), .logarithmicChunked(64)] + Form.scans + [
      .cumulativeProduct, .logarithmicScan,
    ]

  public enum Mutation: String, KernelMutation {
    case previousGate = "previous-gate"
    case nextGate = "next-gate"
    case swappedOperands = "swapped-operands"
    case gatedInput = "gated-input"
    case exclusive = "exclusive"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry = "lost-carry"
    case lastStateEarly = "last-state-early"
    case swappedGates = "swapped-gates"
    case identityCandidate = "identity-candidate"
    case candidateWithoutHalf = "candidate-without-half"
    case sigmoidCandidate = "sigmoid-candidate"
    case reluCandidate = "relu-candidate"
    case tanhCandidate = "tanh-candidate"
    case ungatedInput = "ungated-input"
    case candidateOfState = "candidate-of-state"
    case independentGates = "independent-gates"

    public var statement: String {
      switch self {
      case .swappedGates: "z and 1 - z exchanged: h = z h + (1 - z) c"
      case .identityCandidate: "the candidate x, without g"
      case .candidateWithoutHalf: "the candidate x in place of x + 1/2 for x >= 0"
      case .sigmoidCandidate: "the candidate sigmoid(x) for x >= 0, too"
      case .reluCandidate: "the candidate max(x, 0) + 1/2"
      case .tanhCandidate: "the candidate tanh(x)"
      case .ungatedInput: "h = (1 - z) h + c, without z on the candidate"
      case .candidateOfState: "g applied to the initial state again"
      case .independentGates: "h = z h + z c: the same gate on the state and on the candidate"
      default: ScalarScanDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    // The sigmoid is exact on the integers.
    guard style.isExact else { return }
    for name in ["x", "g"] { tensors[name] = tensors[name]?.roundedToIntegers() }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let times = 0..<e.length("length")
    var initial = e.optionalInput("initial_state")?[row, channel]
    if let state = initial, e.has(Mutation.candidateOfState) {
      let isNegative = e.input("initial_state").stored(row, channel) < 0
      initial = MinimalGatedUnit.candidate(state, isNegative: isNegative)
    }
    let steps = times.map { t in
      let gate = e.input("g")[row, t, channel]
      var step = MinimalGatedUnit.step(
        gate: e.has(Mutation.swappedGates) ? -gate : gate, candidate: candidate(row, t, channel, e))
      if e.has(Mutation.ungatedInput) { step.key[0] = candidate(row, t, channel, e) }
      if e.has(Mutation.independentGates) { step.decay[0] = N.Real.sigmoid(gate) }
      return step
    }
    var (o, final) = (e.output("o"), e.output("final_state"))
    let values: [N.Real]
    var last: N.Real?
    if e.form == .logarithmicScan {
      guard let found = logarithms(row, channel, initial, e) else { return nil }
      values = found
    } else {
      let scan = ScalarScan(
        steps: steps, initial: initial ?? e.constant(0), runs: Runs(length: steps.count) { _ in false },
        roundState: e.roundState)
      let solution = scan.solve(e.form.affine, mutation: e.mutation) { N.solve($0, e.form.affine) }
      guard let solution else { return nil }
      (values, last) = solution
    }
    for t in times { o.append(values[t], at: row, t, channel) }
    final.append(last ?? values.last ?? initial ?? e.constant(0), at: row, channel)
    return [o, final]
  }

  private func candidate<N: NumberSystem>(_ row: Int, _ t: Int, _ channel: Int, _ e: Evaluation<N>) -> N.Real {
    let x = e.input("x")[row, t, channel]
    let isNegative = e.input("x").stored(row, t, channel) < 0
    if e.has(Mutation.identityCandidate) { return x }
    if e.has(Mutation.tanhCandidate) { return N.Real.tanh(x) }
    if e.has(Mutation.candidateWithoutHalf), !isNegative { return x }
    if e.has(Mutation.reluCandidate), isNegative { return e.constant(0.5) }
    return MinimalGatedUnit.candidate(x, isNegative: isNegative || e.has(Mutation.sigmoidCandidate))
  }

  /// By the scan in logarithms; nil where the initial state is negative.
  private func logarithms<N: NumberSystem>(
    _ row: Int, _ channel: Int, _ initial: N.Real?, _ e: Evaluation<N>
  ) -> [N.Real]? {
    let (x, g) = (e.input("x"), e.input("g"))
    let times = 0..<e.length("length")
    let state = e.optionalInput("initial_state")?.stored(row, channel) ?? 0
    guard state >= 0 else { return nil }
    return logarithmicScan(
      logGates: times.map { -N.Real.softplus(g[row, $0, channel]) },
      logInputs: times.map { t in
        let isNegative = x.stored(row, t, channel) < 0
        return MinimalGatedUnit.logCandidate(x[row, t, channel], isNegative: isNegative)
          - N.Real.softplus(-g[row, t, channel])
      },
      logInitial: state > 0 ? initial.map { N.Real.log($0) } : nil, in: e.context)
  }
}
