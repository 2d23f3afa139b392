import Arithmetic
import Definitions

/// The delta rule with a decay of each key channel, `kda`.
public struct KimiDeltaAttention: SequenceHeadKernel {
  public let identifier = "kda"
  public let title = "Kimi Delta Attention (KDA)"
  public let formula = """
    S' = Diag(e^(g_t)) S_(t-1),   S_t = S' + beta_t k_t (v_t - S'^T k_t)^T,   o_t = S_t^T (scale q_t)
    value head h reads query and key head h div (HV/H)
    g_t = -e^(A_log) softplus(g_t + dt_bias)                  where use_gate_in_kernel,
          lower_bound sigmoid(e^(A_log) (g_t + dt_bias))      with lower_bound, e^(A_log) being 1 where A_log is absent
    q_t, k_t divided by sqrt(<x, x> + 1e-6)                   where use_qk_l2norm_in_kernel
    beta_t = sigmoid(beta_t), twice that with allow_neg_eigval, where use_beta_sigmoid_in_kernel
    """
  public let source = "Kimi Team, arXiv 2510.26692; fla.ops.kda"
  public let dimensions = DimensionSpecification.ofValueHeads
  public let tensors: [TensorSpecification] =
    [
      .query(domain: .unitVectors), .query("k", domain: .unitVectors, "keys"), .value(heads: "value heads"),
      .init(
        "g", ["batch", "length", "value heads", "keys"], domain: .logarithmicGate(1),
        summary: "log-decays, or what makes them"),
      .rate(heads: "value heads"),
      .init("A_log", ["value heads"], isOptional: true, summary: "logarithms of decay rates"),
      .init("dt_bias", [Axis("value heads", times: "keys")], isOptional: true, summary: "the bias of g"),
      .offsets, .initialState(heads: "value heads"),
    ] + TensorSpecification.outputs(heads: "value heads")
  public let flags: [FlagSpecification] = [
    .scale, .norm, .gate, .rateSigmoid, .negativeEigenvalues, .stateLayout,
    .init(
      "lower_bound", .number(default: nil), "the least log-decay, negative: the gate is a sigmoid then",
      tries: [.number(-5), .number(0)]),
    .init("safe_gate", .bool(default: false), "whether the kernel relies on log-decays from -5 to 0: changes no value"),
  ]
  public let forms = Form.deltaRule
  public let stateHeads = "value heads"

  public enum Mutation: String, KernelMutation {
    case errorBeforeDecay = "error-before-decay"
    case decayAfterWrite = "decay-after-write"
    case shiftedDecay = "shifted-decay"
    case meanDecay = "mean-decay"
    case rateOnValuesOnly = "rate-on-values-only"
    case rateOnErrorOnly = "rate-on-error-only"
    case rateTwice = "rate-twice"
    case doubledRate = "doubled-rate"
    case previousRate = "previous-rate"
    case addedError = "added-error"
    case noError = "no-error"
    case unnormalizedQueries = "unnormalized-queries"
    case unnormalizedKeys = "unnormalized-keys"
    case noEpsilon = "no-epsilon"
    case epsilonOutside = "epsilon-outside"
    case rateBeforeSigmoid = "rate-before-sigmoid"
    case rawDecayRate = "raw-decay-rate"
    case rateOutsideSigmoid = "rate-outside-sigmoid"
    case clampedGate = "clamped-gate"
    case transposedBias = "transposed-bias"
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case scaleOnKeys = "scale-on-keys"
    case noDecay = "no-decay"
    case growingDecay = "growing-decay"
    case binaryDecay = "binary-decay"
    case previousDecay = "previous-decay"
    case undecayedInitialState = "undecayed-initial-state"
    case undecayedCarry = "undecayed-carry"
    case lostCarry64 = "lost-carry-64"
    case readBeforeUpdate = "read-before-update"
    case transposedState = "transposed-state"
    case tiledHeads = "tiled-heads"
    case firstKeyHead = "first-key-head"

    public var statement: String {
      switch self {
      case .shiftedDecay: "the decay of channel (i + 1) mod K in channel i"
      case .meanDecay: "one decay for all channels, the mean of their logarithms"
      case .rawDecayRate: "A_log itself in place of e^(A_log)"
      case .rateOutsideSigmoid: "lower_bound e^(A_log) sigmoid(g + dt_bias)"
      case .clampedGate: "max(lower_bound, -e^(A_log) softplus(g + dt_bias)) in place of lower_bound sigmoid(...)"
      case .transposedBias: "dt_bias read in the layout (K, HV)"
      default: DeltaDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func checkFurther(_ call: KernelCall) throws(KernelCallError) {
    let bound = call.flags["lower_bound"]
    try checkGate(call, isRateOptional: bound != nil)
    if let bound, case .number(let value) = bound, value >= 0 {
      throw error("flag 'lower_bound'", "a negative number", "\(bound)")
    }
    if call.flags["allow_neg_eigval"] == .bool(true), call.flags["use_beta_sigmoid_in_kernel"] != .bool(true) {
      throw error("flag 'allow_neg_eigval'", "false, as use_beta_sigmoid_in_kernel is false", "true")
    }
  }

  public func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) {
    adjustGate(&tensors, &flags, style)
    // 0 stands for no bound in the values that random calls try.
    if flags["lower_bound"] == .number(0) || flags["use_gate_in_kernel"] != .bool(true) { flags["lower_bound"] = nil }
    if flags["use_beta_sigmoid_in_kernel"] != .bool(true) { flags["allow_neg_eigval"] = .bool(false) }
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let steps = head.times.map { t in
      let (query, key) = head.queryAndKey(t)
      return head.deltaStep(
        DeltaInputs(
          query: query, key: key, value: head.vector("v", t), rate: head.rate(at: t),
          logDecay: head.logDecay(t) { gate($0, head) }))
    }
    return head.solve(steps).map(head.parts)
  }

  /// The log-decays of a step.
  private func gate<N: NumberSystem>(_ t: Int, _ head: SequenceHead<N>) -> N.Real.Vector {
    let evaluation = head.evaluation
    var gate = head.vector("g", t)
    let keys = gate.count
    if evaluation.flag("use_gate_in_kernel") {
      for i in 0..<keys { gate[i] = self.gate(gate[i], channel: i, head) }
    }
    if evaluation.has(Mutation.shiftedDecay) {
      gate = .init((0..<keys).map { gate[($0 + 1) % keys] }, in: gate.context)
    }
    if evaluation.has(Mutation.meanDecay) {
      let sum = (1..<keys).reduce(gate[0]) { $0 + gate[$1] }
      gate.fill(with: sum / N.Real(keys, in: evaluation.context))
    }
    return gate
  }

  private func gate<N: NumberSystem>(_ projection: N.Real, channel: Int, _ head: SequenceHead<N>) -> N.Real {
    let evaluation = head.evaluation
    let (keys, heads) = (evaluation.length("keys"), evaluation.length("value heads"))
    let place = evaluation.has(Mutation.transposedBias) ? channel * heads + head.head : head.head * keys + channel
    let bias = evaluation.optionalInput("dt_bias")?[place]
    let logRate = evaluation.optionalInput("A_log")?[head.head]
    let zero = evaluation.constant(0)
    let rawRate: N.Real? = evaluation.has(Mutation.rawDecayRate) ? logRate : nil
    let biased = bias.map { projection + $0 } ?? projection
    guard let lowerBound = evaluation.number("lower_bound").map({ evaluation.constant($0) }) else {
      if let rawRate { return -rawRate * N.Real.softplus(biased) }
      return DeltaGate.logDecay(projection, logRate: logRate ?? zero, bias: bias)
    }
    if let rawRate { return lowerBound * N.Real.sigmoid(rawRate * biased) }
    if evaluation.has(Mutation.rateOutsideSigmoid) {
      return N.Real.exp(logRate ?? zero) * (lowerBound * N.Real.sigmoid(biased))
    }
    if evaluation.has(Mutation.clampedGate) {
      return N.Real.maximum(lowerBound, DeltaGate.logDecay(projection, logRate: logRate ?? zero, bias: bias))
    }
    return DeltaGate.boundedLogDecay(projection, logRate: logRate, bias: bias, lowerBound: lowerBound)
  }
}
