import Arithmetic
import Definitions

/// The delta rule without a gate, `delta`.
public struct DeltaNet: SequenceHeadKernel {
  public let identifier = "delta"
  public let title = "DeltaNet"
  public let formula = """
    S_t = S_(t-1) + beta_t k_t (v_t - S_(t-1)^T k_t)^T,   o_t = S_t^T (scale q_t)
    q_t, k_t divided by sqrt(<x, x> + 1e-6)         where use_qk_l2norm_in_kernel
    """
  public let source = "Yang et al., arXiv 2406.06484; fla.ops.delta_rule"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [
      .query(domain: .unitVectors), .query("k", domain: .unitVectors, "keys"), .value(), .rate(), .offsets,
      .initialState(),
    ] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [.scale, .norm]
  public let forms = Form.deltaRule.filter { !$0.name.contains("chunk-") }

  public enum Mutation: String, KernelMutation {
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
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case scaleOnKeys = "scale-on-keys"
    case lostCarry16 = "lost-carry-16"
    case lostCarry64 = "lost-carry-64"
    case readBeforeUpdate = "read-before-update"
    case transposedState = "transposed-state"

    public var statement: String { DeltaDefect.statement(of: rawValue) }
  }

  public init() {}

  public func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) {
    if flags["use_qk_l2norm_in_kernel"] == .bool(true) { tensors.rescaleQueriesAndKeys() }
    if style.isExact { flags.turnOff("use_qk_l2norm_in_kernel") }
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let none = evaluation.zeros(evaluation.length("keys"))
    let steps = head.times.map { t in
      let (query, key) = head.queryAndKey(t)
      return head.deltaStep(
        DeltaInputs(query: query, key: key, value: head.vector("v", t), rate: head.rate(at: t), logDecay: none))
    }
    return head.solve(steps).map(head.parts)
  }
}
