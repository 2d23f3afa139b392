import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Claims of Dao & Gu, "Transformers are SSMs" (arXiv 2405.21060).
  static let stateSpaceDuality: [Claim] = [ssdDuality, ssdChunk, ssdSemiseparable, ssdInverse, ssdOrder, ssdHeads]

  static func ssd(_ locus: String, _ provenance: Provenance = .secondary) -> Source {
    Source(
      "Dao & Gu, Transformers are SSMs", arXiv: "2405.21060", locus, provenance,
      quotedBy: provenance == .secondary ? "a detailed third-party restatement" : nil)
  }

  /// The recurrence with scalar gates is masked attention.
  static let ssdDuality = Claim(
    "ssd.T-duality",
    title: "A recurrence with scalar gates is attention with a 1-semiseparable mask",
    statement: """
      For A_t = a_t I and the zero state, S_t = a_t S_(t-1) + B_t x_t^T, y_t = S_t^T C_t is Y = (L . (C B^T)) X with \
      L_ts = a_t ... a_(s+1) for t >= s, 1 on the diagonal.
      """,
    source: ssd("sections 4 and 5, Corollary 5.1"),
    hypotheses: [
      Hypothesis("scalar", "the gate is a number a_t, the same for all rows of the state"),
      Hypothesis("zero state", "the initial state is 0"),
      Hypothesis("inclusive", "the mask's diagonal is 1: a step does not decay its own input"),
    ],
    method: .exact,
    notes: [
      "Gates may be 0 and negative. That a mask with a recurrence of bounded order is semiseparable: ssd.T-order."
    ], effort: 0.5,
    check: .all(
      Check(zeroStart(.scalar)) { instance, _ in [maskedAttention(instance)] },
      AffineInstance.check(zeroStart(.scalar), [("masked attention", { _ in .parallel })])),
    falsifiers: [
      Falsifier(
        "a gate for each row", dropping: "scalar",
        Check(zeroStart(.diagonal)) { instance, _ in [maskedAttention(instance)] }),
      Falsifier(
        "an initial state", dropping: "zero state",
        Check(AffineInstance.generator(.scalar, readTime: .afterUpdate)) { instance, _ in [maskedAttention(instance)] }),
      Falsifier(
        "a_t on the diagonal of the mask", dropping: "inclusive",
        AffineInstance.check(zeroStart(.scalar).with(.gateOnDiagonal), [("masked attention", { _ in .parallel })])),
      Falsifier(
        "a strict mask",
        AffineInstance.check(zeroStart(.scalar).with(.strictMask), [("masked attention", { _ in .parallel })])),
    ])

  private static func zeroStart(_ gates: AffineInstance.Gates) -> Generator<AffineInstance> {
    AffineInstance.generator(gates, readTime: .afterUpdate, from: false)
  }

  /// (L . (C B^T)) X with L of the gates of the first row, against the recurrence.
  private static func maskedAttention(_ instance: AffineInstance) -> Evidence {
    let steps = instance.problem.steps
    let mask = SequenceMatrix.mask(steps.map { $0.decay[0].rational })
    let outputs = steps.indices.map { t in
      steps.indices.reduce(into: Exact.Vector(zeros: instance.problem.columns, in: Intrinsic())) { sum, s in
        sum.addProduct(Exact(mask.rows[t][s]) * steps[t].query.dot(steps[s].key), steps[s].value)
      }
    }
    let expected = instance.problem.solve(.recurrent)?.outputs ?? []
    return Evidence(
      "(L . (C B^T)) X = Y of the recurrence", outputs.flatMap(\.elements), equal: expected.flatMap(\.elements),
      at: instance.values)
  }

  /// The block decomposition.
  static let ssdChunk = Claim(
    "ssd.T-chunk",
    title: "Quadratic blocks on the diagonal and a recurrence between them give the recurrence",
    statement: """
      For every chunk size Q and every length: Y = the quadratic form within each chunk + C decay (the carried state), \
      where the carried state obeys a recurrence of length T/Q; the final state is that of the recurrence.
      """,
    source: ssd("section 6, Listing 1", .code),
    hypotheses: [
      Hypothesis("products", "decays are products of gates, not quotients: gates may be 0"),
      Hypothesis(
        "carried state", "the initial state and the states of the chunks are carried, each from its own position"),
    ],
    method: .exact, effort: 0.5,
    check: AffineInstance.check(
      .generator(.scalar), [("chunks", { .chunked(size: $0) }), ("one chunk", { _ in .parallel })]),
    falsifiers: [
      Falsifier(
        "decays as quotients of cumulative products", dropping: "products",
        AffineInstance.check(.generator(.scalar), [("quotients", { .ratioChunked(size: $0) })])),
      Falsifier(
        "inputs decayed from the start of the chunk", dropping: "carried state",
        AffineInstance.check(
          AffineInstance.generator(.scalar).with(.decayFromChunkStart), [("chunks", { .chunked(size: $0) })])),
      Falsifier(
        "the initial state dropped", dropping: "carried state",
        AffineInstance.check(
          AffineInstance.generator(.scalar).with(.initialStateDropped), [("chunks", { .chunked(size: $0) })])),
    ])

  /// Heads.
  static let ssdHeads = Claim(
    "ssd.T-heads",
    title: "A recurrence with N different gates is N recurrences with scalar gates",
    statement: """
      A diagonal A_t with N entries gives y = sum_n SSD_n, a scalar SSD for each entry: Mamba-1 with state size N is N heads \
      of Mamba-2 with head dimension 1.
      """,
    source: ssd("Proposition 7.2"),
    hypotheses: [Hypothesis("own gates", "each scalar recurrence has the gate of its entry")],
    method: .exact, effort: 0.5,
    check: Check(AffineInstance.generator(.diagonal)) { instance, _ in [sumOfHeads(instance) { $0 }] },
    falsifiers: [
      Falsifier(
        "the gate of the first entry for all", dropping: "own gates",
        Check(AffineInstance.generator(.diagonal)) { instance, _ in [sumOfHeads(instance) { _ in 0 }] })
    ])

  /// The sum of the outputs of one recurrence for each row, with the gate of the row that `gate` says.
  private static func sumOfHeads(_ instance: AffineInstance, gate: (Int) -> Int) -> Evidence {
    let problem = instance.problem
    var sum = Array(repeating: Exact(0), count: problem.steps.count * problem.columns)
    for row in 0..<problem.rows {
      func entry(_ x: Exact.Vector, _ i: Int) -> Exact.Vector { .init([x[i].rational]) }
      let state = (0..<problem.columns).map { problem.initialState[row * problem.columns + $0].rational }
      let head = AffineProblem<Exact>(
        initialState: .init(state), columns: problem.columns,
        steps: problem.steps.map {
          AffineStep(
            decay: entry($0.decay, gate(row)), key: entry($0.key, row), value: $0.value, query: entry($0.query, row))
        }, readTime: problem.readTime)
      let outputs = (head.solve(.chunked(size: instance.size))?.outputs ?? []).flatMap(\.elements)
      sum = zip(sum, outputs).map { $0 + $1 }
    }
    let expected = (problem.solve(.recurrent)?.outputs ?? []).flatMap(\.elements)
    return Evidence("sum_n SSD_n = the recurrence", sum, equal: expected, at: instance.values)
  }
}
