import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension InverseApproximation {
  /// ||P|| <= (M + 2 r)/(pi r^2).
  static let stabilityRadius = Claim(
    "invapx.LA8-repair",
    title: "The stability radius bounds the Lyapunov solution, in every dimension",
    statement: """
      With M = ||W||_2 and the complex stability radius r = min_w sigma_min(i w I - W) of a Hurwitz W, ||P||_2 <= (M \
      + 2 r)/(pi r^2), whatever the order.
      """,
    source: derived("a repair of Lemma A.8"),
    hypotheses: [
      Hypothesis("Hurwitz", "every eigenvalue of W has a negative real part"),
      Hypothesis(
        "complex", "r is the complex stability radius",
        untested:
          "a ball of real perturbations bounds the real radius, which is larger; no case is known that breaks it"),
    ],
    method: .certified,
    notes: [
      "The bound decreases in r: it is tested with a lower bound of r, proved by definite matrices along the axis "
        + "and within 1/16 of the largest that could be.",
      "This is what the theorem's hypothesis provides: weights that may move by beta0 without losing stability have "
        + "a radius of at least beta0, up to real against complex. With it the Lyapunov argument of Theorem 3.9 has "
        + "a constant that does not depend on the width.",
      "The largest ||P||/bound in random searches is about 0.5.",
    ],
    effort: 0.25,
    check: Check(Radius.any) { try $0.isBounded($1) },
    falsifiers: [
      Falsifier("eigenvalues on both sides", dropping: "Hurwitz", Check(Radius.mixed) { try $0.isBounded($1) }),
      Falsifier("||P|| <= 1/(2 r)", Check(Radius.jordan) { try $0.isHalfInverse($1) }),
    ],
    figures: [
      FigureRecipe("stability-radius-bound") { precision in
        var random = SplitMix64(seed: 20_231_125)
        var points: [(bound: Ball, norm: Ball)] = []
        for order in 2...5 {
          for _ in 0..<12 {
            let w = Matrix<Rational>(order, order, in: Intrinsic()) { i, j in
              let entry = Rational(Int(random.next() % 9) - 4, 2)
              return i == j ? -(Rational(Int(random.next() % 12) + 1, 4)) : j > i ? entry : 0
            }
            let radius = try Radius(matrix: w, halvings: 6)
            points.append((try radius.bound(precision), try norm(w, precision)))
          }
        }
        for k in 1...8 {
          let radius = try Radius(matrix: RecurrentMatrix.jordan(order: 6, coupling: Rational(k, 4)), halvings: 6)
          points.append((try radius.bound(precision), try norm(radius.matrix, precision)))
        }
        points.sort { $0.bound.approximation < $1.bound.approximation }
        return FigureData(
          "stability-radius-bound", title: "Norm of the Lyapunov solution against its bound",
          caption: """
            ||P||_2 of random triangular W of order 2 to 5, and of Jordan blocks of order 6, against (M + 2 r)/(pi \
            r^2). Both are enclosed; r is a proved lower bound within 1/64 of the least singular value of W.
            """,
          xLabel: "(M + 2 r)/(pi r^2)", yLabel: "||P||", logX: true, logY: true,
          x: FigureData.Column("bound", points.map(\.bound)),
          curves: [
            FigureData.Column("||P||", points.map(\.norm), style: .points),
            FigureData.Column("the bound", points.map(\.bound)),
          ])
      }
    ])

  /// W and a proved lower bound of its stability radius.
  private struct Radius: Sendable {
    let matrix: Matrix<Rational>
    let radius: Rational

    /// Bisection between 0 and a bound of sigma_min(W) from above.
    init(matrix: Matrix<Rational>, halvings: Int) throws {
      let precision = Precision.reference
      let w = Matrix<Disc>(matrix.enclosed(precision))
      let top = try w.certifiedSmallestSingularValue().upper.double()
      var (lower, upper) = (Rational.zero, Rational(exactly: top * 1.001))
      for _ in 0..<halvings {
        let middle = (lower + upper) / 2
        let exceeds = w.leastSingularValueOnAxis(
          exceeds: middle, symmetric: true, smallestStep: Rational(exactly: top) / 1024)
        if exceeds.isTrue { lower = middle } else { upper = middle }
      }
      guard lower > 0 else { throw Discarded() }
      (self.matrix, radius) = (matrix, lower)
    }

    static let any = RecurrentMatrix.triangular(orders: 1...4).map { try Radius(matrix: $0.matrix, halvings: 4) }

    static let mixed = Generator { draw in
      let coupling = try draw(.whole(1...4))
      let gap = Rational(1, try draw(.integer(in: 10...100)))
      return try Radius(matrix: Matrix([[1, coupling], [0, -1 - gap]], in: Intrinsic()), halvings: 4)
    }

    static let jordan = Generator { draw in
      let coupling = try draw(.element(of: [Rational(1, 2), Rational(2, 5), Rational(3, 5)]))
      return try Radius(
        matrix: RecurrentMatrix.jordan(order: try draw(.integer(in: 6...8)), coupling: coupling), halvings: 8)
    }

    func bound(_ precision: Precision) throws -> Ball {
      lyapunovSolutionBound(
        norm: try matrix.enclosed(precision).certifiedSpectralNorm(), stabilityRadius: Ball(radius, in: precision))
    }

    var values: [NamedValue] { [NamedValue("W", matrix), NamedValue("a lower bound of r", radius)] }

    func isBounded(_ precision: Precision) throws -> Evidence {
      Evidence(
        "||P||_2 <= (M + 2 r)/(pi r^2)", try norm(matrix, precision), atMost: try bound(precision), at: values)
    }

    func isHalfInverse(_ precision: Precision) throws -> Evidence {
      Evidence(
        "||P||_2 <= 1/(2 r)", try norm(matrix, precision), atMost: Ball(1 / (2 * radius), in: precision), at: values)
    }
  }
}
