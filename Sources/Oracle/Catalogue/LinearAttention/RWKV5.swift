import Arithmetic
import Definitions

/// The time mixing of RWKV-5, `rwkv5`.
public struct RWKV5: SequenceHeadKernel {
  public let identifier = "rwkv5"
  public let title = "RWKV-5 (Eagle)"
  public let formula = """
    y_t = (S_(t-1) + Diag(u) k_t v_t^T)^T r_t
    S_t = Diag(e^(-e^w)) S_(t-1) + k_t v_t^T
    """
  public let source = "Peng et al., arXiv 2404.05892; BlinkDL/RWKV-LM"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [
      .query("r", "receptances"), .key, .value(),
      .init("w", ["heads", "keys"], domain: .logarithmicGate(4), summary: "decays of channels, log(-log decay)"),
      .init("u", ["heads", "keys"], summary: "weights of the step's own key and value"), .offsets, .initialState(),
    ] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [
    .init("scale", .number(default: 1), "what receptances are multiplied by", tries: [.number(1), .number(0.75)])
  ]
  public let forms: [Form] = Form.gatedAttention

  public enum Mutation: String, KernelMutation {
    case bonusOnHistory = "bonus-on-history"
    case bonusInState = "bonus-in-state"
    case noBonus = "no-bonus"
    case exponentialBonus = "exponential-bonus"
    case decayBeforeRead = "decay-before-read"
    case firstHeadBonus = "first-head-bonus"
    case firstHeadDecay = "first-head-decay"
    case singleExponential = "single-exponential"
    case negatedDecay = "negated-decay"
    case readAfterUpdate = "read-after-update"
    case noScale = "no-scale"
    case decayedNewPair = "decayed-new-pair"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry64 = "lost-carry-64"
    case transposedState = "transposed-state"

    public var statement: String {
      switch self {
      case .firstHeadDecay: "the decays of the first head in every head"
      case .singleExponential: "the decay e^w in place of e^(-e^w)"
      case .negatedDecay: "the decay e^(-e^-w) in place of e^(-e^w)"
      default:
        RWKV6.Mutation(rawValue: rawValue)?.statement ?? MatrixStateDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) {
    // e^w has to be an integer there.
    if style.isExact, let w = tensors["w"] {
      tensors["w"] = NumericTensor(w.values.map { min(abs($0), 2) }, shape: w.shape, format: w.format)
    }
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    var gate = evaluation.input("w").vector(evaluation.has(Mutation.firstHeadDecay) ? 0 : head.head)
    for i in 0..<gate.count where !evaluation.has(Mutation.singleExponential) {
      gate[i] = RWKVDecay.doubleExponential(evaluation.has(Mutation.negatedDecay) ? -gate[i] : gate[i])
    }
    return head.bonusAttention { _ in gate }
  }
}
