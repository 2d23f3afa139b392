import Arithmetic
import Definitions

/// RWKV-4's WKV, `rwkv4`.
public struct WKV4Scan: KernelDefinition {
  public let identifier = "rwkv4"
  public let title = "RWKV-4 WKV"
  public let formula = """
    y_t = (a_(t-1) + e^(u + k_t) v_t)/(b_(t-1) + e^(u + k_t))
    a_t = e^w a_(t-1) + e^(k_t) v_t,   b_t = e^w b_(t-1) + e^(k_t)
    p_t = max(p_(t-1) + w, k_t);   a state is (a e^-p, b e^-p, p), before the first step of a sequence (0, 0, -1e38)
    """
  public let source = "Peng et al., arXiv 2305.13048; BlinkDL/RWKV-LM, version 4; transformers, RwkvModel"
  public let dimensions: [DimensionSpecification] = [
    .rows, .init("channels", "channels", sizes: [1, 2, 3]), .steps,
  ]
  public let tensors: [TensorSpecification] = [
    .init("w", ["channels"], domain: .between(-3, -0.0625), summary: "the decay of the exponents, negative"),
    .init("u", ["channels"], domain: .between(-1, 1), summary: "the bonus of the step itself"),
    .init("k", ["batch", "length", "channels"], domain: .between(-4, 4), summary: "the keys"),
    .init("v", ["batch", "length", "channels"], summary: "the values"),
    .init(
      "state", ["batch", .fixed(3), "channels"], role: .initialState(final: "final_state"), isOptional: true,
      summary: "numerator, denominator and exponent before the first step"),
    .init("y", ["batch", "length", "channels"], role: .output, summary: "the output, before the receptance"),
    .init(
      "final_state", ["batch", .fixed(3), "channels"], role: .finalState, isOptional: true,
      summary: "numerator, denominator and exponent after the last step"),
  ]
  public let flags: [FlagSpecification] = [
    .init(
      "gate_domain", .choice(["log", "loglog"]), "whether w is the decay of the exponents, or log(-decay)",
      tries: [.word("log"), .word("loglog")])
  ]
  public let forms: [Form] =
    [.recurrent, .parallel, .chunked(16), .logarithmicChunked(64)] + Form.scans + [
      Form("stabilized", .lessAccurate, .recurrent, "the recurrence with a running exponent, as kernels do")
    ]

  public enum Mutation: String, KernelMutation {
    case bonusInState = "bonus-in-state"
    case bonusMissing = "bonus-missing"
    case bonusTwice = "bonus-twice"
    case bonusOnHistory = "bonus-on-history"
    case withoutOwnStep = "without-own-step"
    case ownStepTwice = "own-step-twice"
    case growingDecay = "growing-decay"
    case decayBeforeRead = "decay-before-read"
    case decayOnOwnKey = "decay-on-own-key"
    case undecayedDenominator = "undecayed-denominator"
    case numeratorOnly = "numerator-only"
    case denominatorWithoutOwnStep = "denominator-without-own-step"
    case decayTwice = "decay-twice"
    case exponentOfDecayOnly = "exponent-of-decay-only"
    case unscaledState = "unscaled-state"
    case swappedStates = "swapped-states"
    case previousKey = "previous-key"

    public var statement: String {
      switch self {
      case .bonusInState: "the state updated with e^(u + k) in place of e^k"
      case .bonusMissing: "the weight e^k of the step itself in place of e^(u + k)"
      case .bonusTwice: "the weight e^(2 u + k) of the step itself in place of e^(u + k)"
      case .bonusOnHistory: "the bonus on the history in place of the step itself"
      case .withoutOwnStep: "the step itself left out, but for the first one"
      case .ownStepTwice: "the state read after its update, so that the step itself counts twice"
      case .growingDecay: "e^-w in place of e^w"
      case .decayBeforeRead: "the history decayed once more before it is read"
      case .decayOnOwnKey: "the decay on the step's own key, too: e^w (S + e^k (v, 1))"
      case .undecayedDenominator: "a denominator that does not decay"
      case .numeratorOnly: "the numerator, not divided"
      case .denominatorWithoutOwnStep: "a denominator without the step itself"
      case .decayTwice: "e^(2 w) in place of e^w"
      case .exponentOfDecayOnly: "final_state scaled by the exponent of the last key, whatever was before"
      case .unscaledState: "final_state with the numerator and the denominator themselves, not over e^exponent"
      case .swappedStates: "numerator and denominator of the state exchanged"
      case .previousKey: "the key of the previous step"
      }
    }
  }

  public init() {}

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if style.isExact { flags["gate_domain"] = .word("log") }
    // A denominator is positive, and an exponent an integer in exact calls.
    guard var state = tensors["state"] else { return }
    let channels = state.shape[2]
    for i in state.values.indices {
      switch i / channels % 3 {
      case 1: state.values[i] = abs(state.values[i]) + 0.5
      case 2: state.values[i] = state.values[i].rounded()
      default: break
      }
    }
    tensors["state"] = state
  }

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard let state = call.tensors["state"] else { return }
    let channels = max(state.shape[2], 1)
    for i in state.values.indices where i / channels % 3 == 1 && state.values[i] < 0 {
      throw KernelCallError(
        kernel: identifier, subject: "'state'", expected: "denominators that are not negative",
        found: "\(state.values[i]) at index \(state.indices(at: i))")
    }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    return WKV4Channel(row: row, channel: channel, e: e).outputs()
  }
}
