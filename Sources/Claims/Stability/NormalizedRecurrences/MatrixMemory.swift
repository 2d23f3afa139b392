import Arithmetic
import Definitions
import PropertyTesting

extension NormalizedRecurrences {
  /// The mLSTM's stabilizer.
  static let matrixStabilizer = Claim(
    "mlstm.T-stab",
    title:
      "The mLSTM's output does not depend on how its memory is scaled, if the floor of the normalizer is scaled too",
    statement: """
      For any numbers c_t in place of the stabilizer m_t, the memory (C, n) scaled by e^-c_t gives the same output C^T \
      q/max(|n^T q|, e^-c); the recurrent, the chunkwise and the parallel form with their row maxima are equal.
      """,
    source: xLSTM("section 2.3 and appendix; NX-AI/xlstm, `mlstm/backends.py`", .code),
    hypotheses: [
      Hypothesis("scaled floor", "the floor of the normalizer is e^-c, not 1"),
      Hypothesis("epsilon", "epsilon = 0, or epsilon e^(m - c)"),
    ],
    method: .exact,
    effort: 0.5,
    check: Check(MatrixMemory.generator) { memory, _ in memory.isInvariant() },
    falsifiers: [
      Falsifier(
        "the floor 1", dropping: "scaled floor",
        Check(MatrixMemory.generator) { memory, _ in memory.isInvariant(floor: .one) }),
      Falsifier(
        "epsilon = 1 added to the scaled normalizer", dropping: "epsilon",
        Check(MatrixMemory.generator.with { $0.model.epsilon = 1 }) { memory, _ in
          memory.isInvariant(floor: .epsilonAdded)
        }),
    ])

  /// The released epsilon.
  static let matrixEpsilon = Claim(
    "mlstm.N-epsilon",
    title:
      "An epsilon outside the maximum makes the mLSTM's output depend on its stabilizer, by the factor D/(D + epsilon)",
    statement: """
      With epsilon added to the scaled normalizer D = max(|n^T q|, e^-c), as in the released code, the output is the \
      same for all c.
      """,
    source: xLSTM("NX-AI/xlstm, `mlstm/backends.py`, `normalizer + eps`", .code),
    hypotheses: [
      Hypothesis("epsilon = 0", "the released code has 1e-6", untested: "the statement as printed drops it")
    ],
    method: .exact,
    notes: [
      "The recurrent and the parallel form take the same c = m, so that they agree for any epsilon; what depends on c "
        + "is the value itself, and forms with another maximum, as over all rows (`stabilize_rowwise=False`).",
      "The catalogue's 2.8e-7 and 3.9e-5 are epsilon/(D + epsilon) in two experiments, D = 3.6 and 0.026.",
    ],
    effort: 0.5,
    check: Check(MatrixMemory.generator.with { $0.model.epsilon = 1 }) { memory, _ in
      memory.isInvariant(floor: .epsilonAdded)
    },
    correction: Correction(
      """
      The output is D/(D + epsilon) times that without epsilon, D the normalizer scaled by e^-c: it is independent of \
      c if epsilon is scaled by e^(m - c).
      """,
      Check(MatrixMemory.generator.with { $0.model.epsilon = 1 }) { memory, _ in
        memory.isInvariant() + memory.isShrunk
      }),
    falsifiers: [
      Falsifier(
        "the factor D/(D + 2 epsilon)",
        Check(MatrixMemory.generator.with { ($0.model.epsilon, $0.assumedEpsilon) = (1, 2) }) { memory, _ in
          memory.isShrunk
        })
    ])

  /// States of two released functions.
  static let matrixStates = Claim(
    "mlstm.N-states",
    title: "The mLSTM's states of two released functions differ by exactly the square root of the head size",
    statement: """
      The state (C, n, m) that the chunkwise form returns may be handed to the recurrent form. (In the released code \
      the one scales q by 1/sqrt(d), the other k.)
      """,
    source: xLSTM("NX-AI/xlstm, `chunkwise_simple` and `recurrent_step_stabilized_simple`", .code),
    hypotheses: [
      Hypothesis("one convention", "both scale the same one of q and k", untested: "the printed form drops it")
    ],
    method: .exact,
    notes: [
      "The factor is 4.0 at d = 16. At d = 1 there is none. A state that is handed over unchanged is right only for "
        + "the tokens after which nothing is added and |n^T q| exceeds the floor in both."
    ],
    effort: 0.5,
    check: Check(MatrixMemory.generator) { memory, _ in memory.handsOver(converting: false) },
    correction: Correction(
      """
      Both give the same outputs; C and n of the form that scales q are sqrt(d) times those of the form that scales k, \
      m is the same, and a state divided by sqrt(d) may be handed over.
      """,
      Check(MatrixMemory.generator) { memory, _ in memory.handsOver(converting: true) + memory.statesDiffer() }),
    falsifiers: [
      Falsifier(
        "states that are equal", Check(MatrixMemory.generator) { memory, _ in memory.statesDiffer(by: 1) })
    ],
    quoted: { precision in
      [Evidence("sqrt(d) at d = 16", Ball.sqrt(Ball(16, in: precision)), isQuotedAs: "4.0")]
    })
}

/// A head of an mLSTM with integer gates.
private struct MatrixMemory: Sendable {
  var model: MatrixLSTM<Exact>
  /// c_t.
  let scales: [Exact]
  /// The steps of a chunk.
  let size: Int
  /// sqrt(d) of the convention claims.
  let root: Exact
  var assumedEpsilon: Exact?

  static let generator = Generator { draw in
    let (keys, columns, length) = (draw.integer(in: 1...2), draw.integer(in: 1...2), draw.integer(in: 1...4))
    let number = Generator<Rational>.rational(in: -2...2, denominator: 2)
    func vectors(_ draw: inout Draw, _ count: Int) throws -> [Exact.Vector] {
      try draw(.array(of: Generator<[Rational]>.array(of: number, count: count), count: length)).map { .init($0) }
    }
    func integers(_ draw: inout Draw, _ range: ClosedRange<Int>) throws -> [Exact] {
      try draw(.array(of: Generator<Int>.integer(in: range), count: length)).map { Exact(Rational($0)) }
    }
    let hasState = draw.bool()
    let memory = try draw(.array(of: number, count: keys * (columns + 1)))
    let model = MatrixLSTM<Exact>(
      logForget: try integers(&draw, -3...0), input: try integers(&draw, -3...3), queries: try vectors(&draw, keys),
      keys: try vectors(&draw, keys), values: try vectors(&draw, columns),
      initialMemory: .init(hasState ? memory : memory.map { _ in 0 }),
      initialStabilizer: hasState ? Exact(Rational(draw.integer(in: -2...2))) : 0, epsilon: 0)
    return MatrixMemory(
      model: model, scales: try integers(&draw, -4...4), size: draw.integer(in: 1...4),
      root: Exact(Rational(draw.integer(in: 2...4))))
  }

  var values: [NamedValue] {
    [
      NamedValue("log f", model.logForget.map(\.rational)), NamedValue("i", model.input.map(\.rational)),
      NamedValue("q", model.queries.map(\.rationals)), NamedValue("k", model.keys.map(\.rationals)),
      NamedValue("(v, 1)", model.values.map(\.rationals)), NamedValue("(C | n)", model.initialMemory.rationals),
    ]
  }

  private func numbers(_ solution: MatrixLSTM<Exact>.Solution) -> [Exact] { solution.outputs.flatMap(\.elements) }
  private var stabilized: MatrixLSTM<Exact>.Solution { model.recurrent(scales: model.stabilizers) }

  func isInvariant(floor: MatrixLSTM<Exact>.Floor = .invariant) -> [Evidence] {
    let expected = numbers(model.recurrent(scales: model.stabilizers, floor: floor))
    let scaled = Evidence(
      "h with the memory scaled by e^-c = h with the stabilizer",
      numbers(model.recurrent(scales: scales, floor: floor)), equal: expected,
      at: values + [NamedValue("c", scales.map(\.rational))])
    guard case .invariant = floor else { return [scaled] }
    return [
      scaled,
      Evidence("h without a stabilizer = h with it", numbers(model.plain()), equal: expected, at: values),
      Evidence(
        "h by chunks = h by the recurrence", numbers(model.chunkwise(size: size)), equal: expected,
        at: values + [NamedValue("Q", size)]),
      Evidence(
        "h in parallel = h by the recurrence", numbers(model.chunkwise(size: max(1, model.keys.count))),
        equal: expected, at: values),
    ]
  }

  /// h with epsilon added to the scaled normalizer, and h without.
  var isShrunk: [Evidence] {
    var exact = model
    exact.epsilon = 0
    let epsilon = assumedEpsilon ?? model.epsilon
    let factors = model.normalizers(scales: scales).map { $0 / ($0 + epsilon) }
    let expected = zip(exact.recurrent(scales: scales).outputs, factors).flatMap { output, factor in
      output.elements.map { $0 * factor }
    }
    return [
      Evidence(
        "h with epsilon = D/(D + epsilon) h", numbers(model.recurrent(scales: scales, floor: .epsilonAdded)),
        equal: expected, at: values + [NamedValue("c", scales.map(\.rational))])
    ]
  }

  /// The forms with the scale on q, and on k.
  private var conventions: (queries: MatrixLSTM<Exact>, keys: MatrixLSTM<Exact>) {
    var empty = model
    empty.initialMemory.fill(with: 0)
    return (empty.scaled(by: 1 / root, keys: false), empty.scaled(by: 1 / root, keys: true))
  }

  /// The tokens of a range.
  private static func part(_ model: MatrixLSTM<Exact>, _ range: Range<Int>) -> MatrixLSTM<Exact> {
    var part = model
    part.logForget = Array(model.logForget[range])
    part.input = Array(model.input[range])
    part.queries = Array(model.queries[range])
    part.keys = Array(model.keys[range])
    part.values = Array(model.values[range])
    return part
  }

  /// The state of the form that scales q, handed after half of the tokens to the one that scales k.
  func handsOver(converting: Bool) -> [Evidence] {
    let (first, second) = conventions
    let cut = (model.keys.count + 1) / 2
    guard cut < model.keys.count else { return [] }
    let head = Self.part(first, 0..<cut)
    var tail = Self.part(second, cut..<model.keys.count)
    let state = head.chunkwise(size: size)
    tail.initialMemory = state.memory
    if converting { tail.initialMemory.multiply(by: 1 / root) }
    tail.initialStabilizer = state.stabilizer
    let found = tail.recurrent(scales: tail.stabilizers)
    let whole = second.recurrent(scales: second.stabilizers)
    return [
      Evidence(
        "h after the state is handed over = h of the whole", numbers(found),
        equal: whole.outputs[cut...].flatMap(\.elements),
        at: values + [NamedValue("sqrt(d)", root.rational), NamedValue("tokens before", cut)])
    ]
  }

  func statesDiffer(by factor: Exact? = nil) -> [Evidence] {
    let (first, second) = conventions
    let (chunks, steps) = (first.chunkwise(size: size), second.recurrent(scales: second.stabilizers))
    let place = values + [NamedValue("sqrt(d)", root.rational)]
    return [
      Evidence("h with q scaled = h with k scaled", numbers(chunks), equal: numbers(steps), at: place),
      Evidence(
        "(C | n) with q scaled = sqrt(d) (C | n) with k scaled", chunks.memory.elements,
        equal: steps.memory.elements.map { $0 * (factor ?? root) }, at: place),
      Evidence("m with q scaled = m with k scaled", chunks.stabilizer, equals: steps.stabilizer, at: place),
    ]
  }
}
