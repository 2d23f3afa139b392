import Arithmetic
import Definitions

/// The attention of the Forgetting Transformer, `fox`.
public struct ForgettingAttentionKernel: KernelDefinition {
  public let identifier = "fox"
  public let title = "Forgetting attention (FoX)"
  public let formula = """
    o_t = sum_(s <= t) p_ts v_s,   p_t = softmax_s(scale q_t^T k_s + sum_(s < r <= t) g_r)
    query head h reads key head h div (HQ/H); scale is 1/sqrt(K) where it is not given
    t - s < window_size where it is given
    """
  public let source = "Lin et al., arXiv 2503.02130; fla-org/flash-linear-attention, forgetting_attn"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "rows", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
    .init("heads", "heads of keys and values", sizes: [1, 2]),
    .init("queries", "heads of queries", sizes: [1, 2, 3], multipleOf: "heads"),
    .init("key", "the size of queries and keys", sizes: [1, 2, 4]),
    .init("value", "the size of values", sizes: [1, 2, 3]),
    .sequences,
  ]
  public let tensors: [TensorSpecification] = [
    .init("q", ["batch", "length", "queries", "key"], summary: "the queries"),
    .init("k", ["batch", "length", "heads", "key"], summary: "the keys"),
    .init("v", ["batch", "length", "heads", "value"], summary: "the values"),
    .init("g", ["batch", "length", "queries"], domain: .logarithmicGate(1), summary: "the logarithms of the gates"),
    .offsets,
    .init("o", ["batch", "length", "queries", "value"], role: .output, summary: "the output"),
  ]
  public let flags: [FlagSpecification] = [
    .init("scale", .number(default: nil), "the scale of the logits; 1/sqrt(K) where it is not given"),
    .init(
      "window_size", .number(default: nil), "how many positions a query sees; all where it is not given",
      tries: [.number(1024), .number(3)]),
  ]
  public let forms: [Form] = [
    Form("direct", .definition, .recurrent, "softmax over all pairs, the gates between them added up"),
    Form("cumulative", .lessAccurate, .recurrent, "differences of gates added up from the start of the sequence"),
  ]

  public enum Mutation: String, KernelMutation {
    case gateOfKey = "gate-of-key"
    case withoutOwnGate = "without-own-gate"
    case growingGates = "growing-gates"
    case lastGateOnly = "last-gate-only"
    case binaryGates = "binary-gates"
    case missingScale = "missing-scale"
    case scaleAfterBias = "scale-after-bias"
    case tiledHeads = "tiled-heads"
    case strictlyCausal = "strictly-causal"
    case widerWindow = "wider-window"
    case narrowerWindow = "narrower-window"
    case unnormalized = "unnormalized"
    case gateAfterSoftmax = "gate-after-softmax"

    public var statement: String {
      switch self {
      case .gateOfKey: "the gate of the key's own position counted too, s <= r <= t"
      case .withoutOwnGate: "the gate of the query's position left out, s < r < t"
      case .growingGates: "the gates subtracted in place of added"
      case .lastGateOnly: "the gate of the query's position in place of their sum"
      case .binaryGates: "gates to the base 2 in place of e"
      case .missingScale: "the scale 1"
      case .scaleAfterBias: "the scale applied to the gates too"
      case .tiledHeads: "key head h mod H for query head h in place of h div (HQ/H)"
      case .strictlyCausal: "s < t in place of s <= t, except at the first position"
      case .widerWindow: "a window of one position more"
      case .narrowerWindow: "a window of one position less"
      case .unnormalized: "e^logit, without the softmax's denominator"
      case .gateAfterSoftmax: "softmax weights multiplied by the gates after their normalization"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    try checkSegments(call)
    if case .number(let window)? = call.flags["window_size"], window < 1 || window != window.rounded() {
      throw KernelCallError(
        kernel: identifier, subject: "flag 'window_size'", expected: "an integer of at least 1", found: "\(window)")
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    adjustSegments(&tensors)
    guard style.isExact else { return }
    flags["scale"] = .number(1)
    for name in ["q", "k"] { tensors.transform(name) { $0.rounded() } }
  }

  public func partCount(of call: KernelCall) -> Int { call.segmentCount * (call.dimensions["queries"] ?? 0) }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (index, head) = part.quotientAndRemainder(dividingBy: e.length("queries"))
    let segment = e.call.segment(index)
    let (heads, start) = (e.length("heads"), segment.range.lowerBound)
    let shared = e.has(Mutation.tiledHeads) ? head % heads : head / (e.length("queries") / heads)
    let scale = e.number("scale").map { e.constant($0) } ?? 1 / N.Real.sqrt(e.constant(Double(e.length("key"))))
    var window = e.number("window_size").map { $0 < 0x1p31 ? Int($0) : Int(Int32.max) }
    if e.has(Mutation.widerWindow) { window = window.map { $0 + 1 } }
    if e.has(Mutation.narrowerWindow) { window = window.map { max($0 - 1, 1) } }
    let model = ForgettingAttention<N.Real>(
      queries: segment.range.map { t in
        var query = e.input("q").vector(segment.row, t, head)
        if !e.has(Mutation.missingScale) { query.multiply(by: scale) }
        return query
      },
      keys: segment.range.map { e.input("k").vector(segment.row, $0, shared) },
      values: segment.range.map { e.input("v").vector(segment.row, $0, shared) },
      logGates: segment.range.map { t in
        let gate = e.input("g")[segment.row, t, head]
        return e.has(Mutation.binaryGates) ? gate * N.Real.log(e.constant(2)) : gate
      }, window: window)
    var o = e.output("o")
    let sums = e.form.name == "cumulative" ? model.cumulativeGates : []
    for t in 0..<segment.range.count {
      var biases = sums.isEmpty ? model.biases(at: t) : model.visible(from: t).map { sums[t] - sums[$0] }
      alter(&biases, at: t, model, scale, e)
      o.append(output(model, at: t, biases, e), at: segment.row, start + t, head)
    }
    return o.positions.isEmpty ? [] : [o]
  }

  private func alter<N: NumberSystem>(
    _ biases: inout [N.Real], at t: Int, _ model: ForgettingAttention<N.Real>, _ scale: N.Real, _ e: Evaluation<N>
  ) {
    for (place, s) in model.visible(from: t).enumerated() {
      if e.has(Mutation.gateOfKey) { biases[place] = biases[place] + model.logGates[s] }
      if e.has(Mutation.withoutOwnGate), s < t { biases[place] = biases[place] - model.logGates[t] }
      if e.has(Mutation.growingGates) { biases[place] = -biases[place] }
      if e.has(Mutation.lastGateOnly), s < t { biases[place] = model.logGates[t] }
      if e.has(Mutation.scaleAfterBias) { biases[place] = biases[place] * scale }
    }
  }

  private func output<N: NumberSystem>(
    _ model: ForgettingAttention<N.Real>, at t: Int, _ biases: [N.Real], _ e: Evaluation<N>
  ) -> N.Real.Vector {
    let range = model.visible(from: t)
    if e.has(Mutation.strictlyCausal), range.count > 1 {
      let logits = range.dropLast().map { model.queries[t].dot(model.keys[$0]) + biases[$0 - range.lowerBound] }
      return model.attend(logits, to: range.lowerBound...range.upperBound - 1)
    }
    if e.has(Mutation.unnormalized) || e.has(Mutation.gateAfterSoftmax) {
      var sum = e.zeros(e.length("value"))
      var total = e.constant(0)
      for (s, bias) in zip(range, biases) {
        let power = N.Real.exp(model.queries[t].dot(model.keys[s]))
        sum.addProduct(power * N.Real.exp(bias), model.values[s])
        total = total + power
      }
      return e.has(Mutation.unnormalized) ? sum : N.Real.Vector(sum.elements.map { $0 / total }, in: e.context)
    }
    return model.output(at: t, biases: biases)
  }
}
