import Arithmetic
import Definitions

/// Linear attention with keys that complement the decays, `hgrn2`.
public struct HGRN2: SequenceHeadKernel {
  public let identifier = "hgrn2"
  public let title = "HGRN2"
  public let formula = """
    a_t = lb + (1 - lb) sigmoid(f_t)                 lb = 0 where lower_bound is absent
    S_t = Diag(a_t) S_(t-1) + (1 - a_t) i_t^T,   o_t = S_t^T (scale q_t)
    """
  public let source = "Qin et al., arXiv 2404.07904; fla.layers.hgrn2 with fla.ops.gla"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [
      .query(), .query("f", domain: .signed(2), "forget gates, before the sigmoid"), .value("i", "inputs"),
      .init(
        "lower_bound", ["heads", "keys"], isOptional: true, domain: .between(0.125, 0.875),
        summary: "the least decay of each channel"),
      .offsets, .initialState(),
    ] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [.scale]
  public let forms = Form.gatedAttention

  public enum Mutation: String, KernelMutation {
    case keysOfSigmoid = "keys-of-sigmoid"
    case decayAsKey = "decay-as-key"
    case unitKeys = "unit-keys"
    case complementedBound = "complemented-bound"
    case clampedDecay = "clamped-decay"
    case negatedGate = "negated-gate"
    case firstHeadBound = "first-head-bound"
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case previousDecay = "previous-decay"
    case decayedNewPair = "decayed-new-pair"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry64 = "lost-carry-64"
    case readBeforeUpdate = "read-before-update"
    case transposedState = "transposed-state"

    public var statement: String {
      switch self {
      case .keysOfSigmoid: "keys 1 - sigmoid(f), without the lower bound"
      case .decayAsKey: "keys a in place of 1 - a"
      case .unitKeys: "keys 1 in place of 1 - a"
      case .complementedBound: "a = 1 - lb + lb sigmoid(f)"
      case .clampedDecay: "a = max(lb, sigmoid(f))"
      case .negatedGate: "sigmoid(-f) in place of sigmoid(f)"
      case .firstHeadBound: "the lower bounds of the first head in every head"
      default: MatrixStateDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let one = evaluation.constant(1)
    let steps = head.times.map { t in
      let previous = head.has(.previousDecay) ? head.before(t) : t
      var decay = decays(previous, head)
      let own = previous == t ? decay : decays(t, head)
      var key = own
      for i in 0..<key.count {
        if evaluation.has(Mutation.keysOfSigmoid) { key[i] = N.Real.sigmoid(head.vector("f", t)[i]) }
        if !evaluation.has(Mutation.decayAsKey) { key[i] = 1 - key[i] }
        if evaluation.has(Mutation.unitKeys) { key[i] = one }
      }
      var logDecay = decay
      for i in 0..<decay.count { logDecay[i] = N.Real.log(decay[i]) }
      if head.has(.undecayedInitialState), t == head.times.first {
        decay.fill(with: one)
        logDecay = evaluation.zeros(decay.count)
      }
      return AffineStep<N.Real>(
        decay: decay, key: key, value: head.vector("i", t), query: head.query(t), logDecay: logDecay)
    }
    return head.solve(steps).map(head.parts)
  }

  /// a of a step.
  private func decays<N: NumberSystem>(_ t: Int, _ head: SequenceHead<N>) -> N.Real.Vector {
    let evaluation = head.evaluation
    var decays = head.vector("f", t)
    let bounds = evaluation.optionalInput("lower_bound")?.vector(
      evaluation.has(Mutation.firstHeadBound) ? 0 : head.head)
    for i in 0..<decays.count {
      let gate = N.Real.sigmoid(evaluation.has(Mutation.negatedGate) ? -decays[i] : decays[i])
      guard let bound = bounds?[i] else {
        decays[i] = gate
        continue
      }
      if evaluation.has(Mutation.complementedBound) {
        decays[i] = 1 - bound + bound * gate
      } else if evaluation.has(Mutation.clampedDecay) {
        decays[i] = N.Real.maximum(bound, gate)
      } else {
        decays[i] = lowerBounded(gate: gate, bound)
      }
    }
    return decays
  }
}
