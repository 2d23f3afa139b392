import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HiPPOClaims {
  /// P = (I + J)/2.
  static let tridiagonalGramian = Claim(
    "httyh.G1-gramian",
    title: "The reachability Gramian of LegS is tridiagonal, its eigenvalues are the Gauss-Legendre nodes",
    statement: """
      P = int_0^inf e^(tA) B B^T e^(tA^T) dt = (I + J)/2 with J_(j,j+1) = (j + 1)/sqrt((2j + 1)(2j + 3)): every \
      state has the energy 1/2, and the eigenvalues of P are the zeros of P_N(2z - 1).
      """,
    source: Source("derived here, about the normalization of HiPPO", arXiv: "2206.12037", "LegS Gramian", .derived),
    hypotheses: [
      Hypothesis("LegS", "A is the LegS matrix, not its normal part"),
      Hypothesis("infinite horizon", "the integral goes over the whole half line"),
    ],
    method: .exact,
    notes: [
      "Substituted in A P + P A^T + B B^T = 0, and compared with int K_i K_j dt; det(x I - P) is compared, "
        + "coefficient by coefficient, with the monic shifted Legendre polynomial. On a finite horizon the Gramian "
        + "is P - e^(tA) P e^(tA^T).",
      "The condition number, the quotient of the largest and the least node, grows like 0.69 N^2.",
    ],
    effort: 0.25,
    check: Check(Generator<Int>.integer(in: 1...16)) { n, _ in
      [solvesLyapunov(n, normal: false), isEnergy(n), hasLegendreSpectrum(n)]
    },
    falsifiers: [
      Falsifier(
        "the normal part and B/2", dropping: "LegS",
        Check(Generator<Int>.integer(in: 2...8)) { n, _ in solvesLyapunov(n, normal: true) }),
      Falsifier(
        "the horizon log 2", dropping: "infinite horizon",
        Check(Generator<Int>.integer(in: 1...8)) { n, _ in try isFiniteGramian(n) }),
    ],
    quoted: { precision in
      [(4, "13.4"), (16, "187.7"), (64, "2876.9")].map { n, digits in
        let nodes = GaussLegendre(count: n, precision: precision).nodes.map { (1 + $0) / 2 }
        let (largest, least) = (nodes.reduce(nodes[0], Ball.maximum), nodes.reduce(nodes[0], Ball.minimum))
        return Evidence("cond P at N = \(n)", largest / least, isQuotedAs: digits)
      }
    })

  private static func twinParts(_ n: Int, normal: Bool) -> (matrix: Matrix<Rational>, input: Matrix<Rational>) {
    let twin: RationalTwin<Rational>? = HiPPO.legS.rationalTwin(order: n, in: Intrinsic())
    let half = Rational(1, normal ? 2 : 1)
    let input = Matrix(column: Array(repeating: half, count: n), in: Intrinsic())
    return ((normal ? twin?.normalPart : twin?.matrix) ?? legSTwin(n), input)
  }

  private static func solvesLyapunov(_ n: Int, normal: Bool) -> Evidence {
    let p: Matrix<Rational> = LegS(order: n).twinGramian(in: Intrinsic())
    let (m, b) = twinParts(n, normal: normal)
    let sum = m * p + p * m.transposed + b * b.transposed
    return Evidence(
      "A P + P A^T + B B^T = 0", sum.elements.elements, equal: Array(repeating: Rational.zero, count: n * n),
      at: [NamedValue("N", n)])
  }

  private static func isEnergy(_ n: Int) -> Evidence {
    let basis: [DecayPolynomial<Rational>] = LegS(order: n).twinBasis(in: Intrinsic())
    let p: Matrix<Rational> = LegS(order: n).twinGramian(in: Intrinsic())
    let last = basis[n - 1]
    return Evidence(
      "int K_i K_(N-1) dt = P_(i,N-1)", basis.map { ($0 * last).laplaceTransform(at: 0) }, equal: p.column(n - 1),
      at: [NamedValue("N", n)])
  }

  private static func hasLegendreSpectrum(_ n: Int) -> Evidence {
    let p: Matrix<Rational> = LegS(order: n).twinGramian(in: Intrinsic())
    // T^-1 P T.
    let similar = p.multipliedFromRight(byDiagonal: (0..<n).map { Rational(2 * $0 + 1) })
    let legendre: Polynomial<Rational> = Legendre.shifted(n, in: Intrinsic())
    return Evidence(
      "det(x I - P) = the monic P_N(2x - 1)", similar.characteristicPolynomial().polynomial.coefficients,
      equal: legendre.coefficients.map { $0 / legendre.coefficients[n] }, at: [NamedValue("N", n)])
  }

  private static func isFiniteGramian(_ n: Int) throws -> Evidence {
    let p: Matrix<Rational> = LegS(order: n).twinGramian(in: Intrinsic())
    let transition = LegS(order: n).twinExponential(decay: Rational(1, 2))
    let finite = p - transition * p * transition.transposed
    return Evidence(
      "the Gramian of [0, log 2] = P", finite.elements.elements, equal: p.elements.elements, at: [NamedValue("N", n)])
  }
}
