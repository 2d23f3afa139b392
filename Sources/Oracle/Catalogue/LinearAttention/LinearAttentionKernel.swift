import Arithmetic
import Definitions

/// Linear attention without a decay, with or without its normalizer, `linear_attn`.
public struct LinearAttentionKernel: SequenceHeadKernel {
  public let identifier = "linear_attn"
  public let title = "Linear attention"
  public let formula = """
    S_t = S_(t-1) + k_t v_t^T,   z_t = z_(t-1) + k_t
    o_t = S_t^T (scale q_t)                            divided by <scale q_t, z_t> + 1e-10 where normalize
    """
  public let source = "Katharopoulos et al., arXiv 2006.16236; fla.ops.linear_attn"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [
      .query(domain: .positive(1)), .query("k", domain: .positive(1), "keys, after the feature map"), .value(),
      .offsets,
      .initialState(),
      .init(
        "z_state", ["sequences", "heads", "keys"], role: .initialState(final: "final_z_state"), isOptional: true,
        domain: .positive(1), summary: "the sums of keys before the first step; zeros where absent"),
    ] + TensorSpecification.outputs() + [
      .init(
        "final_z_state", ["sequences", "heads", "keys"], ["batch", "heads", "keys"], role: .finalState,
        isOptional: true, summary: "the sums of keys after the last step")
    ]
  public let flags: [FlagSpecification] = [
    .scale,
    .init("normalize", .bool(default: false), "whether outputs are divided", tries: [.bool(true), .bool(false)]),
  ]
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16), .chunked(64)] + Form.scans

  public enum Mutation: String, KernelMutation {
    case unscaledNormalizer = "unscaled-normalizer"
    case noEpsilon = "no-epsilon"
    case clampedNormalizer = "clamped-normalizer"
    case normalizerOfChunk = "normalizer-of-chunk"
    case normalizerOfQueries = "normalizer-of-queries"
    case previousNormalizer = "previous-normalizer"
    case meanInPlaceOfSum = "mean-in-place-of-sum"
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case scaleOnKeys = "scale-on-keys"
    case lostCarry16 = "lost-carry-16"
    case lostCarry64 = "lost-carry-64"
    case readBeforeUpdate = "read-before-update"
    case previousQuery = "previous-query"
    case transposedState = "transposed-state"

    public var statement: String {
      switch self {
      case .unscaledNormalizer: "the normalizer <q, z>, without the scale"
      case .noEpsilon: "the normalizer without 1e-10"
      case .clampedNormalizer: "the normalizer max(<q, z>, 1), as in the mLSTM"
      case .normalizerOfChunk: "a normalizer that begins anew every 64 steps"
      case .normalizerOfQueries: "the sum of queries in place of that of keys in the normalizer"
      case .previousNormalizer: "the normalizer without the step's own key"
      case .meanInPlaceOfSum: "outputs divided by the number of steps"
      default: MatrixStateDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) {
    // So small that 1e-10 shows in the normalizer.
    guard !style.isExact, flags["normalize"] == .bool(true) else { return }
    tensors.scale("q", by: 0x1p-10)
    tensors.scale("k", by: 0x1p-10)
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let none = evaluation.zeros(evaluation.length("keys"))
    let one = N.Real.Vector([evaluation.constant(1)], in: evaluation.context)
    func step(_ t: Int, query: N.Real.Vector, key: N.Real.Vector, _ value: N.Real.Vector) -> AffineStep<N.Real> {
      .linearAttention(query: query, key: key, value: value, logDecay: none)
    }
    let steps = head.times.map { step($0, query: head.query($0), key: head.key($0), head.vector("v", $0)) }
    guard let (readouts, state) = head.solve(steps) else { return nil }
    var outputs = readouts
    // The normalizer is the same recurrence on the value 1.
    let sums = head.times.map { t in
      let query =
        evaluation.has(Mutation.unscaledNormalizer)
        ? evaluation.input("q").vector(head.segment.row, t, head.head) : head.query(t)
      return step(t, query: query, key: evaluation.has(Mutation.normalizerOfQueries) ? head.query(t) : head.key(t), one)
    }
    let initial = evaluation.optionalInput("z_state")?.vector(head.segment.index, head.head) ?? none
    guard let (normalizers, sum) = normalizer(sums, from: initial, head) else { return nil }
    if evaluation.flag("normalize") {
      for i in outputs.indices {
        outputs[i].multiply(by: 1 / normalizers[i])
      }
    }
    if evaluation.has(Mutation.meanInPlaceOfSum) {
      for i in outputs.indices { outputs[i].multiply(by: 1 / N.Real(i + 1, in: evaluation.context)) }
    }
    var sumOfKeys = evaluation.output("final_z_state")
    sumOfKeys.append(sum, at: head.segment.index, head.head)
    return head.parts(outputs, state) + [sumOfKeys]
  }

  /// What outputs are divided by, and the sum of all keys.
  private func normalizer<N: NumberSystem>(
    _ steps: [AffineStep<N.Real>], from initial: N.Real.Vector, _ head: SequenceHead<N>
  ) -> (divisors: [N.Real], sum: N.Real.Vector)? {
    let evaluation = head.evaluation
    let problem = evaluation.problem(
      initialState: initial, columns: 1, steps: steps,
      readTime: evaluation.has(Mutation.previousNormalizer) ? .beforeUpdate : .afterUpdate)
    if steps.isEmpty { return ([], initial) }
    let chunk = evaluation.has(Mutation.normalizerOfChunk) ? 64 : nil
    guard let (sums, sum) = N.realNumbers.solve(problem, in: evaluation, losingStateEvery: chunk) else { return nil }
    let divisors = sums.map { sum in
      if evaluation.has(Mutation.clampedNormalizer) { return N.Real.maximum(sum[0], evaluation.constant(1)) }
      return evaluation.has(Mutation.noEpsilon) ? sum[0] : sum[0] + evaluation.constant(1e-10)
    }
    return (divisors, sum)
  }
}
