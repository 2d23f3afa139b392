import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension InverseApproximation {
  /// ||P|| <= 1/(2 beta0) is an inequality the wrong way round.
  static let lyapunovNorm = Claim(
    "invapx.LA8",
    title: "The norm of the Lyapunov solution is at least 1/(2 |alpha|), not at most",
    statement: "If every eigenvalue of W has a real part of at most -beta0, then ||P||_2 <= 1/(2 beta0).",
    source: paper("Lemma A.8"),
    hypotheses: [
      Hypothesis("Hurwitz", "every eigenvalue of W has a negative real part"),
      Hypothesis("normal", "for the equality: W is normal; the proof takes unit eigenvectors for orthonormal"),
    ],
    method: .exact,
    notes: [
      "The norm is compared exactly: no eigenvalue of the rational P is larger than 1/(2 beta0) iff det(x I + 1/(2 "
        + "beta0) I - P) has no negative coefficient. The norms shown are enclosures.",
      "Bounded weights do not rescue it: for W = -I + K N, a Jordan block with the coupling K, ||W|| <= 1 + K, and "
        + "||P|| stays below 1 for K = 1/2, grows like m for K = 1 and exponentially beyond.",
      "Lemma A.8 is used for eqs. (50) and (61) to (63); invapx.LA8-repair has what can be used there.",
    ],
    check: Check(RecurrentMatrix.triangular(turned: false)) { w, precision in
      try comparison("||P||_2 <= 1/(2 beta0)", w, isAtMost: true, precision)
    },
    correction: Correction(
      """
      ||P||_2 >= 1/(2 |alpha|) for every Hurwitz W, with equality for a normal W; there is no upper bound in terms \
      of alpha: W = [[-1, K], [0, -2]] has P_22 = 1/4 + K^2/12.
      """,
      .all(
        Check(RecurrentMatrix.triangular()) { w, precision in
          try comparison("1/(2 |alpha|) <= ||P||_2", w, isAtMost: false, precision)
        },
        Check(RecurrentMatrix.normal()) { w, precision in try isEqual(w, precision) },
        Check(Generator<Rational>.rational(in: -99...99)) { k, _ in
          let p = try Matrix([[-1, k], [0, -2]], in: Intrinsic()).lyapunovSolution()
          return Evidence("P_22 = 1/4 + K^2/12", p[1, 1], equals: Rational(1, 4) + k * k / 12, at: [NamedValue("K", k)])
        })),
    falsifiers: [
      Falsifier(
        "equality for a normal W with eigenvalues on both sides", dropping: "Hurwitz",
        Check(RecurrentMatrix.normal(rate: .oneOf(.always(Rational(1, 2)), .always(-1)))) { w, precision in
          try isEqual(w, precision)
        }),
      Falsifier(
        "equality for a triangular W", dropping: "normal",
        Check(RecurrentMatrix.triangular(orders: 2...3)) { w, precision in try isEqual(w, precision) }),
    ],
    quoted: { precision in
      var evidence: [Evidence] = []
      for (k, digits) in [(1, "0.603"), (2, "0.878"), (4, "1.901"), (10, "8.913")] {
        let size = try norm(Matrix([[-1, Rational(k)], [0, -2]], in: Intrinsic()), precision)
        evidence.append(Evidence("||P|| for [[-1, K], [0, -2]], K = \(k)", size, isQuotedAs: digits))
      }
      for (m, digits) in [(2, "1.25"), (8, "102"), (32, "1.4e10")] {
        let size = try jordanNorm(m, Rational(3, 2), precision)
        evidence.append(Evidence("||P|| for -I + 1.5 N, m = \(m)", size, isQuotedAs: digits))
      }
      for (m, digits) in [(8, "4.1"), (32, "19.9")] {
        evidence.append(Evidence("||P|| for -I + N, m = \(m)", try jordanNorm(m, 1, precision), isQuotedAs: digits))
      }
      return evidence
    },
    figures: [
      FigureRecipe("lyapunov-norm") { precision in
        let orders = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32]
        let couplings = [Rational(1, 2), Rational(9, 10), 1, Rational(3, 2), 2]
        return FigureData(
          "lyapunov-norm", title: "Norm of the Lyapunov solution of a Jordan block -I + K N",
          caption: """
            ||P||_2 of W^T P + P W = -I against the order m, enclosed; every eigenvalue of W is -1 and ||W|| <= 1 + \
            K. Lemma A.8 says that the curves stay at or below 1/2, where they begin. They are bounded only for K < \
            1.
            """,
          xLabel: "m", yLabel: "||P||", logY: true, x: FigureData.Column("m", orders.map(Double.init)),
          curves: try couplings.map { k in
            FigureData.Column("K = \(k)", try orders.map { try jordanNorm($0, k, precision) })
          },
          guides: [FigureData.Guide(.horizontal, 0.5, label: "1/(2 beta0)")])
      }
    ])

  /// lambda_min(P) >= 1/(2 ||W||).
  static let leastEigenvalue = Claim(
    "invapx.lamin",
    title: "The Lyapunov function is at least |v|^2/(2 ||W||), which the norm of P does not give",
    statement: """
      W^T P + P W = -I gives ||P||_2 >= 1/(2 ||W||_2), and therefore V(v) = v^T P v >= ||P||_2 |v|^2 >= |v|^2/(2 \
      ||W||_2).
      """,
    source: paper("eq. (65) and the sentence after it"),
    hypotheses: [Hypothesis("Hurwitz", "every eigenvalue of W has a negative real part")],
    method: .certified,
    notes: [
      "What the paper needs, V(v) >= |v|^2/(2 ||W||), is true; what it derives, ||P|| >= 1/(2 ||W||), does not give "
        + "it, because V(v) >= ||P|| |v|^2 fails for every P that is not a multiple of I. Tested is that step, on "
        + "unit vectors.",
      "P >= int_0^inf e^(-2 ||W|| t) dt I; equality for W = -beta I, which a factor 1 - 2^-40 decides.",
    ],
    effort: 0.6,
    check: Check(RecurrentMatrix.triangular(orders: 2...3, turned: false)) { w, precision in
      let p = try w.matrix.lyapunovSolution()
      return Evidence(
        "||P||_2 (1 - 2^-40) <= v^T P v, v = e_1",
        try norm(w.matrix, precision) * Ball(1 - 0x1p-40, in: precision), atMost: Ball(p[0, 0], in: precision),
        at: w.values + [NamedValue("P", p)])
    },
    correction: Correction(
      "lambda_min(P) >= 1/(2 ||W||_2), with equality for W = -beta I: V(v) >= |v|^2/(2 ||W||_2).",
      Check(RecurrentMatrix.triangular()) { try isAtLeast($0, $1) }),
    falsifiers: [
      Falsifier(
        "eigenvalues on both sides", dropping: "Hurwitz",
        Check(RecurrentMatrix.triangular(rate: .oneOf(.always(1), .always(Rational(-1, 3))))) {
          try isAtLeast($0, $1)
        }),
      Falsifier(
        "lambda_min(P) >= 1/(2 |alpha|)",
        Check(RecurrentMatrix.triangular()) { w, precision in
          Evidence(
            "1/(2 |alpha|) <= lambda_min(P)", Ball(1 / (2 * w.abscissa.magnitude), in: precision),
            atMost: try leastEigenvalue(w, precision), at: w.values)
        }),
    ])

  private static func leastEigenvalue(_ w: RecurrentMatrix, _ precision: Precision) throws -> Ball {
    try w.matrix.lyapunovSolution().enclosed(precision).certifiedHermitianEigenvalues()[0]
  }

  private static func isAtLeast(_ w: RecurrentMatrix, _ precision: Precision) throws -> Evidence {
    let size = try w.matrix.enclosed(precision).certifiedSpectralNorm()
    return Evidence(
      "(1 - 2^-40)/(2 ||W||_2) <= lambda_min(P)", Ball(1 - 0x1p-40, in: precision) / (2 * size),
      atMost: try leastEigenvalue(w, precision), at: w.values)
  }

  /// ||P||_2.
  static func norm(_ w: Matrix<Rational>, _ precision: Precision) throws -> Ball {
    try w.lyapunovSolution().enclosed(precision).certifiedSpectralNorm()
  }

  /// ||P||_2 for -I + K N.
  private static func jordanNorm(_ order: Int, _ coupling: Rational, _ precision: Precision) throws -> Ball {
    try norm(RecurrentMatrix.jordan(order: order, coupling: coupling), precision)
  }

  /// ||P|| against 1/(2 |alpha|), decided exactly.
  private static func comparison(
    _ statement: String, _ w: RecurrentMatrix, isAtMost: Bool, _ precision: Precision
  ) throws -> Evidence {
    let p = try w.matrix.lyapunovSolution()
    let level = 1 / (2 * w.abscissa.magnitude)
    let size = try p.enclosed(precision).certifiedSpectralNorm()
    // ||P|| < level iff level I - P > 0.
    let truth: Truth =
      isAtMost
      ? (p.hasNoEigenvalue(above: level) ? .true : .false) : !(-p).addingToDiagonal(level).isPositiveDefinite
    let ratio = size.approximation / level.approximation
    return Evidence(
      statement, .atMost, left: isAtMost ? printed(size) : level.description,
      right: isAtMost ? level.description : printed(size), truth: truth, ratio: isAtMost ? ratio : 1 / ratio,
      at: w.values + (isAtMost ? [NamedValue("beta0", -w.abscissa), NamedValue("P", p)] : []))
  }

  /// ||P|| = 1/(2 |alpha|): no eigenvalue is larger, and not all are smaller.
  private static func isEqual(_ w: RecurrentMatrix, _ precision: Precision) throws -> Evidence {
    let p = try w.matrix.lyapunovSolution()
    let level = 1 / (2 * w.abscissa.magnitude)
    let holds =
      p.hasNoEigenvalue(above: level) && (-p).hasNoEigenvalue(above: level)
      && !(-p).addingToDiagonal(level).isPositiveDefinite.isTrue
    return Evidence("||P||_2 = 1/(2 |alpha|)", holds: holds ? .true : .false, at: w.values)
  }
}
