import Arithmetic
import Definitions
import PropertyTesting

extension SelectiveMemory {
  /// Longhorn never expands.
  static let longhornContraction = Claim(
    "longhorn.A",
    title: "Longhorn's transition has the eigenvalues 1 and 1/(1 + beta |k|^2), and its diagonal lies between them",
    statement: """
      With D = beta/(1 + beta |k|^2), beta > 0: (I - D k k^T) k = k/(1 + beta |k|^2), (I - D k k^T) v = v for v \
      orthogonal to k, the error k^T S - x shrinks by 1/(1 + beta |k|^2) in a step, and the implemented diagonal 1 - D \
      k_i^2 lies in [1/(1 + beta |k|^2), 1].
      """,
    source: Source("Liu et al., Longhorn", arXiv: "2407.14207", "models/longhorn.py", .code),
    hypotheses: [
      Hypothesis("beta > 0", "the weight of the error is positive"),
      Hypothesis("implicit", "the rate is beta/(1 + beta |k|^2), not beta"),
    ],
    method: .exact,
    notes: [
      "That the update is the minimizer is longhorn.T-implicit, that the diagonal one is not, longhorn.N-diag. "
        + "With the rate "
        + "beta the eigenvalue 1 - beta |k|^2 is below -1 where beta |k|^2 > 2.",
      "The diagonal update does not expand either, but its error does not shrink by that factor (last falsifier).",
    ],
    check: Check(Update.generator) { update, _ in update.evidence },
    falsifiers: [
      Falsifier(
        "beta < 0", dropping: "beta > 0",
        Check(Update.generator.with { $0.weight = -$0.weight }) { update, _ in update.evidence }),
      Falsifier(
        "the explicit step, rate beta", dropping: "implicit",
        Check(Update.generator.with { $0.isExplicit = true }) { update, _ in update.evidence }),
      Falsifier(
        "the error after the diagonal update",
        Check(Update.generator) { update, _ in update.errorShrinks(isDiagonal: true) }),
    ])

  private struct Update: Sendable {
    var weight: Rational
    let key, state, other: [Rational]
    let input: Rational
    var isExplicit = false

    static let generator = Generator { draw in
      let key = try draw(.array(of: SystemInstance.number, count: 1...4))
      let numbers = Generator<[Rational]>.array(of: SystemInstance.number, count: key.count)
      return Update(
        weight: try draw(.rational(above: 0, upTo: 3, denominator: 3)), key: key, state: try draw(numbers),
        other: try draw(numbers), input: try draw(SystemInstance.number))
    }

    private var values: [NamedValue] {
      [NamedValue("beta", weight), NamedValue("k", key), NamedValue("S'", state), NamedValue("x", input)]
    }

    private func dot(_ x: [Rational], _ y: [Rational]) -> Rational { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

    private func map(isDiagonal: Bool = false) -> AffineMap<Rational> {
      let vector = Rational.Vector(key, in: Intrinsic())
      let rate = isExplicit ? weight : Longhorn.rate(weight, key: vector)
      return AffineMap(
        isDiagonal
          ? .diagonalLonghorn(query: vector, key: vector, input: input, rate: rate)
          : .longhorn(query: vector, key: vector, input: input, rate: rate))
    }

    /// 1/(1 + beta |k|^2).
    private var factor: Rational { 1 / (1 + weight * dot(key, key)) }

    func errorShrinks(isDiagonal: Bool) -> Evidence {
      let next = map(isDiagonal: isDiagonal)(Rational.Vector(state, in: Intrinsic())).elements
      return Evidence(
        "k^T S - x = (k^T S' - x)/(1 + beta |k|^2)", dot(key, next) - input, equals: factor * (dot(key, state) - input),
        at: values)
    }

    var evidence: [Evidence] {
      let transition = map()
      func linear(_ x: [Rational]) -> [Rational] { transition.linear(Rational.Vector(x, in: Intrinsic())).elements }
      let square = dot(key, key)
      let orthogonal = zip(other, key).map { square == 0 ? $0 : $0 - dot(other, key) / square * $1 }
      let image = linear(state)
      guard case .diagonal(let diagonal) = map(isDiagonal: true).transition else { return [] }
      return [
        Evidence("(I - D k k^T) k = k/(1 + beta |k|^2)", linear(key), equal: key.map { factor * $0 }, at: values),
        Evidence("(I - D k k^T) v = v for v orthogonal to k", linear(orthogonal), equal: orthogonal, at: values),
        Evidence("|(I - D k k^T) S'|^2 <= |S'|^2", dot(image, image), atMost: dot(state, state), at: values),
        errorShrinks(isDiagonal: false),
      ]
        + diagonal.elements.flatMap { entry in
          [
            Evidence("1/(1 + beta |k|^2) <= 1 - D k_i^2", factor, atMost: entry, at: values),
            Evidence("1 - D k_i^2 <= 1", entry, atMost: 1, at: values),
          ]
        }
    }
  }
}
