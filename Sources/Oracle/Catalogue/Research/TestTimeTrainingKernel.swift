import Arithmetic
import Definitions

/// TTT-linear, `ttt.linear`.
public struct TestTimeTrainingLinear: KernelDefinition {
  public let identifier = "ttt.linear"
  public let title = "Test-time training with a linear learner (TTT-linear)"
  public let formula = """
    in each mini-batch, from W_0 and b_0 of the one before:
    g_s = d/dz 1/2 ||LN(z) - (XV_s - XK_s)||^2 at z = XK_s^T W_0 + b_0
    W_t = W_0 - sum_(s <= t) eta_ts XK_s g_s^T,   b_t = b_0 - sum_(s <= t) eta_ts g_s
    XQW_t = XQ_t + LN(XQ_t^T W_t + b_t)
    W_last, b_last are those of the last token
    LN(z) = ln_weight (z - mean)/sqrt(variance + eps) + ln_bias; z itself where there is no ln_weight
    """
  public let source = "Sun et al., arXiv 2407.04620; test-time-training/ttt-lm-pytorch"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("heads", "heads", sizes: [1, 2]),
    .init("length", "NMB, mini-batches", sizes: [1, 2, 3]),
    .init("tokens", "CS, tokens of a mini-batch", sizes: [2, 1, 3]),
    .init("size", "HD, the size of queries, keys and values", sizes: [2, 3, 4]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("XQ", ["batch", "heads", "length", "tokens", "size"], summary: "the queries"),
    .init("XK", ["batch", "heads", "length", "tokens", "size"], domain: .signed(0.5), summary: "the keys"),
    .init("XV", ["batch", "heads", "length", "tokens", "size"], summary: "the values"),
    .init(
      "eta", ["batch", "heads", "length", "tokens", "tokens"], domain: .positive(0.03125),
      summary: "the learning rates: of the token of the last axis, as seen from that of the axis before"),
    .init(
      "W0", ["heads", "size", "size"], ["batch", "heads", "size", "size"], role: .initialState(final: "W_last"),
      summary: "the weights before the first mini-batch"),
    .init(
      "b0", ["heads", .fixed(1), "size"], ["batch", "heads", .fixed(1), "size"],
      role: .initialState(final: "b_last"), summary: "the bias before the first mini-batch"),
    .init(
      "ln_weight", ["heads", "size"], isOptional: true, domain: .between(0.25, 1),
      summary: "the scale of the layer norm"),
    .init("ln_bias", ["heads", "size"], isOptional: true, summary: "the bias of the layer norm"),
    .init("XQW", ["batch", "heads", "length", "tokens", "size"], role: .output, summary: "the output"),
    .init(
      "W_last", ["batch", "heads", "size", "size"], role: .finalState, isOptional: true,
      summary: "the weights after the last mini-batch"),
    .init(
      "b_last", ["batch", "heads", .fixed(1), "size"], role: .finalState, isOptional: true,
      summary: "the bias after the last mini-batch"),
  ]
  public let flags: [FlagSpecification] = [
    .init("eps", .number(default: 1e-6), "added to the variance", tries: [.number(1)])
  ]
  public let forms: [Form] = [
    Form("primal", .definition, .recurrent, "the weights of each token"),
    Form("dual", .sameProducts, .recurrent, "products of queries and keys, without the weights of each token"),
  ]

  public enum Mutation: String, KernelMutation {
    case exclusiveSum = "exclusive-sum"
    case ratesTransposed = "rates-transposed"
    case ratesOfQuery = "rates-of-query"
    case firstRow = "first-row"
    case targetValue = "target-value"
    case doubledGradient = "doubled-gradient"
    case straightThrough = "straight-through"
    case gradientWithoutMean = "gradient-without-mean"
    case reciprocalDeviation = "reciprocal-deviation"
    case onlineGradient = "online-gradient"
    case fixedBias = "fixed-bias"
    case noResidual = "no-residual"
    case outputNotNormalized = "output-not-normalized"
    case ascending
    case transposedUpdate = "transposed-update"

    public var statement: String {
      switch self {
      case .exclusiveSum: "s < t in place of s <= t"
      case .ratesTransposed: "eta transposed"
      case .ratesOfQuery: "the learning rate of the query's token for each key, eta_tt in place of eta_ts"
      case .firstRow: "the first token's learning rates for the weights of the next mini-batch"
      case .targetValue: "the target XV in place of XV - XK"
      case .doubledGradient: "the gradient of ||LN(z) - target||^2, without the half"
      case .straightThrough: "the gradient taken at LN(z), the layer norm not differentiated"
      case .gradientWithoutMean: "the layer norm differentiated as if the mean were constant"
      case .reciprocalDeviation: "a gradient multiplied by the deviation in place of divided"
      case .onlineGradient: "gradients at the weights of the token before in place of the mini-batch's start"
      case .fixedBias: "a bias that is not trained"
      case .noResidual: "the output without XQ"
      case .outputNotNormalized: "the output without the layer norm"
      case .ascending: "steps along the gradient in place of against it"
      case .transposedUpdate: "g k^T in place of k g^T"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard call.tensors["ln_bias"] != nil, call.tensors["ln_weight"] == nil else { return }
    throw KernelCallError(
      kernel: identifier, subject: "'ln_bias'", expected: "a layer norm, with 'ln_weight'", found: "the bias alone")
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    // The norm has a square root.
    if style.isExact { tensors["ln_weight"] = nil }
    if tensors["ln_weight"] == nil { tensors["ln_bias"] = nil }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let (tokens, size) = (e.length("tokens"), e.length("size"))
    var learner = initialLearner(row, head, e)
    var (output, weights, bias) = (e.output("XQW"), e.output("W_last"), e.output("b_last"))
    for batch in 0..<e.length("length") {
      let miniBatch = MiniBatch(row: row, head: head, batch: batch, e: e)
      let gradients = miniBatch.gradients(learner)
      for t in 0..<tokens {
        output.append(miniBatch.output(at: t, learner, gradients), at: row, head, batch, t)
      }
      learner = miniBatch.updated(learner, at: tokens - 1, gradients, isLast: true)
      learner.weights = N.materialized(learner.weights)
      learner.bias = N.materialized(learner.bias)
    }
    for i in 0..<size {
      for j in 0..<size { weights.append(learner.weights[i * size + j], at: row, head, i, j) }
    }
    bias.append(learner.bias, at: row, head, 0)
    return [output, weights, bias]
  }

  private func initialLearner<N: NumberSystem>(_ row: Int, _ head: Int, _ e: Evaluation<N>) -> LinearLearner<N.Real> {
    let (weights, bias) = (e.input("W0"), e.input("b0"))
    var norm: LearnerNorm<N.Real>?
    if let scale = e.optionalInput("ln_weight") {
      norm = LearnerNorm(
        weight: scale.vector(head), bias: e.optionalInput("ln_bias")?.vector(head) ?? e.zeros(e.length("size")),
        epsilon: e.constant(e.number("eps") ?? 0))
    }
    return LinearLearner(
      weights: weights.rank == 3 ? weights.block(head) : weights.block(row, head),
      bias: bias.rank == 3 ? bias.block(head) : bias.block(row, head), norm: norm)
  }
}

/// One mini-batch of one head.
private struct MiniBatch<N: NumberSystem> {
  let row: Int
  let head: Int
  let batch: Int
  let e: Evaluation<N>

  private func has(_ mutation: TestTimeTrainingLinear.Mutation) -> Bool { e.has(mutation) }
  private func vector(_ name: String, _ token: Int) -> N.Real.Vector { e.input(name).vector(row, head, batch, token) }
  private var keys: [N.Real.Vector] { (0..<e.length("tokens")).map { vector("XK", $0) } }

  /// The learning rates of a token's update, of the tokens up to it.
  private func rates(_ t: Int) -> ArraySlice<N.Real> {
    let rates = e.input("eta")
    var row = (0...t).map { s in
      if has(.ratesOfQuery) { return rates.real([self.row, head, batch, t, t]) }
      return rates.real([self.row, head, batch, has(.ratesTransposed) ? s : t, has(.ratesTransposed) ? t : s])
    }
    if has(.ascending) { row = row.map { -$0 } }
    return (has(.exclusiveSum) ? row.dropLast() : row)[...]
  }

  func gradients(_ learner: LinearLearner<N.Real>) -> [N.Real.Vector] {
    var gradients: [N.Real.Vector] = []
    for s in 0..<e.length("tokens") {
      var current = learner
      if has(.onlineGradient), s > 0 { current = updated(learner, at: s - 1, gradients, isLast: false) }
      gradients.append(gradient(current, s))
    }
    return gradients
  }

  private func gradient(_ learner: LinearLearner<N.Real>, _ s: Int) -> N.Real.Vector {
    let key = vector("XK", s)
    var target = vector("XV", s)
    if !has(.targetValue) { target.subtract(key) }
    let prediction = N.materialized(learner.prediction(key))
    var gradient = N.materialized(learner.gradient(at: prediction, target: target))
    if has(.doubledGradient) { gradient.multiply(by: e.constant(2)) }
    guard let norm = learner.norm else { return gradient }
    let deviation = norm.standardized(prediction).deviation
    if has(.straightThrough) {
      gradient = norm.applied(to: prediction)
      gradient.subtract(target)
    }
    if has(.reciprocalDeviation) { gradient.multiply(by: deviation * deviation) }
    if has(.gradientWithoutMean) {
      var slope = norm.applied(to: prediction)
      slope.subtract(target)
      slope.multiply(by: norm.weight)
      let sum = slope.elements.reduce(e.constant(0), +)
      let shift = sum / (e.constant(Double(slope.count)) * deviation)
      for i in 0..<gradient.count { gradient[i] = gradient[i] + shift }
    }
    return gradient
  }

  func output(at t: Int, _ learner: LinearLearner<N.Real>, _ gradients: [N.Real.Vector]) -> N.Real.Vector {
    let query = vector("XQ", t)
    let prediction =
      e.form.name == "dual"
      ? learner.dualPrediction(query: query, keys: keys[...t], gradients: gradients[...t], rates: rates(t))
      : updated(learner, at: t, gradients, isLast: false).prediction(query)
    let stored = N.materialized(prediction)
    var output = has(.outputNotNormalized) ? stored : learner.output(stored, query: e.zeros(query.count))
    if !has(.noResidual) { output.add(query) }
    return output
  }

  func updated(
    _ learner: LinearLearner<N.Real>, at t: Int, _ gradients: [N.Real.Vector], isLast: Bool
  ) -> LinearLearner<N.Real> {
    var rates = rates(t)
    if has(.firstRow), isLast {
      rates = (0...t).map { e.input("eta").real([row, head, batch, 0, $0]) }[...]
    }
    let swapped = has(.transposedUpdate)
    var updated = learner.updated(
      keys: swapped ? gradients[...t] : keys[...t], gradients: swapped ? keys[...t] : gradients[...t], rates: rates)
    if swapped { updated.bias = learner.updated(keys: keys[...t], gradients: gradients[...t], rates: rates).bias }
    if has(.fixedBias) { updated.bias = learner.bias }
    return updated
  }
}
