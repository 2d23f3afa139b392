import Arithmetic
import Definitions

/// The gated delta rule whose error is taken under another key, `comba`.
public struct Comba: SequenceHeadKernel {
  public let identifier = "comba"
  public let title = "Comba"
  public let formula = """
    S' = e^(g_t) S_(t-1),   S_t = S' + beta_t k_t (v_t - S'^T p_t)^T,   o_t = S_t^T (scale q_t)
    """
  public let source = "Hu et al., arXiv 2506.02475; fla.ops.comba"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [
      .query(domain: .unitVectors), .query("k", domain: .unitVectors, "keys"), .value(),
      .query("p", domain: .unitVectors, "what the error is taken of"),
      .init(
        "g", ["batch", "length", "heads"], domain: .logarithmicGate(1), summary: "log-decays, natural logarithms"),
      .rate(), .offsets, .initialState(),
    ] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [.scale]
  public let forms = Form.deltaRule

  public enum Mutation: String, KernelMutation {
    case errorOfKey = "error-of-key"
    case writeUnderProbe = "write-under-probe"
    case swappedKeys = "swapped-keys"
    case errorBeforeDecay = "error-before-decay"
    case decayAfterWrite = "decay-after-write"
    case rateOnValuesOnly = "rate-on-values-only"
    case rateOnErrorOnly = "rate-on-error-only"
    case previousRate = "previous-rate"
    case addedError = "added-error"
    case noError = "no-error"
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case previousDecay = "previous-decay"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry64 = "lost-carry-64"
    case readBeforeUpdate = "read-before-update"
    case transposedState = "transposed-state"

    public var statement: String {
      switch self {
      case .errorOfKey: "the error v - S^T k in place of v - S^T p: the gated delta rule"
      case .writeUnderProbe: "the error written under p in place of k, the value under k"
      case .swappedKeys: "k and p exchanged"
      default: DeltaDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let isSwapped = evaluation.has(Mutation.swappedKeys)
    let steps = head.times.map { t in
      let (key, probe) = (head.key(t, isSwapped ? "p" : "k"), head.key(t, isSwapped ? "k" : "p"))
      let rate = head.rate(at: t)
      var step = head.deltaStep(
        DeltaInputs(
          query: head.query(t), key: key, value: head.vector("v", t), rate: rate,
          logDecay: head.logDecay(t) { head.repeated(head.scalar("g", $0)) },
          probe: evaluation.has(Mutation.errorOfKey) ? key : probe))
      if evaluation.has(Mutation.writeUnderProbe) {
        var target = probe
        target.multiply(by: -rate)
        step.correction?.target = target
      }
      return step
    }
    return head.solve(steps).map(head.parts)
  }
}
