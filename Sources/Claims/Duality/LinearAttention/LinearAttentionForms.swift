import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Claims about linear attention with and without gates.
  static let linearAttention: [Claim] = [attentionForms, gatedChunk, gateGradient, exclusiveRead]

  /// Linear attention.
  static let attentionForms = Claim(
    "la.T-forms",
    title: "Linear attention is a recurrence, and its normaliser is one more column of values",
    statement: """
      o_t = (sum_(s <= t) (q_t.k_s) v_s)/(sum_(s <= t) q_t.k_s): attention, the recurrence and chunks give the same, and the \
      denominator is the same recurrence with v = 1.
      """,
    source: Source("Katharopoulos et al., Transformers are RNNs", arXiv: "2006.16236", "section 3.3", .recalled),
    hypotheses: [
      Hypothesis("denominator", "sum_(s <= t) q_t.k_s is not 0"),
      Hypothesis("causal", "the sum goes over the steps up to t"),
    ],
    method: .exact, effort: 0.5,
    check: .all(
      AffineInstance.check(
        ungated, [("attention", { _ in .parallel }), ("chunks", { .chunked(size: $0) })]),
      Check(positive) { instance, _ in normalised(instance) }),
    falsifiers: [
      Falsifier(
        "features of any sign", dropping: "denominator", Check(ungated) { instance, _ in normalised(instance) }),
      Falsifier(
        "a strict mask", dropping: "causal",
        AffineInstance.check(ungated.with(.strictMask), [("attention", { _ in .parallel })])),
    ])

  private static let ungated = AffineInstance.generator(.ones, readTime: .afterUpdate, from: false)
  private static let positive = ungated.with { instance in
    for t in instance.problem.steps.indices {
      for i in 0..<instance.problem.rows {
        instance.problem.steps[t].key[i] = instance.problem.steps[t].key[i].magnitude + 1
        instance.problem.steps[t].query[i] = instance.problem.steps[t].query[i].magnitude + 1
      }
    }
  }

  /// The quotient of two recurrences, numerator and denominator, against the one with a column of ones, by chunks.
  private static func normalised(_ instance: AffineInstance) -> [Evidence] {
    let problem = instance.problem
    let columns = problem.columns
    func with(_ values: (Exact.Vector) -> [Rational], columns: Int) -> AffineProblem<Exact> {
      AffineProblem(
        initialState: Exact.Vector(zeros: problem.rows * columns, in: Intrinsic()), columns: columns,
        steps: problem.steps.map { step in
          var step = step
          step.value = .init(values(step.value))
          return step
        })
    }
    let extended =
      with({ $0.rationals + [1] }, columns: columns + 1).solve(.chunked(size: instance.size))?.outputs ?? []
    let denominators = with({ _ in [1] }, columns: 1).solve(.recurrent)?.outputs ?? []
    let numerators = problem.solve(.recurrent)?.outputs ?? []
    let exist = denominators.allSatisfy { $0[0].rational != 0 }
    guard exist else { return [Evidence("the denominators are not 0", holds: .false, at: instance.values)] }
    return [
      Evidence(
        "o_t with a column of ones = o_t with its denominator",
        extended.flatMap { y in (0..<columns).map { y[$0] / y[columns] } },
        equal: zip(numerators, denominators).flatMap { y, n in y.elements.map { $0 / n[0] } }, at: instance.values)
    ]
  }

  /// Chunks with log-gates.
  static let gatedChunk = Claim(
    "gla.T-chunk",
    title: "Gated linear attention in chunks and secondary chunks",
    statement: """
      With b_t the product of the gates of a chunk up to t: O = (Q b) S + tril((Q b)(K/b)^T) V and S' = b_C S + (K b_C/b)^T V; \
      across secondary chunks the factors are q b_t/b_n and k b_n/b_s with n the first row of t's secondary chunk.
      """,
    source: Source("Yang et al., Gated linear attention transformers", arXiv: "2312.06635", "section 4", .code),
    hypotheses: [
      Hypothesis("positive gates", "no gate is 0; else products are needed"),
      Hypothesis("own position", "an input is decayed from its own position to the end of the chunk"),
    ],
    method: .exact,
    notes: ["K/b is the form that overflows; the reference row n keeps both factors at most 1 for gates up to 1."],
    effort: 0.5,
    check: AffineInstance.check(
      .generator(.powers),
      [
        ("quotients", { .ratioChunked(size: $0) }), ("logarithms", { .logarithmicChunked(size: $0) }),
        ("secondary chunks", { .subchunked(size: 2 * $0, sub: $0) }),
      ]),
    falsifiers: [
      Falsifier(
        "gates that may be 0", dropping: "positive gates",
        AffineInstance.check(.generator(.diagonal), [("quotients", { .ratioChunked(size: $0) })])),
      Falsifier(
        "the decay from the start of the chunk", dropping: "own position",
        AffineInstance.check(
          AffineInstance.generator(.powers).with(.decayFromChunkStart),
          [("secondary chunks", { .subchunked(size: 2 * $0, sub: $0) })])),
    ])

  /// RWKV-6.
  static let exclusiveRead = Claim(
    "rwkv6.T-exclusive",
    title: "RWKV-6 reads before the update, and adds a bonus for the current token",
    statement: """
      y_t = (S_(t-1) + diag(u) k_t v_t^T)^T r_t, S_t = diag(w_t) S_(t-1) + k_t v_t^T: the output of gated linear attention \
      read before the update, plus (r_t . u . k_t) v_t.
      """,
    source: Source("Peng et al., Eagle and Finch", arXiv: "2404.05892", "section 4", .code),
    hypotheses: [Hypothesis("before", "the history is read before this step's decay")],
    method: .exact, effort: 0.5,
    check: Check(Bonus.generator) { bonus, _ in [bonus.evidence(.beforeUpdate)] },
    falsifiers: [
      Falsifier(
        "the state read after the update, and the bonus less 1", dropping: "before",
        Check(Bonus.generator) { bonus, _ in [bonus.evidence(.afterUpdate)] })
    ])

  /// A recurrence and u.
  private struct Bonus: Sendable {
    let instance: AffineInstance
    let weights: [Rational]

    static let generator = Generator { draw in
      let instance = try draw(AffineInstance.generator(.powers, readTime: .beforeUpdate))
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      return Bonus(instance: instance, weights: try draw(.array(of: number, count: instance.problem.rows)))
    }

    func evidence(_ readTime: ReadTime) -> Evidence {
      var problem = instance.problem
      problem.readTime = readTime
      let history = problem.solve(.chunked(size: instance.size))?.outputs ?? []
      let outputs = zip(problem.steps, history).map { step, output in
        var output = output
        var key = step.key
        key.multiply(by: .init(readTime == .beforeUpdate ? weights : weights.map { $0 - 1 }))
        output.addProduct(step.query.dot(key), step.value)
        return output
      }
      var state = AffineRecurrence<Exact>(initialState: problem.initialState, columns: problem.columns)
      var output = Exact.Vector(zeros: problem.columns, in: Intrinsic())
      let expected = problem.steps.map { step in
        // A step without a decay and with the key u k, from the state before: what is read.
        var bonus = AffineRecurrence<Exact>(initialState: state.state, columns: problem.columns)
        var current = step
        current.decay.fill(with: 1)
        current.key.multiply(by: .init(weights))
        bonus.advance(current, output: &output)
        state.update(step)
        return output
      }
      return Evidence(
        "y_t with a bonus = (S + diag(u) k v^T)^T r", outputs.flatMap(\.elements), equal: expected.flatMap(\.elements),
        at: instance.values + [NamedValue("u", weights)])
    }
  }
}
