import Arithmetic
import Definitions

/// The Mesa layer, `mesa`.
public struct MesaLayerKernel: KernelDefinition {
  public let identifier = "mesa"
  public let title = "Mesa layer: regression with forgetting, solved at every step"
  public let formula = """
    h_kk_t = e^g_t h_kk_(t-1) + beta_t k_t k_t^T
    h_kv_t = e^g_t h_kv_(t-1) + beta_t k_t v_t^T
    o_t = h_kv_t^T (h_kk_t + diag(lamb))^-1 q_t
    """
  public let source = "von Oswald et al., arXiv 2506.05233; fla-org/flash-linear-attention, mesa_net"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "rows", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5]),
    .init("heads", "heads", sizes: [1, 2]),
    .init("key", "the size of queries and keys", sizes: [1, 2, 3]),
    .init("value", "the size of values", sizes: [1, 2]),
    .sequences,
  ]
  public let tensors: [TensorSpecification] = [
    .init("q", ["batch", "length", "heads", "key"], summary: "the queries"),
    .init("k", ["batch", "length", "heads", "key"], summary: "the keys"),
    .init("v", ["batch", "length", "heads", "value"], summary: "the values"),
    .init("g", ["batch", "length", "heads"], domain: .logarithmicGate(1), summary: "the logarithms of the gates"),
    .init("beta", ["batch", "length", "heads"], domain: .positive(0.5), summary: "the strengths"),
    .init("lamb", ["heads", "key"], domain: .between(0.5, 2), summary: "the regularization, above 0"),
    .init(
      "h_kk_init", ["sequences", "heads", "key", "key"], role: .initialState(final: "h_kk_final"), isOptional: true,
      summary: "h_kk before the first step, symmetric and positive semidefinite"),
    .init(
      "h_kv_init", ["sequences", "heads", "key", "value"], role: .initialState(final: "h_kv_final"), isOptional: true,
      summary: "h_kv before the first step"),
    .offsets,
    .init("o", ["batch", "length", "heads", "value"], role: .output, summary: "the output"),
    .init(
      "h_kk_final", ["sequences", "heads", "key", "key"], ["batch", "heads", "key", "key"], role: .finalState,
      isOptional: true, summary: "h_kk after the last step"),
    .init(
      "h_kv_final", ["sequences", "heads", "key", "value"], ["batch", "heads", "key", "value"], role: .finalState,
      isOptional: true, summary: "h_kv after the last step"),
  ]
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16)] + Form.scans + [.logarithmicChunked(64)]

  public enum Mutation: String, KernelMutation {
    case unsolved
    case withoutRegularization = "without-regularization"
    case regularizationEverywhere = "regularization-everywhere"
    case regularizationOfFirst = "regularization-of-first"
    case reciprocalRegularization = "reciprocal-regularization"
    case strengthOnlyInValues = "strength-only-in-values"
    case strengthOnlyInKeys = "strength-only-in-keys"
    case covarianceNotDecayed = "covariance-not-decayed"
    case previousCovariance = "previous-covariance"
    case jitter
    case oneIteration = "one-iteration"
    case valuesReadBefore = "values-read-before"

    public var statement: String {
      switch self {
      case .unsolved: "h_kv^T q, without the inverse"
      case .withoutRegularization: "no regularization except 2^-20"
      case .regularizationEverywhere: "lamb added to every element of its row"
      case .regularizationOfFirst: "the regularization of the first key for every key"
      case .reciprocalRegularization: "1/lamb in place of lamb"
      case .strengthOnlyInValues: "h_kk without beta"
      case .strengthOnlyInKeys: "h_kv without beta"
      case .covarianceNotDecayed: "an h_kk that does not forget"
      case .previousCovariance: "h_kk before its update"
      case .jitter: "2^-7 added to the diagonal"
      case .oneIteration: "one iteration of conjugate gradients"
      case .valuesReadBefore: "h_kv before its update"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    try checkSegments(call)
    if let bad = call.tensors["lamb"]?.values.first(where: { $0 <= 0 }) {
      throw KernelCallError(kernel: identifier, subject: "'lamb'", expected: "numbers above 0", found: "\(bad)")
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    adjustSegments(&tensors)
    // A symmetric matrix that is certainly positive: diagonal.
    guard let state = tensors["h_kk_init"], let size = state.shape.last else { return }
    for position in state.values.indices {
      let isDiagonal = position / size % size == position % size
      tensors["h_kk_init"]?.values[position] = isDiagonal ? abs(state.values[position]) : 0
    }
  }

  public func partCount(of call: KernelCall) -> Int { call.segmentCount * (call.dimensions["heads"] ?? 0) }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (index, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let segment = e.call.segment(index)
    let (key, value) = (e.length("key"), e.length("value"))
    var covariance = e.optionalInput("h_kk_init")?.block(index, head) ?? e.zeros(key * key)
    var steps: [AffineStep<N.Real>] = []
    for t in segment.range {
      let k = e.input("k").vector(segment.row, t, head)
      let (g, beta) = (e.input("g")[segment.row, t, head], e.input("beta")[segment.row, t, head])
      let (before, decay) = (covariance, N.Real.exp(g))
      if !e.has(Mutation.covarianceNotDecayed) { covariance.multiply(by: decay) }
      var scaled = k
      if !e.has(Mutation.strengthOnlyInValues) { scaled.multiply(by: beta) }
      covariance.addOuterProduct(scaled, k)
      let solution = solve(
        e.has(Mutation.previousCovariance) ? before : covariance, e.input("q").vector(segment.row, t, head), head, e)
      steps.append(
        MesaLayer<N.Real>.step(
          decay: decay, logDecay: g, strength: e.has(Mutation.strengthOnlyInKeys) ? e.constant(1) : beta, key: k,
          value: e.input("v").vector(segment.row, t, head), solution: solution))
    }
    let problem = e.problem(
      initialState: e.optionalInput("h_kv_init")?.block(index, head) ?? e.zeros(key * value), columns: value,
      steps: steps, readTime: e.has(Mutation.valuesReadBefore) ? .beforeUpdate : .afterUpdate)
    guard let (outputs, state) = N.solve(problem, e.form.affine) else { return nil }
    var (o, kk, kv) = (e.output("o"), e.output("h_kk_final"), e.output("h_kv_final"))
    for (t, output) in zip(segment.range, outputs) { o.append(output, at: segment.row, t, head) }
    for a in 0..<key {
      for b in 0..<key { kk.append(covariance[a * key + b], at: index, head, a, b) }
      for j in 0..<value { kv.append(state[a * value + j], at: index, head, a, j) }
    }
    return [o, kk, kv].filter { !$0.positions.isEmpty }
  }

  private func solve<N: NumberSystem>(
    _ covariance: N.Real.Vector, _ query: N.Real.Vector, _ head: Int, _ e: Evaluation<N>
  ) -> N.Real.Vector {
    let size = query.count
    var (covariance, regularization) = (covariance, e.input("lamb").vector(head))
    for i in 0..<size {
      if e.has(Mutation.withoutRegularization) { regularization[i] = e.constant(0x1p-20) }
      if e.has(Mutation.regularizationOfFirst) { regularization[i] = e.input("lamb")[head, 0] }
      if e.has(Mutation.reciprocalRegularization) { regularization[i] = 1 / e.input("lamb")[head, i] }
      if e.has(Mutation.jitter) { regularization[i] = regularization[i] + e.constant(0x1p-7) }
      guard e.has(Mutation.regularizationEverywhere) else { continue }
      for j in 0..<size where j != i { covariance[i * size + j] = covariance[i * size + j] + regularization[i] }
    }
    if e.has(Mutation.unsolved) { return query }
    if e.has(Mutation.oneIteration) {
      var image = query
      image.formProduct(query, matrix: covariance)
      image.addProduct(regularization, query)
      var solution = query
      solution.multiply(by: query.dot(query) / query.dot(image))
      return solution
    }
    return N.regularizedSolve(covariance, regularization, query)
  }
}
