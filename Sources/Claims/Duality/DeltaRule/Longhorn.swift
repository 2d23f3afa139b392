import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// The implicit update.
  static let longhornImplicit = Claim(
    "longhorn.T-implicit",
    title: "Longhorn's implicit update is a delta rule with rate beta/(1 + beta |k|^2)",
    statement: """
      The minimiser S of |S - S'|^2/2 + (beta/2)|S^T k - x|^2 is S = (I - D k k^T) S' + D k x^T with \
      D = beta/(1 + beta |k|^2); the eigenvalue 1 - D |k|^2 = 1/(1 + beta |k|^2) is in (0, 1].
      """,
    source: Source("Liu et al., Longhorn", arXiv: "2407.14207", "Theorem 3.1", .recalled),
    hypotheses: [
      Hypothesis("beta >= 0", "the weight of the error is not negative"),
      Hypothesis("implicit", "the rate is beta/(1 + beta |k|^2), not beta"),
    ],
    method: .exact,
    check: Check(Update.generator) { update, _ in update.evidence },
    falsifiers: [
      Falsifier(
        "beta < 0", dropping: "beta >= 0",
        Check(Update.generator.with { $0.weight = -$0.weight - 1 }) { update, _ in update.evidence }),
      Falsifier(
        "the explicit step, rate beta", dropping: "implicit",
        Check(Update.generator.with { $0.isExplicit = true }) { update, _ in update.evidence }),
    ])

  /// The diagonal approximation.
  static let longhornDiagonal = Claim(
    "longhorn.N-diag",
    title: "The diagonal approximation is the implicit update for keys with one entry alone",
    statement: """
      S = (1 - D k . k) . S' + D k x, as the released kernel computes, is the implicit update if k has at most one entry that \
      is not 0.
      """,
    source: Source("Liu et al., Longhorn", arXiv: "2407.14207", "the released kernel", .code),
    hypotheses: [Hypothesis("one entry", "at most one entry of the key is not 0")],
    method: .exact,
    notes: ["For other keys the two differ by D (k k^T - diag(k . k)) S', which is of first order in D."],
    check: Check(Update.oneHot) { update, _ in [update.diagonalEvidence] },
    falsifiers: [
      Falsifier("any key", dropping: "one entry", Check(Update.generator) { update, _ in [update.diagonalEvidence] })
    ])

  /// One step of the update on a state with one column.
  private struct Update: Sendable {
    var weight: Rational
    var key: [Rational]
    let input: Rational
    let state: [Rational]
    var isExplicit = false

    static let generator = Generator { draw in
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      let key = try draw(.array(of: number, count: 1...4))
      return Update(
        weight: try draw(.rational(in: 0...3, denominator: 3)), key: key, input: try draw(number),
        state: try draw(.array(of: number, count: key.count)))
    }

    static let oneHot = Generator { draw in
      var update = try draw(generator)
      let place = draw.integer(in: 0...update.key.count - 1)
      for i in update.key.indices where i != place { update.key[i] = 0 }
      return update
    }

    private var squaredNorm: Rational { key.reduce(Rational(0)) { $0 + $1 * $1 } }
    private var rate: Rational { isExplicit ? weight : weight / (1 + weight * squaredNorm) }
    private var values: [NamedValue] {
      [NamedValue("beta", weight), NamedValue("k", key), NamedValue("x", input), NamedValue("S'", state)]
    }

    /// The state after a delta rule, or after the diagonal recurrence with gates 1 - D k . k.
    private func next(isDiagonal: Bool) -> [Rational] {
      let zeros = Exact.Vector(zeros: key.count, in: Intrinsic())
      var step = AffineStep<Exact>.deltaRule(
        query: zeros, key: .init(key), value: .init([input]), rate: Exact(rate), logDecay: zeros)
      if isDiagonal {
        step.correction = nil
        step.decay = .init(key.map { 1 - rate * $0 * $0 })
      }
      return AffineMap(step)(.init(state)).rationals
    }

    var evidence: [Evidence] {
      let next = next(isDiagonal: false)
      let error = zip(key, next).reduce(-input) { $0 + $1.0 * $1.1 }
      let gradient = zip(zip(next, state), key).map { $0.0 - $0.1 + weight * $1 * error }
      let eigenvalue = 1 - rate * squaredNorm
      return [
        Evidence("the gradient at S = 0", gradient, equal: key.map { _ in 0 }, at: values),
        Evidence("0 < 1 - D |k|^2", Rational(0), lessThan: eigenvalue, at: values),
        Evidence("1 - D |k|^2 <= 1", eigenvalue, atMost: 1, at: values),
      ]
    }

    var diagonalEvidence: Evidence {
      Evidence(
        "the diagonal update = the implicit update", next(isDiagonal: true), equal: next(isDiagonal: false), at: values)
    }
  }
}
