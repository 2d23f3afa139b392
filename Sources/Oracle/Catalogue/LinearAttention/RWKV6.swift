import Arithmetic
import Definitions

/// The time mixing of RWKV-6, `rwkv6`.
public struct RWKV6: SequenceHeadKernel {
  public let identifier = "rwkv6"
  public let title = "RWKV-6 (Finch)"
  public let formula = """
    y_t = (S_(t-1) + Diag(u) k_t v_t^T)^T (scale r_t)
    S_t = Diag(e^(g_t)) S_(t-1) + k_t v_t^T
    g_t = w_t with gate_domain log, -e^(w_t) with gate_domain loglog
    """
  public let source = "Peng et al., arXiv 2404.05892; BlinkDL/RWKV-LM (loglog, scale 1); fla.ops.rwkv6 (log, 1/sqrt(K))"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [
      .query("r", "receptances"), .key, .value(),
      .query("w", domain: .logarithmicGate(1), "decays, in the gate domain"),
      .init("u", ["heads", "keys"], summary: "weights of the step's own key and value"), .offsets, .initialState(),
    ] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [
    .scale,
    .init(
      "gate_domain", .choice(["log", "loglog"]), "what w is: the log-decay, or log(-log decay)",
      tries: [.word("log"), .word("loglog")]),
  ]
  public let forms: [Form] = Form.gatedAttention

  public enum Mutation: String, KernelMutation {
    case bonusOnHistory = "bonus-on-history"
    case bonusInState = "bonus-in-state"
    case noBonus = "no-bonus"
    case exponentialBonus = "exponential-bonus"
    case bonusAdded = "bonus-added"
    case decayBeforeRead = "decay-before-read"
    case firstHeadBonus = "first-head-bonus"
    case singleExponential = "single-exponential"
    case growingDecay = "growing-decay"
    case readAfterUpdate = "read-after-update"
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case binaryDecay = "binary-decay"
    case previousDecay = "previous-decay"
    case decayedNewPair = "decayed-new-pair"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry16 = "lost-carry-16"
    case lostCarry64 = "lost-carry-64"
    case transposedState = "transposed-state"

    public var statement: String {
      switch self {
      case .bonusOnHistory: "the bonus u on the state too: Diag(u) (S + k v^T)"
      case .bonusInState: "the bonus u on keys that enter the state"
      case .noBonus: "no term of the step's own key and value: u = 0"
      case .exponentialBonus: "e^u in place of u"
      case .bonusAdded: "1 + u in place of u"
      case .decayBeforeRead: "the state decayed before it is read"
      case .firstHeadBonus: "the bonus u of the first head in every head"
      case .singleExponential: "w as the log-decay where it is log(-log decay), or the reverse"
      default: MatrixStateDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    var isLogarithm = evaluation.word("gate_domain") == "log"
    if evaluation.has(Mutation.singleExponential) { isLogarithm.toggle() }
    return head.bonusAttention { t in
      var gate = head.vector("w", t)
      if isLogarithm { return gate }
      for i in 0..<gate.count { gate[i] = RWKVDecay.doubleExponential(gate[i]) }
      return gate
    }
  }
}

extension SequenceHead {
  /// The output and the states of RWKV-5 and RWKV-6.
  func bonusAttention(logDecay gate: (Int) -> Vector) -> [OutputPart<N>]? {
    func has(_ mutation: RWKV6.Mutation) -> Bool { evaluation.has(mutation) }
    var bonus = evaluation.input("u").vector(has(.firstHeadBonus) ? 0 : head)
    for i in 0..<bonus.count {
      if has(.exponentialBonus) { bonus[i] = N.Real.exp(bonus[i]) }
      if has(.bonusAdded) { bonus[i] = 1 + bonus[i] }
    }
    var steps = times.map { t in
      AffineStep<N.Real>.linearAttention(
        query: query(t, "r"), key: key(t), value: vector("v", t), logDecay: logDecay(t, gate))
    }
    for i in steps.indices {
      if has(.decayBeforeRead) { steps[i].query.multiply(by: steps[i].decay) }
      if has(.bonusOnHistory) { steps[i].query.multiply(by: bonus) }
      if has(.bonusInState) { steps[i].key.multiply(by: bonus) }
    }
    guard let (readouts, state) = solve(steps, readTime: .beforeUpdate) else { return nil }
    var outputs = readouts
    for (i, t) in times.enumerated() where !has(.noBonus) {
      outputs[i].add(bonusReadout(receptance: query(t, "r"), bonus: bonus, key: key(t), value: vector("v", t)))
    }
    return parts(outputs, state)
  }
}
