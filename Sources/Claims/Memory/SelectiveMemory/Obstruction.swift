import Arithmetic
import Definitions
import PropertyTesting

extension SelectiveMemory {
  /// Exact state preservation.
  static let obstruction = Claim(
    "affine.obstruction",
    title: "An affine update that keeps some states keeps every error between them",
    statement: """
      If h -> A h + b fixes s_1 ... s_K, then A is the identity on the span of the differences s_i - s_j: an error in \
      that span is never corrected.
      """,
    source: Source(
      "Chung, Choi & Kim (2026)", "the obstruction for affine updates", .secondary, quotedBy: "a paper that cites it"),
    hypotheses: [
      Hypothesis("affine", "the update is affine in the state for the input at hand"),
      Hypothesis("fixed", "the states are fixed points"),
    ],
    method: .exact,
    check: Check(Update.generator) { update, _ in update.evidence },
    falsifiers: [
      Falsifier(
        "an update that saturates at the box of the states", dropping: "affine",
        Check(Update.generator.with { $0.saturates = true }) { update, _ in update.evidence }),
      Falsifier(
        "a shift of the fixed points", dropping: "fixed",
        Check(Update.generator.with { $0.shift = 1 }) { update, _ in update.evidence }),
    ])

  /// The maps h -> h + sum_r p_r q_r^T (h - s_1) with q_r orthogonal to the differences are all that fix s_1 ... s_K.
  private struct Update: Sendable {
    let points: [[Rational]]
    let columns, rows: [[Rational]]
    /// The coordinates of an error in the differences.
    let weights: [Rational]
    var saturates = false
    var shift: Rational = 0

    static let generator = Generator { draw in
      let n = draw.integer(in: 2...4)
      let vector = Generator<[Rational]>.array(of: SystemInstance.number, count: n)
      let points = try draw(.array(of: vector, count: 2...n))
      return Update(
        points: points, columns: try draw(.array(of: vector, count: 2)), rows: try draw(.array(of: vector, count: 2)),
        weights: try draw(.array(of: .whole(-3...3), count: points.count - 1)))
    }

    private var values: [NamedValue] { [NamedValue("s", points), NamedValue("error", error)] }
    private func dot(_ x: [Rational], _ y: [Rational]) -> Rational { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    private func sum(_ x: [Rational], _ scale: Rational, _ y: [Rational]) -> [Rational] {
      zip(x, y).map { $0 + scale * $1 }
    }

    /// s_i - s_1, i > 1.
    private var differences: [[Rational]] { points.dropFirst().map { sum($0, -1, points[0]) } }
    private var error: [Rational] {
      zip(weights, differences).reduce(points[0].map { _ in 0 }) { sum($0, $1.0, $1.1) }
    }

    /// The part of x that is orthogonal to vectors.
    private func rejected(_ x: [Rational], from vectors: [[Rational]]) -> [Rational] {
      var basis: [[Rational]] = []
      func rejection(_ x: [Rational]) -> [Rational] {
        basis.reduce(x) { x, v in sum(x, -dot(x, v) / dot(v, v), v) }
      }
      for vector in vectors {
        let rest = rejection(vector)
        if rest.contains(where: { $0 != 0 }) { basis.append(rest) }
      }
      return rejection(x)
    }

    private var map: AffineMap<Rational> {
      let n = points[0].count
      var matrix = AffineMap<Rational>.identity(rows: n, columns: 1, in: Intrinsic()).matrix
      for (p, q) in zip(columns, rows) {
        matrix.addOuterProduct(
          Rational.Vector(p, in: Intrinsic()),
          Rational.Vector(rejected(q, from: differences), in: Intrinsic()))
      }
      var map = AffineMap<Rational>(
        transition: .dense(matrix), offset: Rational.Vector(zeros: n, in: Intrinsic()))
      let image = map(Rational.Vector(points[0], in: Intrinsic())).elements
      map.offset = Rational.Vector(sum(points[0], -1, image).map { $0 + shift }, in: Intrinsic())
      return map
    }

    private func next(_ state: [Rational]) -> [Rational] {
      let state = map(Rational.Vector(state, in: Intrinsic())).elements
      guard saturates else { return state }
      return state.indices.map { i in
        let values = points.map { $0[i] }
        let (least, largest) = values.dropFirst().reduce((values[0], values[0])) { (min($0.0, $1), max($0.1, $1)) }
        return min(max(state[i], least), largest)
      }
    }

    var evidence: [Evidence] {
      var state = sum(points[0], 1, error)
      for _ in 0..<3 { state = next(state) }
      return points.map { Evidence("A s_i + b = s_i", next($0), equal: $0, at: values) }
        + [
          Evidence(
            "the error after three steps = the error before", sum(state, -1, points[0]), equal: error, at: values)
        ]
    }
  }
}
