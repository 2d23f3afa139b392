import Arithmetic
import Definitions

/// Linear attention with a decay of each key channel, `gla`.
public struct GatedLinearAttention: SequenceHeadKernel {
  public let identifier = "gla"
  public let title = "Gated linear attention (GLA)"
  public let formula = """
    S_t = Diag(e^(g_t)) S_(t-1) + k_t v_t^T
    o_t = S_t^T (scale q_t)
    """
  public let source = "Yang et al., arXiv 2312.06635; fla.ops.gla"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [
      .query(), .key, .value(), .query("g", domain: .logarithmicGate(1), "log-decays, natural logarithms"), .offsets,
      .initialState(),
    ] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [.scale, .reverse, .stateLayout]
  public let forms =
    Form.gatedAttention + [
      Form("chunk-16-ratio", .lessAccurate, .ratioChunked(size: 16), "chunks of 16 steps with q e^b and k e^-b")
    ]

  public enum Mutation: String, KernelMutation {
    case shiftedDecay = "shifted-decay"
    case meanDecay = "mean-decay"
    case decayedKeys = "decayed-keys"
    case decayedQueries = "decayed-queries"
    case complementedKeys = "complemented-keys"
    case clampedGate = "clamped-gate"
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case scaleOnKeys = "scale-on-keys"
    case noDecay = "no-decay"
    case growingDecay = "growing-decay"
    case binaryDecay = "binary-decay"
    case decayTwice = "decay-twice"
    case previousDecay = "previous-decay"
    case decayedNewPair = "decayed-new-pair"
    case undecayedInitialState = "undecayed-initial-state"
    case undecayedCarry = "undecayed-carry"
    case lostCarry16 = "lost-carry-16"
    case lostCarry64 = "lost-carry-64"
    case readBeforeUpdate = "read-before-update"
    case transposedState = "transposed-state"
    case stateBeforeLastStep = "state-before-last-step"

    public var statement: String {
      switch self {
      case .shiftedDecay: "the decay of channel (i + 1) mod K in channel i"
      case .meanDecay: "one decay for all channels, the mean of their logarithms"
      case .decayedKeys: "keys multiplied by e^-g: normalization by the step's own decay in place of the cumulative one"
      case .decayedQueries: "queries multiplied by e^g once more"
      case .complementedKeys: "keys multiplied by 1 - e^g, as in HGRN2"
      case .clampedGate: "log-decays below -1/2 raised to -1/2"
      default: MatrixStateDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let steps = head.times.map { t in
      var step = AffineStep<N.Real>.linearAttention(
        query: head.query(t), key: head.key(t), value: head.vector("v", t),
        logDecay: head.logDecay(t) { gate($0, head) })
      if evaluation.has(Mutation.decayedQueries) { step.query.multiply(by: step.decay) }
      for i in 0..<step.key.count {
        if evaluation.has(Mutation.decayedKeys) { step.key[i] = step.key[i] / step.decay[i] }
        if evaluation.has(Mutation.complementedKeys) { step.key[i] = step.key[i] * (1 - step.decay[i]) }
      }
      return step
    }
    return head.solve(steps).map(head.parts)
  }

  /// The log-decays of a step.
  private func gate<N: NumberSystem>(_ t: Int, _ head: SequenceHead<N>) -> N.Real.Vector {
    let evaluation = head.evaluation
    var gate = head.vector("g", t)
    let keys = gate.count
    if evaluation.has(Mutation.shiftedDecay) {
      gate = .init((0..<keys).map { gate[($0 + 1) % keys] }, in: evaluation.context)
    }
    if evaluation.has(Mutation.meanDecay) {
      let sum = (1..<keys).reduce(gate[0]) { $0 + gate[$1] }
      gate.fill(with: sum / N.Real(keys, in: evaluation.context))
    }
    if evaluation.has(Mutation.clampedGate) {
      for i in 0..<keys { gate[i] = N.Real.maximum(gate[i], evaluation.constant(-0.5)) }
    }
    return gate
  }
}
