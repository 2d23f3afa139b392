import Arithmetic
import Definitions
import PropertyTesting

extension NormalizedRecurrences {
  /// GSA as two passes.
  static let gatedSlots = Claim(
    "gsa.T",
    title: "Gated slot attention is two passes of gated linear attention with a softmax between, with convex slots",
    statement: """
      K~_t = diag(alpha_t) K~_(t-1) + s_t k_t^T and V~_t alike, o_t = V~_t^T softmax(K~_t q_t): K~_t is the state of \
      linear attention with the keys s and the values k, each slot a recurrence of its own with one gate. With s = 1 - \
      alpha and empty slots each slot is a mean of what it has seen and of 0, and |o_t| <= max_s |v_s|.
      """,
    source: Source("Zhang et al., Gated slot attention", arXiv: "2409.07146", "equations (4) to (6)", .recalled),
    hypotheses: [
      Hypothesis("gate by slot", "in the first pass the gate acts along the slots, the values' axis of that pass"),
      Hypothesis("complementary", "s = 1 - alpha"),
    ],
    method: .certified,
    notes: ["The two linear passes are compared exactly, the bound of the output in balls, because of the softmax."],
    effort: 0.5,
    check: Check(SlotInstance.generator) { instance, precision in
      instance.isTwoPasses + instance.isConvex(precision)
    },
    falsifiers: [
      Falsifier(
        "the gate along the keys' axis", dropping: "gate by slot",
        Check(SlotInstance.square.with { $0.gatesKeys = true }) { instance, _ in instance.isTwoPasses }),
      Falsifier(
        "s = 1", dropping: "complementary",
        Check(SlotInstance.generator.with { $0.isComplementary = false }) {
          $0.isConvex($1)
        }),
    ])

  /// ABC's gates at the beginning of a part.
  static let carriedSlots = Claim(
    "gsa.N-abc-start",
    title: "ABC's gates made of a part's own logits do not decay the state that the part begins with",
    statement: """
      With s_t = e^(x_t - z_t) and g_t = z_(t-1) - z_t, g_0 = 0, where z is the log of the cumulative sum of e^x, a \
      part of a sequence from the last state of the part before gives the state of the whole. (The released code makes \
      z of the part alone.)
      """,
    source: Source(
      "fla-org/flash-linear-attention, `ops/abc/naive.py` with an initial state", arXiv: "2110.02488",
      "the gates of ABC",
      .code),
    hypotheses: [Hypothesis("z carried", "z is that of the whole sequence", untested: "the printed form drops it")],
    method: .exact,
    effort: 0.5,
    check: Check(SlotInstance.generator) { instance, _ in instance.continues(carriesSum: false) },
    correction: Correction(
      "With z carried, g_0 = z_(-1) - z_0, the parts give the state of the whole; a slot is the mean weighted by e^x.",
      Check(SlotInstance.generator) { slots, _ in slots.continues(carriesSum: true) + [slots.isWeightedMean] }),
    falsifiers: [
      Falsifier(
        "weights e^-x",
        Check(SlotInstance.generator.with { $0.weightSign = -1 }) { instance, _ in [instance.isWeightedMean] })
    ])
}

/// Slots with gates 2^-n, and with logits.
private struct SlotInstance: Sendable {
  /// log alpha_t, shape (length, slots).
  let logDecays: [[Rational]]
  let keys: [[Rational]]
  let values: [[Rational]]
  let query: [Rational]
  /// x_t of one slot.
  let logits: [Int]
  var isComplementary = true
  var gatesKeys = false
  var weightSign = 1

  static let generator = generator(keys: 1...3)
  static let square = generator(keys: 2...2)

  private static func generator(keys: ClosedRange<Int>) -> Generator<SlotInstance> {
    Generator { draw in
      let (slots, size, length) = (draw.integer(in: 1...2), draw.integer(in: keys), draw.integer(in: 2...5))
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      func rows(_ draw: inout Draw, _ element: Generator<Rational>, _ count: Int) throws -> [[Rational]] {
        try draw(.array(of: Generator<[Rational]>.array(of: element, count: count), count: length))
      }
      return SlotInstance(
        logDecays: try rows(&draw, .whole(-3...0), slots), keys: try rows(&draw, number, size),
        values: try rows(&draw, number, 2), query: try draw(.array(of: number, count: size)),
        logits: try draw(.array(of: .integer(in: -4...4), count: length)))
    }
  }

  private var named: [NamedValue] {
    [
      NamedValue("log2 alpha", logDecays), NamedValue("k", keys), NamedValue("v", values), NamedValue("q", query),
    ]
  }

  private var slots: Int { logDecays[0].count }
  private func decay(_ t: Int, _ m: Int) -> Exact { .exp(Exact(logDecays[t][m])) }
  private func slot(_ t: Int, _ m: Int) -> Exact { isComplementary ? 1 - decay(t, m) : 1 }

  /// The state of linear attention with keys `keys` and values `values`, from 0.
  private func state<A: Arithmetic>(_ steps: [AffineStep<A>], rows: Int, columns: Int, in context: A.Context)
    -> A.Vector
  {
    var recurrence = AffineRecurrence<A>(rows: rows, columns: columns, in: context)
    for step in steps { recurrence.update(step) }
    return recurrence.state
  }

  /// K~ and V~ after the last step.
  private var memories: (keys: Exact.Vector, values: Exact.Vector) {
    func memory(_ columns: [[Rational]]) -> Exact.Vector {
      let steps = columns.indices.map { t -> AffineStep<Exact> in
        let decays = Exact.Vector((0..<slots).map { decay(t, $0) }, in: Intrinsic())
        let slots = Exact.Vector((0..<slots).map { slot(t, $0) }, in: Intrinsic())
        return GatedSlots<Exact>.valueStep(
          decays: decays, logDecays: nil, slots: slots, value: .init(columns[t]), weights: slots)
      }
      return state(steps, rows: slots, columns: columns[0].count, in: Intrinsic())
    }
    return (memory(keys), memory(values))
  }

  /// K~ slot by slot, and read by q.
  var isTwoPasses: [Evidence] {
    let (size, matrix) = (query.count, memories.keys)
    let rows = (0..<slots).map { m -> Exact.Vector in
      let steps = keys.indices.map { t -> AffineStep<Exact> in
        var step = GatedSlots<Exact>.keyStep(
          decay: decay(t, m), logDecay: nil, slot: slot(t, m), key: .init(keys[t]), query: .init(query))
        // A gate for each entry of the key in place of one for each slot.
        if gatesKeys { for i in 0..<size { step.decay[i] = decay(t, min(i, slots - 1)) } }
        return step
      }
      return state(steps, rows: size, columns: 1, in: Intrinsic())
    }
    let read = (0..<slots).map { m in
      (0..<size).reduce(Exact(0)) { $0 + matrix[m * size + $1] * Exact(query[$1]) }
    }
    return [
      Evidence("K~ slot by slot = diag(alpha) K~ + s k^T", rows.flatMap(\.elements), equal: matrix.elements, at: named),
      Evidence("K~ q slot by slot = of the matrix", rows.map { $0.dot(.init(query)) }, equal: read, at: named),
    ]
  }

  /// |o_t| <= max |v_s|, entry by entry.
  func isConvex(_ precision: Precision) -> [Evidence] {
    let (keyMemory, valueMemory) = memories
    func ball(_ x: Exact) -> Ball { Ball(x.rational, in: precision) }
    let size = query.count
    let logits = (0..<slots).map { m in
      (0..<size).reduce(Ball(0, in: precision)) { $0 + ball(keyMemory[m * size + $1]) * Ball(query[$1], in: precision) }
    }
    let weights = softmax(Ball.Vector(logits, in: precision))
    return (0..<2).map { j in
      let output = (0..<slots).reduce(Ball(0, in: precision)) { $0 + weights[$1] * ball(valueMemory[$1 * 2 + j]) }
      let largest = values.reduce(Rational(0)) { max($0, $1[j].magnitude) }
      // Where all values are equal and no gate is 1 the bound is attained in the limit.
      return Evidence(
        "|o_t| <= max |v_s|", output.magnitude,
        atMost: Ball(largest, in: precision) + Ball(Rational.pow(2, -60), in: precision),
        at: named)
    }
  }

  /// The state of one ABC slot: h_t = e^g_t h_(t-1) + s_t v_t for the first entry of v.
  private func slotState(_ logits: [Int], _ values: [[Rational]], from start: Exact, dropping: Int = 0) -> Exact {
    let slot = BoundedMemorySlot(logits: logits.map { Exact($0) }, in: Intrinsic())
    let steps = (dropping..<logits.count).map { t in
      AffineStep(decay: slot.decays[t], key: slot.slots[t] * Exact(values[t][0]))
    }
    return GatedRecurrences.states(steps, from: start).last ?? start
  }

  func continues(carriesSum: Bool) -> [Evidence] {
    let cut = logits.count / 2
    let first = slotState(Array(logits[..<cut]), Array(values[..<cut]), from: 0)
    let whole = slotState(logits, values, from: 0)
    let found =
      carriesSum
      ? slotState(logits, values, from: first, dropping: cut)
      : slotState(Array(logits[cut...]), Array(values[cut...]), from: first)
    return [
      Evidence(
        "the state of the second part = that of the whole", found, equals: whole,
        at: [NamedValue("x", logits), NamedValue("v", values.map { $0[0] }), NamedValue("cut", cut)])
    ]
  }

  /// h_t = sum e^x_s v_s/sum e^x_s.
  var isWeightedMean: Evidence {
    let weights = logits.map { Exact.exp(Exact(weightSign * $0)) }
    let sum = zip(weights, values).reduce(Exact(0)) { $0 + $1.0 * Exact($1.1[0]) }
    return Evidence(
      "h_t = the mean of v weighted by e^x", slotState(logits, values, from: 0), equals: sum / weights.reduce(0, +),
      at: [NamedValue("x", logits), NamedValue("v", values.map { $0[0] })])
  }
}
