import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ModelReduction {
  /// The Gramians of a diagonal system in closed form.
  static let diagonalGramian = Claim(
    "bt.D1-diag-gramian",
    title: "The Gramian of a diagonal system is a Cauchy-like matrix, positive definite for different stable modes",
    statement: """
      P_ij = -b_i conj(b_j)/(lambda_i + conj(lambda_j)) solves A P + P A* + b b* = 0, and b_i conj(b_j)/(1 - a_i \
      conj(a_j)) solves A P A* - P + b b* = 0, for diagonal A; for a stable A with different eigenvalues and b_i that \
      are not 0, P is positive definite.
      """,
    source: Source(
      "Ezoe & Sato, Model compression for S4D by balanced truncation", arXiv: "2402.15993", "section 3", .recalled),
    hypotheses: [
      Hypothesis("stable", "Re lambda_i < 0, |a_i| < 1"),
      Hypothesis("different", "no two eigenvalues are equal, and no b_i is 0"),
    ],
    method: .exact,
    notes: [
      "Over Q(i), by elimination without exchanges. The matrix is numerically of low rank: for lambda_j = -(j + "
        + "1) and b = 1, n = 16, elimination in float32 meets a pivot that is not positive, although the matrix is "
        + "positive definite (quoted figures)."
    ],
    effort: 0.5,
    check: Check(DiagonalInstance.generator) { instance, _ in
      try TimeDomain.allCases.flatMap { try [instance.solves($0), instance.isDefinite($0)] }
    },
    falsifiers: [
      Falsifier(
        "a mode that grows", dropping: "stable",
        Check(DiagonalInstance.generator.with { $0.continuous[0] = -$0.continuous[0].conjugate }) { instance, _ in
          try [instance.isDefinite(.continuous)]
        }),
      Falsifier(
        "a mode outside the unit circle", dropping: "stable",
        Check(DiagonalInstance.generator.with { $0.discrete[0] = Complex(2, 1) }) { instance, _ in
          try [instance.isDefinite(.discrete)]
        }),
      Falsifier(
        "two equal modes", dropping: "different",
        Check(
          DiagonalInstance.generator.with { i in
            i.continuous.append(i.continuous[0])
            i.discrete.append(i.discrete[0])
            i.input.append(i.input[0])
          }
        ) { instance, _ in try TimeDomain.allCases.map { try instance.isDefinite($0) } }),
    ],
    quoted: { _ in
      func definite<S: ConjugateArithmetic>(_: S.Type, in context: S.Context) throws -> Truth {
        let ones = Matrix(column: (0..<16).map { _ in S(1, in: context) }, in: context)
        let eigenvalues = (0..<16).map { S(-($0 + 1), in: context) }
        let gramian = try reachabilityGramian(.continuous, eigenvalues: eigenvalues, input: ones)
        return gramian.isPositiveDefinite
      }
      return [
        Evidence("P is positive definite, n = 16", holds: try definite(Rational.self, in: Intrinsic())),
        Evidence("elimination in float32 says that it is not", holds: !(try definite(Float.self, in: Intrinsic()))),
      ]
    })
}

private struct DiagonalInstance: Sendable {
  typealias Number = Complex<Rational>
  var continuous, discrete, input: [Number]

  static let generator = Generator { draw in
    let n = draw.integer(in: 1...4)
    func number(_ real: Generator<Rational>) throws -> Number {
      Number(try draw(real), try draw(.rational(in: -2...2, denominator: 3)))
    }
    // Different by their real parts, or by the place in the unit disc.
    let decays = try draw(.distinctArray(of: Generator<Int>.integer(in: 1...20), count: n...n))
    let radii = try draw(.distinctArray(of: Generator<Int>.integer(in: -9...9), count: n...n))
    return DiagonalInstance(
      continuous: try decays.map { try number(.always(Rational(-$0, 4))) },
      discrete: radii.map { Number(Rational($0, 15), Rational(abs($0), 20)) },
      input: try (0..<n).map { _ in try number(.rational(above: 0, upTo: 3, denominator: 3)) })
  }

  private func values(_ domain: TimeDomain) -> [NamedValue] {
    [NamedValue("lambda", domain == .continuous ? continuous : discrete), NamedValue("b", input)]
  }
  private func gramian(_ domain: TimeDomain) throws -> Matrix<Number> {
    try reachabilityGramian(
      domain, eigenvalues: domain == .continuous ? continuous : discrete, input: Matrix(column: input, in: Intrinsic()))
  }

  func solves(_ domain: TimeDomain) throws -> Evidence {
    let a = Matrix(diagonal: domain == .continuous ? continuous : discrete, in: Intrinsic())
    let b = Matrix(column: input, in: Intrinsic())
    let residual = LinearMatrixEquation(lyapunov: domain, a, constant: b * b.adjoint)
      .residual(of: try gramian(domain)).elements.elements
    return Evidence(
      "the residual of the Lyapunov equation, \(domain) = 0", residual,
      equal: residual.map { _ in Number(0, in: Intrinsic()) },
      at: values(domain))
  }

  func isDefinite(_ domain: TimeDomain) throws -> Evidence {
    Evidence("P > 0, \(domain)", holds: try gramian(domain).isPositiveDefinite, at: values(domain))
  }
}
