import Arithmetic
import Definitions

/// The hierarchically gated recurrent network's recurrence, `hgrn`.
public struct HGRN: KernelDefinition {
  public let identifier = "hgrn"
  public let title = "HGRN recurrence"
  public let formula = """
    h_t = e^(g_t) h_(t-1) + x_t,   o_t = h_t
    """
  public let source = "Qin et al., arXiv 2311.04823; fla-org/flash-linear-attention, ops.hgrn"
  public let dimensions: [DimensionSpecification] = [
    .rows, .sequences, .init("channels", "channels", sizes: [1, 2, 3]), .steps,
  ]
  public let tensors: [TensorSpecification] = [
    .init("x", ["batch", "length", "channels"], summary: "the input, already times 1 - e^g where the model has that"),
    .init(
      "g", ["batch", "length", "channels"], domain: .logarithmicGate(2), summary: "natural logarithms of the gates"),
    .offsets,
    .init(
      "initial_state", ["sequences", "channels"], role: .initialState(final: "final_state"), isOptional: true,
      summary: "the states before the first step; zeros where absent"),
    .init("o", ["batch", "length", "channels"], role: .output, summary: "the output"),
    .init(
      "final_state", ["sequences", "channels"], ["batch", "channels"], role: .finalState, isOptional: true,
      summary: "the states after the last step"),
  ]
  public let linearInputs = ["x", "initial_state"]
  public let forms: [Form] =
    [.recurrent, .parallel, .chunked(16), .logarithmicChunked(64), .logarithmicChunked(128)] + Form.scans
    + [.cumulativeProduct]

  public enum Mutation: String, KernelMutation {
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
    case growingGate = "growing-gate"
    case binaryGate = "binary-gate"
    case sigmoidGate = "sigmoid-gate"
    case rawGate = "raw-gate"

    public var statement: String {
      switch self {
      case .growingGate: "the gate e^-g in place of e^g"
      case .binaryGate: "the gate 2^g in place of e^g"
      case .sigmoidGate: "the gate sigmoid(g) in place of e^g"
      case .rawGate: "the gate 1 + g in place of e^g"
      default: ScalarScanDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) { try checkSegments(call) }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    adjustSegments(&tensors)
  }

  public func partCount(of call: KernelCall) -> Int { call.segmentCount * (call.dimensions["channels"] ?? 0) }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (place, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let segment = e.call.segment(place)
    let (x, g) = (e.input("x"), e.input("g"))
    let steps = segment.range.map { t in
      let logGate = g[segment.row, t, channel]
      return AffineStep(
        decay: e.stored(gate(logGate, e), at: .decay), key: x[segment.row, t, channel], logDecay: logGate)
    }
    let initial = e.optionalInput("initial_state")?[place, channel] ?? e.constant(0)
    let scan = ScalarScan(
      steps: steps, initial: initial, runs: Runs(length: steps.count) { _ in false }, roundState: e.roundState)
    let solution = scan.solve(e.form.affine, mutation: e.mutation) { N.solve($0, e.form.affine) }
    guard let (values, last) = solution else { return nil }
    var (o, final) = (e.output("o"), e.output("final_state"))
    for (t, value) in zip(segment.range, values) { o.append(value, at: segment.row, t, channel) }
    final.append(last, at: place, channel)
    return steps.isEmpty ? [final] : [o, final]
  }

  private func gate<N: NumberSystem>(_ g: N.Real, _ e: Evaluation<N>) -> N.Real {
    if e.has(Mutation.growingGate) { return N.Real.exp(-g) }
    if e.has(Mutation.binaryGate) { return N.Real.pow(e.constant(2), g) }
    if e.has(Mutation.sigmoidGate) { return N.Real.sigmoid(g) }
    return e.has(Mutation.rawGate) ? 1 + g : N.Real.exp(g)
  }
}
