import Arithmetic
import Definitions
import PropertyTesting

extension NormalizedRecurrences {
  /// Forgetting attention as softmax attention and as gated linear attention.
  static let forgettingAttention = Claim(
    "fox.T",
    title: "Forgetting attention is softmax attention for f = 1, and for each query a gated linear attention",
    statement: """
      With the logits q_t k_s + F_t - F_s, F the sum of log f: f = 1 gives softmax attention; and for a fixed t the \
      output is the quotient of S_t^T for the recurrence S_s = f_s S_(s-1) + e^(q_t k_s) (v_s, 1). The gate of a key's \
      own step is not in its bias, that of the query's is.
      """,
    source: Source("Lin et al., Forgetting Transformer", arXiv: "2503.02130", "equation (2)", .recalled),
    hypotheses: [Hypothesis("f > 0", "no gate is 0, where the bias is taken as a difference of sums")],
    method: .exact,
    notes: ["The recurrence is one for each query: the kernel e^(q k) has no finite feature map."],
    effort: 0.5,
    check: Check(AttentionInstance.generator) { instance, _ in instance.forms() },
    falsifiers: [
      Falsifier(
        "f_1 = 0, by differences in binary32", dropping: "f > 0",
        Check(AttentionInstance.generator) { instance, _ in [instance.isDefinedWithClosedGate] }),
      Falsifier(
        "the gate of the key's own step counted too",
        Check(AttentionInstance.generator.with { $0.countsOwnGate = true }) { instance, _ in instance.forms() }),
    ])
}

/// A sequence of integer queries and keys, and of integer gates.
private struct AttentionInstance: Sendable {
  let attention: ForgettingAttention<Exact>
  var countsOwnGate = false

  static let generator = Generator { draw in
    let (size, length) = (draw.integer(in: 1...2), draw.integer(in: 1...5))
    let number = Generator<[Rational]>.array(of: .whole(-2...2), count: size)
    let value = Generator<[Rational]>.array(of: .rational(in: -2...2, denominator: 3), count: 2)
    return AttentionInstance(
      attention: .init(
        queries: try draw(.array(of: number, count: length)).map { .init($0) },
        keys: try draw(.array(of: number, count: length)).map { .init($0) },
        values: try draw(.array(of: value, count: length)).map { .init($0) },
        logGates: try draw(.array(of: Generator<Int>.integer(in: -3...0), count: length)).map { Exact($0) }))
  }

  var values: [NamedValue] {
    [
      NamedValue("q", attention.queries.map(\.rationals)), NamedValue("k", attention.keys.map(\.rationals)),
      NamedValue("v", attention.values.map(\.rationals)), NamedValue("log f", attention.logGates.map(\.rational)),
    ]
  }

  func forms() -> [Evidence] {
    let t = attention.keys.count - 1
    var biases = attention.biases(at: t)
    if countsOwnGate { biases = zip(biases, attention.logGates).map { $0 + $1 } }
    let output = attention.output(at: t, biases: biases)
    let logits = attention.keys.map { attention.queries[t].dot($0) }

    // Softmax attention, at f = 1.
    var open = attention
    open.logGates = open.logGates.map { _ in 0 }
    let weights = softmax(Exact.Vector(logits, in: Intrinsic()))
    var mean = Exact.Vector(zeros: 2, in: Intrinsic())
    for s in 0...t { mean.addProduct(weights[s], attention.values[s]) }

    // The recurrence of this query.
    let steps = (0...t).map { s in
      AffineStep<Exact>(
        decay: Exact.Vector([.exp(attention.logGates[s])], in: Intrinsic()),
        key: Exact.Vector([.exp(logits[s])], in: Intrinsic()),
        value: Exact.Vector(attention.values[s].elements + [1], in: Intrinsic()),
        query: Exact.Vector([1], in: Intrinsic()))
    }
    let zeros = Exact.Vector(zeros: 3, in: Intrinsic())
    let sums = AffineProblem(initialState: zeros, columns: 3, steps: steps).solve(.recurrent)?.outputs.last ?? zeros
    return [
      Evidence(
        "o_t for f = 1 = softmax attention", open.output(at: t, biases: open.biases(at: t)).elements,
        equal: mean.elements, at: values),
      Evidence(
        "o_t = the quotient of the recurrence", output.elements, equal: [sums[0] / sums[2], sums[1] / sums[2]],
        at: values),
      Evidence(
        "F_t - F_s = the sum of the gates after s",
        attention.differences(at: t, cumulativeGates: attention.cumulativeGates), equal: attention.biases(at: t),
        at: values),
    ]
  }

  /// The biases by differences in binary32 with f_1 = 0, log f_1 = -infinity.
  var isDefinedWithClosedGate: Evidence {
    let t = attention.keys.count
    let logGates = [-Double.infinity] + attention.logGates.map { $0.rational.approximation }
    let gated = ForgettingAttention<RoundedFloat>(
      queries: [], keys: [], values: [], logGates: logGates.map { RoundedFloat($0, in: .binary32) })
    let biases = gated.differences(at: t, cumulativeGates: gated.cumulativeGates)
    return Evidence("F_t - F_s is a number", holds: Truth(biases.allSatisfy(\.isDefined)), at: values)
  }
}
