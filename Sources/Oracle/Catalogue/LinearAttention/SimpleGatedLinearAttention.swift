import Arithmetic
import Definitions

/// Linear attention with one decay a head and step, `simple_gla`.
public struct SimpleGatedLinearAttention: SequenceHeadKernel {
  public let identifier = "simple_gla"
  public let title = "Linear attention with scalar decays (simple GLA)"
  public let formula = """
    S_t = exp(g_t + g_gamma) S_(t-1) + k_t v_t^T        a tensor that is absent counts as 0
    o_t = S_t^T (scale q_t)
    """
  public let source = "Yang et al., arXiv 2312.06635; Dao, Gu, arXiv 2405.21060; fla.ops.simple_gla"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [
      .query(), .key, .value(),
      .init(
        "g", ["batch", "length", "heads"], isOptional: true, domain: .logarithmicGate(1),
        summary: "log-decays, natural logarithms"),
      .init("g_gamma", ["heads"], isOptional: true, domain: .logarithmicGate(1), summary: "log-decays of heads"),
      .offsets, .initialState(),
    ] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [.scale, .reverse, .stateLayout]
  public let forms = Form.gatedAttention

  public enum Mutation: String, KernelMutation {
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case scaleOnKeys = "scale-on-keys"
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
    case previousQuery = "previous-query"
    case transposedState = "transposed-state"
    case stateBeforeLastStep = "state-before-last-step"

    public var statement: String { MatrixStateDefect.statement(of: rawValue) }
  }

  public init() {}

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    return head.scalarDecayAttention { t in
      let constant = evaluation.optionalInput("g_gamma")?[head.head]
      guard let gate = evaluation.optionalInput("g")?[head.segment.row, t, head.head] else { return constant }
      return constant.map { gate + $0 } ?? gate
    }
  }
}

extension SequenceHead {
  /// The output and the states of linear attention with a scalar log-decay of each step; nil for none.
  func scalarDecayAttention(logDecay gate: (Int) -> N.Real?) -> [OutputPart<N>]? {
    let steps = times.map { t in
      let decay = logDecay(t) { repeated(gate($0) ?? evaluation.constant(0)) }
      return AffineStep<N.Real>.linearAttention(
        query: query(t), key: key(t), value: vector("v", t), logDecay: decay)
    }
    return solve(steps).map(parts)
  }
}

extension Form {
  /// The forms of linear attention with decays.
  static let gatedAttention: [Form] =
    [
      .recurrent, .parallel, .chunked(16), .chunked(64), .logarithmicChunked(64),
      Form(
        "chunk-64-16", .lessAccurate, .subchunked(size: 64, sub: 16),
        "chunks of 64 steps with secondary chunks of 16"),
    ] + scans
}
