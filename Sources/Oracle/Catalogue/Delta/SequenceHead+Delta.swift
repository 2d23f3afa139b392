import Arithmetic
import Definitions

/// What a step of the delta rule takes.
struct DeltaInputs<Real: ElementaryArithmetic> {
  var query: Real.Vector
  var key: Real.Vector
  var value: Real.Vector
  var rate: Real
  var logDecay: Real.Vector
  /// What the error is taken of; nil for the key.
  var probe: Real.Vector?
}

extension SequenceHead {
  func has(_ defect: DeltaDefect) -> Bool { evaluation.has(defect) }

  /// How queries and keys are normalized; nil where the kernel takes them as they are.
  func norm(of defect: DeltaDefect) -> ((Vector) -> Vector)? {
    guard evaluation.flag("use_qk_l2norm_in_kernel"), !has(defect) else { return nil }
    return { x in
      let epsilon = evaluation.constant(1e-6)
      if has(.noEpsilon) { return normalized(x, epsilon: evaluation.constant(0)) }
      if has(.meanSquare) {
        let count = N.Real(x.count, in: evaluation.context)
        var y = normalized(x, epsilon: epsilon * count)
        y.multiply(by: N.Real.sqrt(count))
        return y
      }
      guard has(.epsilonOutside) else { return normalized(x, epsilon: epsilon) }
      var y = x
      y.multiply(by: 1 / (N.Real.sqrt(x.dot(x)) + epsilon))
      return y
    }
  }

  /// beta of a step, from the number that the kernel was given.
  func rate(_ given: N.Real) -> N.Real {
    var rate = given
    if evaluation.flag("use_beta_sigmoid_in_kernel") {
      if !has(.rateBeforeSigmoid) { rate = N.Real.sigmoid(rate) }
      if evaluation.flag("allow_neg_eigval") { rate = 2 * rate }
    }
    if has(.rateTwice) { rate = rate * rate }
    if has(.doubledRate) { rate = 2 * rate }
    return rate
  }

  /// beta of a step, from a tensor (batch, length, heads).
  func rate(at t: Int) -> N.Real { rate(scalar("beta", has(.previousRate) ? before(t) : t)) }

  /// The query and the key of a step, normalized where the kernel does that.
  func queryAndKey(_ t: Int) -> (query: Vector, key: Vector) {
    (query(t, normalized: norm(of: .unnormalizedQueries)), key(t, normalized: norm(of: .unnormalizedKeys)))
  }

  /// A step of the delta rule, or of a defective one.
  func deltaStep(_ inputs: DeltaInputs<N.Real>) -> AffineStep<N.Real> {
    var step = AffineStep<N.Real>.deltaRule(
      query: inputs.query, key: inputs.key, value: inputs.value, rate: inputs.rate, logDecay: inputs.logDecay,
      probe: has(.errorOfQuery) ? inputs.query : inputs.probe)
    guard var (target, source) = step.correction else { return step }
    if has(.errorBeforeDecay) { source = inputs.probe ?? inputs.key }
    if has(.decayAfterWrite) {
      source = inputs.probe ?? inputs.key
      target.multiply(by: step.decay)
      step.key.multiply(by: step.decay)
    }
    if has(.rateOnValuesOnly) {
      target = inputs.key
      target.multiply(by: evaluation.constant(-1))
    }
    if has(.rateOnErrorOnly) { step.key = inputs.key }
    if has(.addedError) { target.multiply(by: evaluation.constant(-1)) }
    if has(.noError) { target.fill(with: evaluation.constant(0)) }
    step.correction = (target, source)
    return step
  }
}

extension Form {
  /// The forms of the delta rule.
  static let deltaRule: [Form] = [
    .recurrent, .chunked(16), .chunked(64), .wy(16), .wy(64), .logarithmicChunked(64),
    Form(
      "wy-chunk-64", .lessAccurate, .wy(size: 64, decays: .logarithms),
      "the UT transform in chunks of 64 steps with differences of cumulative log-gates"),
    Form(
      "wy-chunk-64-16", .lessAccurate, .wy(size: 64, decays: .subchunks(of: 16)),
      "the UT transform in chunks of 64 steps with secondary chunks of 16"),
  ]
}

extension TensorSpecification {
  /// beta of each step and head.
  static func rate(heads: Axis = "heads") -> Self {
    Self("beta", ["batch", "length", heads], domain: .between(0.0625, 0.9375), summary: "rates, beta")
  }
}

extension FlagSpecification {
  static let norm = FlagSpecification(
    "use_qk_l2norm_in_kernel", .bool(default: false), "whether queries and keys are divided by sqrt(<x, x> + 1e-6)",
    tries: [.bool(false), .bool(true)])
  static let gate = FlagSpecification(
    "use_gate_in_kernel", .bool(default: false), "whether the kernel makes the log-decay from g, A_log and dt_bias",
    tries: [.bool(true)])
  static let rateSigmoid = FlagSpecification(
    "use_beta_sigmoid_in_kernel", .bool(default: false), "whether the rate is sigmoid(beta)",
    tries: [.bool(false), .bool(true)])
  static let negativeEigenvalues = FlagSpecification(
    "allow_neg_eigval", .bool(default: false),
    "whether the rate is 2 sigmoid(beta), where the kernel takes the sigmoid",
    tries: [.bool(false), .bool(true)])
}

extension [String: FlagValue] {
  /// Sets flags whose functions have no exact values to false.
  mutating func turnOff(_ names: String...) {
    for name in names where self[name] != nil { self[name] = .bool(false) }
  }
}

extension [String: NumericTensor] {
  /// Makes queries twice as long and keys 256 times as short, so that it shows whether a kernel normalizes them, and how.
  mutating func rescaleQueriesAndKeys() {
    scale("q", by: 2)
    scale("k", by: 0x1p-8)
  }

  /// Multiplies a tensor by a power of two.
  mutating func scale(_ name: String, by factor: Double) {
    guard let tensor = self[name] else { return }
    self[name] = NumericTensor(tensor.values.map { factor * $0 }, shape: tensor.shape, format: tensor.format)
  }
}
