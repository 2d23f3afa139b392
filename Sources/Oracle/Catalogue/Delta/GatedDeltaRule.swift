import Arithmetic
import Definitions

/// The gated delta rule, `gdn`.
public struct GatedDeltaRule: SequenceHeadKernel {
  public let identifier = "gdn"
  public let title = "Gated DeltaNet"
  public let formula = """
    S' = e^(g_t) S_(t-1),   S_t = S' + beta_t k_t (v_t - S'^T k_t)^T,   o_t = S_t^T (scale q_t)
    value head h reads query and key head h div (HV/H)
    g_t = -e^(A_log) softplus(g_t + dt_bias)        where use_gate_in_kernel
    q_t, k_t divided by sqrt(<x, x> + 1e-6)         where use_qk_l2norm_in_kernel
    beta_t = sigmoid(beta_t), twice that with allow_neg_eigval, where use_beta_sigmoid_in_kernel
    """
  public let source = "Yang, Kautz, Hatamizadeh, arXiv 2412.06464; fla.ops.gated_delta_rule"
  public let dimensions = DimensionSpecification.ofValueHeads
  public let tensors: [TensorSpecification] =
    [
      .query(domain: .unitVectors), .query("k", domain: .unitVectors, "keys"), .value(heads: "value heads"),
      .init(
        "g", ["batch", "length", "value heads"], domain: .logarithmicGate(1), summary: "log-decays, or what makes them"),
      .rate(heads: "value heads"),
      .init("A_log", ["value heads"], isOptional: true, summary: "logarithms of decay rates"),
      .init("dt_bias", ["value heads"], isOptional: true, summary: "the bias of g"),
      .offsets, .initialState(heads: "value heads"),
    ] + TensorSpecification.outputs(heads: "value heads")
  public let flags: [FlagSpecification] = [.scale, .norm, .gate, .rateSigmoid, .negativeEigenvalues, .stateLayout]
  public let forms = Form.deltaRule
  public let stateHeads = "value heads"

  public enum Mutation: String, KernelMutation {
    case errorBeforeDecay = "error-before-decay"
    case decayAfterWrite = "decay-after-write"
    case rateOnValuesOnly = "rate-on-values-only"
    case rateOnErrorOnly = "rate-on-error-only"
    case rateTwice = "rate-twice"
    case doubledRate = "doubled-rate"
    case previousRate = "previous-rate"
    case addedError = "added-error"
    case noError = "no-error"
    case errorOfQuery = "error-of-query"
    case unnormalizedQueries = "unnormalized-queries"
    case unnormalizedKeys = "unnormalized-keys"
    case noEpsilon = "no-epsilon"
    case epsilonOutside = "epsilon-outside"
    case meanSquare = "mean-square"
    case rateBeforeSigmoid = "rate-before-sigmoid"
    case rawDecayRate = "raw-decay-rate"
    case biasAfterSoftplus = "bias-after-softplus"
    case negativeSoftplus = "negative-softplus"
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
    case stateBeforeLastStep = "state-before-last-step"
    case tiledHeads = "tiled-heads"
    case firstKeyHead = "first-key-head"

    public var statement: String {
      switch self {
      case .rawDecayRate: "A_log itself in place of e^(A_log)"
      case .biasAfterSoftplus: "softplus(g) + dt_bias in place of softplus(g + dt_bias)"
      case .negativeSoftplus: "softplus(-(g + dt_bias)) in place of softplus(g + dt_bias)"
      default: DeltaDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func checkFurther(_ call: KernelCall) throws(KernelCallError) { try checkGate(call) }

  public func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) { adjustGate(&tensors, &flags, style) }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let steps = head.times.map { t in
      let (query, key) = head.queryAndKey(t)
      return head.deltaStep(
        DeltaInputs(
          query: query, key: key, value: head.vector("v", t), rate: head.rate(at: t),
          logDecay: head.logDecay(t) { head.repeated(gate($0, head)) }))
    }
    return head.solve(steps).map(head.parts)
  }

  /// The log-decay of a step.
  private func gate<N: NumberSystem>(_ t: Int, _ head: SequenceHead<N>) -> N.Real {
    let evaluation = head.evaluation
    var projection = head.scalar("g", t)
    guard let logRate = evaluation.optionalInput("A_log")?[head.head] else { return projection }
    var bias = evaluation.optionalInput("dt_bias")?[head.head]
    if evaluation.has(Mutation.biasAfterSoftplus), let bias {
      return -N.Real.exp(logRate) * (N.Real.softplus(projection) + bias)
    }
    if evaluation.has(Mutation.negativeSoftplus) {
      projection = -projection
      bias = bias.map { -$0 }
    }
    if evaluation.has(Mutation.rawDecayRate) {
      return -logRate * N.Real.softplus(bias.map { projection + $0 } ?? projection)
    }
    return DeltaGate.logDecay(projection, logRate: logRate, bias: bias)
  }
}

extension SequenceHeadKernel {
  /// Checks that A_log and dt_bias are given where the kernel makes the gate, and only there.
  ///
  /// - Parameter isRateOptional: whether the gate has a form without A_log.
  func checkGate(_ call: KernelCall, isRateOptional: Bool = false) throws(KernelCallError) {
    if call.flags["use_gate_in_kernel"] == .bool(true) {
      if call.tensors["A_log"] == nil, !isRateOptional {
        throw error("'A_log'", "a tensor, as use_gate_in_kernel is true", "none")
      }
    } else if let name = ["A_log", "dt_bias"].first(where: { call.tensors[$0] != nil }) {
      throw error("'\(name)'", "none, as use_gate_in_kernel is false", "a tensor")
    }
  }

  /// Makes the gate's tensors and flag agree, and turns off what has no exact values.
  func adjustGate(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) {
    if flags["use_qk_l2norm_in_kernel"] == .bool(true) { tensors.rescaleQueriesAndKeys() }
    if style.isExact {
      flags.turnOff("use_qk_l2norm_in_kernel", "use_gate_in_kernel", "use_beta_sigmoid_in_kernel", "allow_neg_eigval")
    }
    if tensors["A_log"] == nil { flags["use_gate_in_kernel"] = .bool(false) }
    if flags["use_gate_in_kernel"] == .bool(false) {
      tensors["A_log"] = nil
      tensors["dt_bias"] = nil
    }
  }
}

extension DimensionSpecification {
  /// Those of a kernel in which several value heads share a query and a key.
  static let ofValueHeads: [DimensionSpecification] = [
    rows, .sequences, heads,
    .init("value heads", "heads of values and states, HV", sizes: [1, 2, 3], multipleOf: "heads"),
    keys, values, steps,
  ]
}
