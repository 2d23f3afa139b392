import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension StableParameterizations {
  /// All Hurwitz matrices.
  static let portHamiltonian = Claim(
    "control.port-hamiltonian",
    title: "A is Hurwitz iff A = (J - R) Q with J skew and R, Q positive definite",
    statement: """
      For J = K - K^T, R > 0 and Q > 0 all eigenvalues of (J - R) Q have a negative real part; and every such A is of \
      this form, with Q = X^-1, R = I/2 and J = A X + I/2 for the solution X of A X + X A^T + I = 0.
      """,
    source: Source(
      "Gillis & Sharma; see Alonso, Sieber & Zeilinger, State space models as foundation models: a control theoretic "
        + "overview",
      arXiv: "2403.16899", "stable parameterizations by Lyapunov's theorem", .recalled),
    hypotheses: [
      Hypothesis("R > 0", "the dissipation is positive definite"),
      Hypothesis("Q > 0", "the energy is positive definite"), Hypothesis("J skew", "the exchange conserves energy"),
    ],
    method: .exact,
    notes: [
      "Decided by Routh's array of the characteristic polynomial, and by the signs of pivots, over the rationals.",
      "sashimi.H1-hurwitz, Lambda - p p* with Re Lambda < 0, is a special case with Q = I: it reaches dissipative "
        + "matrices only. The norm in which A decays is that of Q, which is free here.",
    ],
    effort: 0.4,
    check: .all(
      Check(Factors.generator) { factors, _ in factors.isHurwitz },
      Check(hurwitz) { a, _ in try isFactored(a) }),
    falsifiers: [
      Falsifier(
        "R = -(X X^T + I)", dropping: "R > 0",
        Check(Factors.generator.with { $0.dissipation = -$0.dissipation }) { factors, _ in factors.isHurwitz }),
      Falsifier(
        "Q with a negative element on its diagonal", dropping: "Q > 0",
        Check(Factors.generator.with { $0.energy = $0.energy.addingToDiagonal(-20) }) { factors, _ in factors.isHurwitz
        }),
      Falsifier(
        "J = 10 I", dropping: "J skew",
        Check(Factors.generator) { factors, _ in
          let identity = Matrix<Rational>(identity: factors.exchange.rows, in: Intrinsic())
          let a = (identity.scaled(by: 10) - factors.dissipation) * factors.energy
          return [Factors.evidence(a)]
        }),
      Falsifier(
        "every Hurwitz A is dissipative: A + A^T < 0",
        Check(hurwitz) { a, _ in
          [
            Evidence(
              "-(A + A^T) is positive definite", holds: (-(a + a.transposed)).isPositiveDefinite,
              at: [NamedValue("A", a)])
          ]
        }),
    ])

  private struct Factors: Sendable {
    /// K.
    let exchange: Matrix<Rational>
    /// R.
    var dissipation: Matrix<Rational>
    /// Q.
    var energy: Matrix<Rational>

    static let generator = Generator { draw in
      let n = draw.integer(in: 1...3)
      let number = Generator<Rational>.whole(-2...2)
      func definite(_ draw: inout Draw) throws -> Matrix<Rational> {
        StableParameterization.definite(
          try draw(SystemInstance.matrix(n, n, of: number)),
          margin: try draw(.rational(above: 0, upTo: 1, denominator: 4)))
      }
      return Factors(
        exchange: try draw(SystemInstance.matrix(n, n, of: number)), dissipation: try definite(&draw),
        energy: try definite(&draw))
    }

    static func evidence(_ a: Matrix<Rational>) -> Evidence {
      Evidence(
        "all eigenvalues have a negative real part", holds: a.characteristicPolynomial().polynomial.isHurwitz,
        at: [NamedValue("A", a)])
    }

    var isHurwitz: [Evidence] {
      [
        Self.evidence(
          StableParameterization.portHamiltonian(exchange: exchange, dissipation: dissipation, energy: energy))
      ]
    }
  }

  /// Triangular with a negative diagonal, turned by a unimodular matrix.
  private static let hurwitz = triangular(
    of: Generator<Rational>.rational(above: 0, upTo: 2, denominator: 3).map { -$0 })

  /// Triangular with a diagonal inside (-1, 1), turned.
  private static let schur = triangular(
    of: Generator<Rational>.rational(in: -1...1, denominator: 4).filter { $0.magnitude < 1 })

  private static func triangular(of eigenvalue: Generator<Rational>) -> Generator<Matrix<Rational>> {
    Generator { draw in
      let n = draw.integer(in: 1...3)
      let eigenvalues = try draw(.array(of: eigenvalue, count: n...n))
      let others = try draw(SystemInstance.matrix(n, n, of: .whole(-3...3)))
      let turn = try draw(SystemInstance.matrix(n, n, of: .whole(-1...1)))
      let a = Matrix<Rational>(n, n, in: Intrinsic()) { i, j in i == j ? eigenvalues[i] : i < j ? others[i, j] : 0 }
      let lower = Matrix<Rational>(n, n, in: Intrinsic()) { i, j in i == j ? 1 : i > j ? turn[i, j] : 0 }
      return try lower * a * lower.inverse()
    }
  }

  private static func isFactored(_ a: Matrix<Rational>) throws -> [Evidence] {
    let (j, r, q) = try StableParameterization.portHamiltonianFactors(of: a)
    let values = [NamedValue("A", a)]
    return [
      Evidence(
        "J + J^T = 0", (j + j.transposed).isEqual(to: Matrix(zeros: a.rows, a.rows, in: Intrinsic())), at: values),
      Evidence("Q is positive definite", q.isPositiveDefinite, at: values),
      Evidence("A = (J - R) Q", a.elements.elements, equal: ((j - r) * q).elements.elements, at: values),
    ]
  }

  /// All Schur matrices.
  static let contracting = Claim(
    "control.contracting",
    title: "Every H > 0 and Y give a matrix E^-1 F in the open unit disc, and every such matrix arises so",
    statement: """
      For H = [[H11, F^T], [F, P]] > 0 and any Y, E = (H11 + P + Y - Y^T)/2 is regular and all eigenvalues of E^-1 F \
      have modulus less than 1; and every such A is of this form, with H = [[P, A^T P], [P A, P]], A^T P A - P + I = \
      0.
      """,
    source: Source(
      "Revay, Wang & Manchester, Recurrent equilibrium networks", arXiv: "2104.05942", "the direct parameterization",
      .recalled),
    hypotheses: [Hypothesis("H > 0", "H is positive definite: X X^T + margin I for a free X")],
    method: .exact,
    notes: [
      "Decided by the recurrence of Schur and Cohn, and by the signs of pivots, over the rationals.",
      "Only P^-1 is a norm in which A contracts; in the Euclidean norm a power of A may be large. A diagonal model "
        + "with |lambda| < 1 has P diagonal in its eigenvectors.",
    ],
    effort: 0.4,
    check: .all(
      Check(Contraction.generator) { contraction, _ in contraction.isSchur },
      Check(schur) { a, _ in try isContracting(a) }),
    falsifiers: [
      Falsifier(
        "H = X X^T - 2 I", dropping: "H > 0",
        Check(Contraction.generator.with { $0.margin = -2 }) { contraction, _ in contraction.isSchur }),
      Falsifier(
        "||A||_2 < 1",
        Check(schur) { a, _ in
          let identity = Matrix<Rational>(identity: a.rows, in: Intrinsic())
          return [
            Evidence(
              "I - A^T A is positive definite", (identity - a.transposed * a).isPositiveDefinite,
              at: [NamedValue("A", a)])
          ]
        }),
    ])

  private struct Contraction: Sendable {
    /// X, shape (2n, 2n).
    let factor: Matrix<Rational>
    let skew: Matrix<Rational>
    var margin: Rational

    static let generator = Generator { draw in
      let n = draw.integer(in: 1...2)
      let number = Generator<Rational>.whole(-2...2)
      return Contraction(
        factor: try draw(SystemInstance.matrix(2 * n, 2 * n, of: number)),
        skew: try draw(SystemInstance.matrix(n, n, of: number)),
        margin: try draw(.rational(above: 0, upTo: 1, denominator: 4)))
    }

    var isSchur: [Evidence] {
      let h = StableParameterization.definite(factor, margin: margin)
      let values = [NamedValue("X", factor), NamedValue("Y", skew), NamedValue("margin", margin)]
      guard let a = try? StableParameterization.contracting(h, skew: skew) else {
        return [Evidence("E is regular", .false, at: values)]
      }
      return [
        Evidence(
          "all eigenvalues are inside the unit disc", a.characteristicPolynomial().polynomial.isSchurStable,
          at: values + [NamedValue("A", a)])
      ]
    }
  }

  private static func isContracting(_ a: Matrix<Rational>) throws -> [Evidence] {
    let h = try StableParameterization.contractingFactor(of: a)
    let found = try StableParameterization.contracting(h, skew: Matrix(zeros: a.rows, a.rows, in: Intrinsic()))
    return [
      Evidence("H is positive definite", h.isPositiveDefinite, at: [NamedValue("A", a)]),
      Evidence("A = E^-1 F", a.elements.elements, equal: found.elements.elements, at: [NamedValue("A", a)]),
    ]
  }
}

extension Evidence {
  /// A plain fact.
  fileprivate init(_ statement: String, _ truth: Truth, at instance: [NamedValue]) {
    self.init(statement, holds: truth, at: instance)
  }
}
