import Arithmetic
import Definitions

/// The time mixing of RWKV-7, `rwkv7`, and the delta rule with a diagonal plus a matrix of rank one.
public struct RWKV7: SequenceHeadKernel {
  public let identifier = "rwkv7"
  public let title = "RWKV-7 (Goose), diagonal-plus-low-rank delta rule"
  public let formula = """
    S_t = Diag(e^(g_t)) S_(t-1) + b_t (a_t^T S_(t-1)) + k_t v_t^T,   o_t = S_t^T (scale r_t)
    g_t = w_t with gate_domain log, -e^(-1/2) sigmoid(w_t) with sigmoid, -e^(w_t) with loglog
    """
  public let source = "Peng et al., arXiv 2503.14456; BlinkDL/RWKV-LM (sigmoid, loglog); fla.ops.rwkv7 (log)"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [
      .query("r", "receptances"), .query("w", domain: .logarithmicGate(1), "decays, in the gate domain"), .key,
      .value(),
      .query("a", domain: .unitVectors, "what the state is asked under: minus the normalized key"),
      .query("b", domain: .between(0, 1), "where it is put back: the normalized key times the learning rates"),
      .offsets, .initialState(),
    ] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [
    .init("scale", .number(default: 1), "what receptances are multiplied by", tries: [.number(1), .number(0.75)]),
    .init(
      "gate_domain", .choice(["log", "sigmoid", "loglog"]), "what w is",
      tries: [.word("log"), .word("sigmoid"), .word("loglog")]),
    .stateLayout,
  ]
  public let forms: [Form] = Form.deltaRule

  public enum Mutation: String, KernelMutation {
    case removalAfterDecay = "removal-after-decay"
    case swappedRemoval = "swapped-removal"
    case noRemoval = "no-removal"
    case addedRemoval = "added-removal"
    case removalOfNewState = "removal-of-new-state"
    case decayOfReplacement = "decay-of-replacement"
    case replacementAsKey = "replacement-as-key"
    case previousRemoval = "previous-removal"
    case wrongDomain = "wrong-domain"
    case noHalf = "no-half"
    case noScale = "no-scale"
    case noDecay = "no-decay"
    case growingDecay = "growing-decay"
    case binaryDecay = "binary-decay"
    case decayTwice = "decay-twice"
    case previousDecay = "previous-decay"
    case decayedNewPair = "decayed-new-pair"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry16 = "lost-carry-16"
    case readBeforeUpdate = "read-before-update"
    case transposedState = "transposed-state"

    public var statement: String {
      switch self {
      case .removalAfterDecay: "a multiplied with the state after its decay"
      case .swappedRemoval: "a and b exchanged"
      case .noRemoval: "no term b (a^T S)"
      case .addedRemoval: "-a in place of a"
      case .removalOfNewState: "a multiplied with the state after k v^T is added"
      case .decayOfReplacement: "the decay applied to b (a^T S) too"
      case .replacementAsKey: "b in place of k"
      case .previousRemoval: "a of the previous step"
      case .wrongDomain: "-e^w in place of -e^(-1/2) sigmoid(w), or w in place of -e^w"
      case .noHalf: "-sigmoid(w) in place of -e^(-1/2) sigmoid(w)"
      default: MatrixStateDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) {
    // The model's b is -a times rates between 0 and 1, so that what is removed is not more than there is.
    if let a = tensors["a"], let b = tensors["b"], let format = b.format.float {
      let values = zip(a.values, b.values).map { format.rounded(-$0 * abs($1)) }
      tensors["b"] = NumericTensor(values, shape: b.shape, format: b.format)
    }
    if style.isExact { flags["gate_domain"] = .word("log") }
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let steps = head.times.map { step($0, head) }
    return head.solve(steps).map(head.parts)
  }

  private func step<N: NumberSystem>(_ t: Int, _ head: SequenceHead<N>) -> AffineStep<N.Real> {
    func has(_ mutation: Mutation) -> Bool { head.evaluation.has(mutation) }
    var (removal, replacement) = (head.vector("a", has(.previousRemoval) ? head.before(t) : t), head.vector("b", t))
    if has(.swappedRemoval) { swap(&removal, &replacement) }
    if has(.addedRemoval) { removal.multiply(by: head.evaluation.constant(-1)) }
    if has(.noRemoval) { removal.fill(with: head.evaluation.constant(0)) }
    let key = has(.replacementAsKey) ? head.vector("b", t) : head.key(t)
    var step = AffineStep<N.Real>.diagonalPlusLowRank(
      receptance: head.query(t, "r"), key: key, value: head.vector("v", t), removal: removal, replacement: replacement,
      logDecay: head.logDecay(t) { gate($0, head) })
    if has(.removalAfterDecay) { step.correction?.source.multiply(by: step.decay) }
    if has(.decayOfReplacement) { step.correction?.target.multiply(by: step.decay) }
    if has(.removalOfNewState) {
      // b (a^T k) v^T is what the state's new part adds.
      step.key.addProduct(removal.dot(key), replacement)
    }
    return step
  }

  /// The log-decays of a step.
  private func gate<N: NumberSystem>(_ t: Int, _ head: SequenceHead<N>) -> N.Real.Vector {
    let isWrong = head.evaluation.has(Mutation.wrongDomain)
    let domain = head.evaluation.word("gate_domain")
    var gate = head.vector("w", t)
    for i in 0..<gate.count {
      switch domain {
      case "sigmoid" where isWrong: gate[i] = RWKVDecay.doubleExponential(gate[i])
      case "sigmoid" where head.evaluation.has(Mutation.noHalf): gate[i] = -N.Real.sigmoid(gate[i])
      case "sigmoid": gate[i] = RWKVDecay.sigmoid(gate[i])
      case "loglog" where !isWrong: gate[i] = RWKVDecay.doubleExponential(gate[i])
      default: break
      }
    }
    return gate
  }
}
