import Arithmetic
import Definitions
import PropertyTesting

extension GatedRecurrences {
  /// HGRN's and HGRN2's gates.
  static let lowerBoundedGate = Claim(
    "hgrn.T-lb",
    title: "HGRN's lower-bounded gate makes convex states, and HGRN2 is a copy of HGRN for each entry of its state",
    statement: """
      For f = lb + (1 - lb) sigma(x) with 0 <= lb < 1: 1 - f = (1 - lb) sigma(-x), log f = log(lb + e^(log(1 - lb) - \
      sp(-x))), and h_t = f_t h_(t-1) + (1 - f_t) i_t is a mean of what it has seen, |h_t| <= max |i_s|, with a share \
      of at least lb^t of h_0. S_t = diag(f_t) S_(t-1) + (1 - f_t) i_t^T read by q_t is sum_k q_k h^(k)_t with h^(k) \
      the HGRN of the k-th gate.
      """,
    source: Source(
      "Qin et al., HGRN and HGRN2", arXiv: "2404.07904", "equations (2) to (5); HGRN is arXiv 2311.04823", .recalled),
    hypotheses: [
      Hypothesis("lb < 1", "0 <= lb < 1; the form with log lb needs lb > 0"),
      Hypothesis("complementary gate", "the input's gate is 1 - f"),
    ],
    method: .certified,
    notes: [
      "The copies are compared exactly, with rational gate values. In binary32 (1 - lb) sigma(-x) is accurate to 3 "
        + "roundings, where 1 - e^(log f) loses all of its digits for large x.",
      "A lower bound near 1 bounds the memory from below, |dh_t/dh_0| >= lb^t, whatever the inputs are.",
    ],
    effort: 0.5,
    check: .all(
      Check(BoundedGates.generator) { instance, precision in
        instance.forms(precision) + instance.isConvex(precision) + instance.complementIsAccurate(precision)
      },
      Check(Expansion.generator) { expansion, _ in expansion.isCopies }),
    falsifiers: [
      Falsifier(
        "lb = 3/2", dropping: "lb < 1",
        Check(BoundedGates.generator.with { $0.bound = Rational(3, 2) }) { $0.isConvex($1) }),
      Falsifier(
        "inputs that are not scaled", dropping: "complementary gate",
        Check(BoundedGates.generator.with { $0.isScaled = false }) { $0.isConvex($1) }),
      Falsifier(
        "1 - e^(log f) in binary32",
        Check(BoundedGates.generator) { $0.complementIsAccurate($1, byDifference: true) }),
      Falsifier(
        "the gates of the first row in all rows",
        Check(Expansion.generator.with { e in e.gates = e.gates.map { row in row.map { _ in row[0] } } }) {
          expansion, _ in expansion.copies(of: expansion.own).isCopies
        }),
    ])
}

/// Gates of one channel.
private struct BoundedGates: Sendable {
  var bound: Rational
  let logits: [Rational]
  let inputs: [Rational]
  var isScaled = true

  static let generator = Generator { draw in
    let count = draw.integer(in: 1...6)
    return BoundedGates(
      bound: Rational(try draw(.integer(in: 1...15)), 16),
      logits: try draw(.array(of: .rational(in: -16...16, denominator: 2), count: count)),
      inputs: try draw(.array(of: .rational(in: -3...3, denominator: 2), count: count)))
  }

  var values: [NamedValue] { [NamedValue("lb", bound), NamedValue("x", logits), NamedValue("i", inputs)] }

  func forms(_ precision: Precision) -> [Evidence] {
    let (x, lb) = (Ball(logits[0], in: precision), Ball(bound, in: precision))
    let gate = LowerBoundedGate.gate(logit: x, bound: lb)
    let place = [NamedValue("lb", bound), NamedValue("x", logits[0])]
    return [
      Evidence(
        "f + (1 - lb) sigma(-x) = 1", gate + LowerBoundedGate.complement(logit: x, bound: lb),
        agreesWith: Ball(1, in: precision), bits: 80, at: place),
      Evidence(
        "log(lb + e^(log(1 - lb) - sp(-x))) = log f", LowerBoundedGate.logGate(logit: x, bound: lb),
        agreesWith: Ball.log(gate), bits: 60, at: place),
    ]
  }

  /// |h_t| <= max |i_s| from h_0 = 0, and the share of h_0.
  func isConvex(_ precision: Precision) -> [Evidence] {
    let lb = Ball(bound, in: precision)
    let gates = logits.map { x -> (gate: Ball, complement: Ball) in
      let x = Ball(x, in: precision)
      return (LowerBoundedGate.gate(logit: x, bound: lb), LowerBoundedGate.complement(logit: x, bound: lb))
    }
    func last(_ inputs: [Ball], from start: Int) -> Ball {
      let steps = zip(gates, inputs).map {
        AffineStep(decay: $0.gate, key: isScaled ? $0.complement * $1 : $1)
      }
      return GatedRecurrences.states(steps, from: Ball(start, in: precision)).last ?? Ball(0, in: precision)
    }
    let largest = inputs.reduce(Rational(0)) { max($0, $1.magnitude) }
    let zeros = inputs.map { _ in Ball(0, in: precision) }
    return [
      Evidence(
        "|h_t| <= max |i_s|", last(inputs.balls(precision), from: 0).magnitude, atMost: Ball(largest, in: precision),
        at: values),
      Evidence("lb^t <= dh_t/dh_0", Ball.pow(lb, inputs.count), atMost: last(zeros, from: 1), at: values),
    ]
  }

  /// The error of 1 - f in binary32.
  func complementIsAccurate(_ precision: Precision, byDifference: Bool = false) -> [Evidence] {
    let x = RoundedFloat(logits[0], in: .binary32)
    let lb = RoundedFloat(bound, in: .binary32)
    let found =
      byDifference
      ? LowerBoundedGate.complementByDifference(logit: x, bound: lb) : LowerBoundedGate.complement(logit: x, bound: lb)
    let exact = LowerBoundedGate.complement(logit: Ball(x.value, in: precision), bound: Ball(lb.value, in: precision))
    let u = FloatFormat.binary32.unitRoundoff
    return [
      Evidence(
        "error of (1 - lb) sigma(-x) in binary32 <= 3u + 4u^2",
        (Ball(found.value, in: precision) / exact - 1).magnitude, atMost: Ball(3 * u + 4 * u * u, in: precision),
        at: [NamedValue("lb", bound), NamedValue("x", logits[0])])
    ]
  }
}

/// A state matrix of HGRN2.
private struct Expansion: Sendable {
  /// f_t, shape (length, keys).
  var gates: [[Rational]]
  let inputs: [[Rational]]
  let queries: [[Rational]]
  /// The gates of the copies, where a falsifier makes them others.
  var copied: [[Rational]]?
  /// The gates as they were drawn.
  var own: [[Rational]] = []

  static let generator = Generator { draw in
    let (length, keys, values) = (draw.integer(in: 1...4), draw.integer(in: 1...3), draw.integer(in: 1...2))
    let gate = Generator<Rational>.rational(in: 0...1, denominator: 6)
    let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
    let gates = try draw(.array(of: Generator<[Rational]>.array(of: gate, count: keys), count: length))
    return Expansion(
      gates: gates, inputs: try draw(.array(of: .array(of: number, count: values), count: length)),
      queries: try draw(.array(of: .array(of: number, count: keys), count: length)), own: gates)
  }

  func copies(of gates: [[Rational]]) -> Expansion {
    var copy = self
    copy.copied = gates
    return copy
  }

  /// S_t^T q_t = sum_k q_k h^(k)_t.
  var isCopies: [Evidence] {
    func vector(_ x: [Rational]) -> Rational.Vector { Rational.Vector(x, in: Intrinsic()) }
    let (keys, values) = (gates[0].count, inputs[0].count)
    let steps: [AffineStep<Rational>] = gates.indices.map {
      LowerBoundedGate.step(gates: vector(gates[$0]), value: vector(inputs[$0]), query: vector(queries[$0]))
    }
    let zeros = vector(Array(repeating: 0, count: keys * values))
    let problem = AffineProblem(initialState: zeros, columns: values, steps: steps)
    guard let output = problem.solve(.recurrent)?.outputs.last, let query = queries.last else { return [] }
    let rows = copied ?? gates
    let expected = (0..<values).map { v in
      (0..<keys).reduce(Rational(0)) { sum, k in
        let steps = gates.indices.map { AffineStep(decay: rows[$0][k], key: (1 - rows[$0][k]) * inputs[$0][v]) }
        return sum + query[k] * (GatedRecurrences.states(steps, from: Rational(0)).last ?? 0)
      }
    }
    return [
      Evidence(
        "S_t^T q_t = sum_k q_k h^(k)_t", output.elements, equal: expected,
        at: [NamedValue("f", gates), NamedValue("i", inputs), NamedValue("q", query)])
    ]
  }
}
