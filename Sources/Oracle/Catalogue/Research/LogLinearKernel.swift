import Arithmetic
import Definitions

/// Log-linear attention, `loglinear`.
public struct LogLinearKernel: KernelDefinition {
  public let identifier = "loglinear"
  public let title = "Log-linear attention"
  public let formula = """
    o_t = sum_(s <= t) level_scales_t,l(t,s) e^(g_(s+1) + ... + g_t) (q_t^T k_s) v_s
    l(t, s) = 0 for s = t; [0, t) falls into blocks of 2^i positions for the bits i of t, the lowest bit's last:
    l(t, s) = i + 1 in the block of bit i
    """
  public let source = "Guo et al., arXiv 2506.04761; fla-org/flash-linear-attention, log_linear_attn"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "rows", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9, 13]),
    .init("heads", "heads", sizes: [1, 2]),
    .init("key", "the size of queries and keys", sizes: [1, 2]),
    .init("value", "the size of values", sizes: [1, 2]),
    .init("levels", "levels: at least those of the length", sizes: [9]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("q", ["batch", "length", "heads", "key"], summary: "the queries"),
    .init("k", ["batch", "length", "heads", "key"], summary: "the keys"),
    .init("v", ["batch", "length", "heads", "value"], summary: "the values"),
    .init("g", ["batch", "length", "heads"], domain: .logarithmicGate(1), summary: "the logarithms of the gates"),
    .init("level_scales", ["batch", "length", "heads", "levels"], summary: "lambda, from level 0 on"),
    .init("o", ["batch", "length", "heads", "value"], role: .output, summary: "the output"),
  ]
  public let forms: [Form] = [
    Form("direct", .definition, .recurrent, "the sum over all pairs of positions"),
    Form("fenwick", .sameProducts, .recurrent, "a state for each level, merged as a binary counter carries"),
    Form("cumulative", .lessAccurate, .recurrent, "differences of cumulative log-gates"),
  ]
  public let linearInputs = ["v"]

  public enum Mutation: String, KernelMutation {
    case levelsOfKey = "levels-of-key"
    case distanceLevels = "distance-levels"
    case diagonalInFirstLevel = "diagonal-in-first-level"
    case blocksFromStart = "blocks-from-start"
    case previousLevels = "previous-levels"
    case levelsReversed = "levels-reversed"
    case gateOfKey = "gate-of-key"
    case withoutOwnGate = "without-own-gate"
    case scaleOfFirstHead = "scale-of-first-head"

    public var statement: String {
      switch self {
      case .levelsOfKey: "the level scales of the key's position in place of the query's"
      case .distanceLevels: "levels of the distance, floor(log2(t - s)) + 1, in place of the blocks of t's bits"
      case .diagonalInFirstLevel: "the position itself in the level of the one before it"
      case .blocksFromStart: "the blocks in the opposite order, the lowest bit's first"
      case .previousLevels: "the levels as seen from the position before, where it sees them"
      case .levelsReversed: "the levels counted from the last one"
      case .gateOfKey: "the gate of the key's own position counted too"
      case .withoutOwnGate: "the gate of the query's position left out"
      case .scaleOfFirstHead: "the level scales of head 0 for every head"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    let least = FenwickLevels.count(length: call.dimensions["length"] ?? 0)
    guard let found = call.dimensions["levels"], found < least else { return }
    throw KernelCallError(
      kernel: identifier, subject: "'level_scales'", expected: "at least \(least) levels", found: "\(found)")
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let range = 0..<e.length("length")
    let gates = range.map { e.input("g")[row, $0, head] }
    var o = e.output("o")
    if e.form.name == "fenwick" {
      var states = FenwickStates<N.Real>(levels: e.length("levels"))
      for t in range {
        let output = states.advance(
          decay: N.Real.exp(gates[t]), key: e.input("k").vector(row, t, head), value: e.input("v").vector(row, t, head),
          query: e.input("q").vector(row, t, head), levelScales: e.input("level_scales").vector(row, t, head))
        o.append(output, at: row, t, head)
      }
      return [o]
    }
    var sums: [N.Real] = []
    for gate in gates { sums.append(sums.last.map { $0 + gate } ?? gate) }
    for t in range {
      var output = e.zeros(e.length("value"))
      var decay = e.constant(1)
      let query = e.input("q").vector(row, t, head)
      for s in (0...t).reversed() {
        var weight = e.form.name == "cumulative" ? N.Real.exp(sums[t] - sums[s]) : decay
        if e.has(Mutation.gateOfKey) { weight = weight * N.Real.exp(gates[s]) }
        if e.has(Mutation.withoutOwnGate), s < t { weight = weight * N.Real.exp(-gates[t]) }
        let scale = scale(from: t, of: s, row, head, e)
        let score = query.dot(e.input("k").vector(row, s, head))
        output.addProduct(scale * (weight * score), e.input("v").vector(row, s, head))
        decay = decay * N.Real.exp(gates[s])
      }
      o.append(output, at: row, t, head)
    }
    return [o]
  }

  private func scale<N: NumberSystem>(
    from t: Int, of s: Int, _ row: Int, _ head: Int, _ e: Evaluation<N>
  ) -> N.Real {
    var level = FenwickLevels.level(of: s, from: t)
    if e.has(Mutation.distanceLevels) { level = s == t ? 0 : Int.bitWidth - (t - s).leadingZeroBitCount }
    if e.has(Mutation.diagonalInFirstLevel), s == t { level = 1 }
    if e.has(Mutation.blocksFromStart), s < t { level = FenwickLevels.level(of: t - 1 - s, from: t) }
    if e.has(Mutation.previousLevels), s < t { level = FenwickLevels.level(of: s, from: t - 1) }
    if e.has(Mutation.levelsReversed) { level = e.length("levels") - 1 - level }
    level = min(level, e.length("levels") - 1)
    let scales = e.input("level_scales")
    return scales[row, e.has(Mutation.levelsOfKey) ? s : t, e.has(Mutation.scaleOfFirstHead) ? 0 : head, level]
  }
}
