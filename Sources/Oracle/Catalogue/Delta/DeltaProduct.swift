import Arithmetic
import Definitions

/// The delta rule with several writes a token, `deltaproduct`.
public struct DeltaProduct: SequenceHeadKernel {
  public let identifier = "deltaproduct"
  public let title = "DeltaProduct, with a gate or without"
  public let formula = """
    S_(t,0) = e^(g_t) S_(t-1)                         S_(t-1) where there is no g
    S_(t,j) = S_(t,j-1) + beta_(t,j) k_(t,j) (v_(t,j) - S_(t,j-1)^T k_(t,j))^T,   j = 1 ... n_h,   S_t = S_(t,n_h)
    o_t = S_t^T (scale q_t);   k, v, beta have the steps (t, j) in order, t n_h + j - 1
    """
  public let source = "Siems et al., arXiv 2502.10297; fla.ops.gated_delta_product"
  public let dimensions: [DimensionSpecification] =
    DimensionSpecification.ofHeads + [.init("householders", "writes a token, n_h", sizes: [2, 1, 3])]
  public let tensors: [TensorSpecification] =
    [
      .query(domain: .unitVectors),
      .init(
        "k", ["batch", .writes, "heads", "keys"], domain: .unitVectors, summary: "keys, n_h for each token"),
      .init("v", ["batch", .writes, "heads", "values"], summary: "values, n_h for each token"),
      .init(
        "beta", ["batch", .writes, "heads"], domain: .between(0.0625, 0.9375), summary: "rates, n_h for each token"),
      .init(
        "g", ["batch", "length", "heads"], isOptional: true, domain: .logarithmicGate(1),
        summary: "log-decays, natural logarithms"),
      .offsets, .initialState(),
    ] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [.scale, .norm]
  public let forms = Form.deltaRule

  public enum Mutation: String, KernelMutation {
    case decayOfEveryWrite = "decay-of-every-write"
    case decayOfLastWrite = "decay-of-last-write"
    case reversedWrites = "reversed-writes"
    case blockedWrites = "blocked-writes"
    case firstWriteOnly = "first-write-only"
    case errorOfFirstWriteOnly = "error-of-first-write-only"
    case readAfterFirstWrite = "read-after-first-write"
    case errorBeforeDecay = "error-before-decay"
    case rateOnValuesOnly = "rate-on-values-only"
    case addedError = "added-error"
    case noError = "no-error"
    case unnormalizedQueries = "unnormalized-queries"
    case unnormalizedKeys = "unnormalized-keys"
    case epsilonOutside = "epsilon-outside"
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case previousDecay = "previous-decay"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry64 = "lost-carry-64"
    case transposedState = "transposed-state"

    public var statement: String {
      switch self {
      case .decayOfEveryWrite: "the decay at each of a token's writes"
      case .decayOfLastWrite: "the decay at the last of a token's writes in place of the first"
      case .reversedWrites: "a token's writes in reverse order"
      case .blockedWrites: "k, v and beta read in the layout (j, t) in place of (t, j)"
      case .firstWriteOnly: "the first of a token's writes only"
      case .errorOfFirstWriteOnly: "v in place of the error v - S^T k at all of a token's writes but the first"
      case .readAfterFirstWrite: "the state read after the first of a token's writes"
      default: DeltaDefect.statement(of: rawValue)
      }
    }
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
    let writes = evaluation.length("householders")
    let steps = head.times.flatMap { t in
      let places = (0..<writes).map { place(t, $0, evaluation) }
      return places.enumerated().map { j, place in step(t, j, place, places[0], head) }
    }
    guard let (outputs, state) = head.solve(steps, stepsAToken: writes) else { return nil }
    let first = evaluation.has(Mutation.readAfterFirstWrite) ? 0 : writes - 1
    return head.parts(stride(from: first, to: outputs.count, by: writes).map { outputs[$0] }, state)
  }

  /// The place of write j of token t in k, v and beta.
  private func place<N: NumberSystem>(_ t: Int, _ j: Int, _ evaluation: Evaluation<N>) -> Int {
    let writes = evaluation.length("householders")
    if evaluation.has(Mutation.blockedWrites) { return j * evaluation.length("length") + t }
    return t * writes + (evaluation.has(Mutation.reversedWrites) ? writes - 1 - j : j)
  }

  private func step<N: NumberSystem>(
    _ t: Int, _ j: Int, _ place: Int, _ first: Int, _ head: SequenceHead<N>
  ) -> AffineStep<N.Real> {
    let evaluation = head.evaluation
    let decayed = evaluation.has(Mutation.decayOfLastWrite) ? evaluation.length("householders") - 1 : 0
    let isDecayed = j == decayed || evaluation.has(Mutation.decayOfEveryWrite)
    let query = head.query(t, normalized: head.norm(of: .unnormalizedQueries))
    var step = head.deltaStep(
      DeltaInputs(
        query: query, key: head.key(place, normalized: head.norm(of: .unnormalizedKeys)),
        value: head.vector("v", place),
        rate: head.rate(at: place),
        logDecay: head.logDecay(t) { t in
          head.repeated(
            isDecayed ? evaluation.optionalInput("g")?[head.segment.row, t, head.head] ?? zero(head) : zero(head))
        }))
    if evaluation.has(Mutation.firstWriteOnly), j > 0 {
      step.key.fill(with: zero(head))
      step.correction?.target.fill(with: zero(head))
    }
    if evaluation.has(Mutation.errorOfFirstWriteOnly), j > 0 { step.correction?.target.fill(with: zero(head)) }
    return step
  }

  private func zero<N: NumberSystem>(_ head: SequenceHead<N>) -> N.Real { head.evaluation.constant(0) }
}

extension Axis {
  /// The writes of all tokens.
  fileprivate static let writes = Axis("length", times: "householders")
}
