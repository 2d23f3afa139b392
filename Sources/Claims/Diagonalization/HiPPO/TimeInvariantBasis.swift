import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HiPPOClaims {
  /// |dc(t)/df(s)| is between 1/t and N/t.
  static let gradientBound = Claim(
    "hippo.P5-gradient",
    title: "The gradient of the LegS state decays like 1/t, not exponentially",
    statement: """
      The derivative of c(t) by f(s), s < t, is (1/t) (sqrt(2k + 1) P_k(2s/t - 1))_k, whose norm is between 1/t and \
      N/t, with equality on the right at s = 0 and s = t.
      """,
    source: hippo("Proposition 5"),
    hypotheses: [
      Hypothesis("past", "0 <= s <= t"), Hypothesis("whole state", "a single coordinate vanishes at the zeros of P_k"),
    ],
    method: .exact,
    notes: [
      "The printed Theta(1/t) hides the factor N of the upper bound.",
      "That this is the derivative follows from the equation that it satisfies, z = s/t = e^-tau: "
        + "httyh.T1-basis, the same functions; it is checked here as well.",
    ],
    check: .all(
      Check(Instant.inside) { instant, _ in instant.bounds(fromOrder: 0) },
      Check(Instant.inside) { instant, _ in basisSolvesEquation(instant.order, normal: false) }),
    falsifiers: [
      Falsifier("s > t", dropping: "past", Check(Instant.beyond) { instant, _ in instant.bounds(fromOrder: 0) }),
      Falsifier(
        "the coordinate k = 1 at s = t/2", dropping: "whole state",
        Check(Instant.middle) { instant, _ in
          instant.bounds(fromOrder: 1)
        }),
    ])

  /// e^(tA) B is Legendre in e^-t.
  static let timeInvariantBasis = Claim(
    "httyh.T1-basis",
    title: "The kernels of time-invariant LegS are Legendre polynomials of e^-t",
    statement: "e_j^T e^(tA) B = sqrt(2j + 1) P_j(2 e^-t - 1) e^-t.",
    source: httyh("the time-invariant LegS basis", .text),
    hypotheses: [
      Hypothesis("LegS", "A is the LegS matrix, not its normal part"),
      Hypothesis("P_j", "the polynomials are normalized by P_j(1) = 1"),
    ],
    method: .exact,
    notes: [
      "Both sides of K' = A K, K(0) = B are compared as polynomials in z = e^-t, and the Laplace transform at "
        + "rational s with (s I - A)^-1 B by elimination and with the product s (s - 1) ... (s - j + 1)/((s + 1) "
        + "... (s + j + 1)).",
      "The abstract and the authors' notebook were read; the theorem's number is not known.",
    ],
    effort: 0.25,
    check: .all(
      Check(Generator<Int>.integer(in: 1...30)) { n, _ in basisSolvesEquation(n, normal: false) },
      Check(Instant.inside) { instant, _ in try laplaceAgrees(instant, normal: false) }),
    falsifiers: [
      Falsifier(
        "the normal part of A", dropping: "LegS",
        Check(Generator<Int>.integer(in: 2...12)) { n, _ in basisSolvesEquation(n, normal: true) }),
      Falsifier(
        "polynomials with P_j(1) = 2", dropping: "P_j",
        Check(Generator<Int>.integer(in: 1...12)) { n, _ in basisSolvesEquation(n, normal: false, scale: 2) }),
    ],
    figures: [hippoBases])

  /// The kernels are orthonormal with the weight e^t.
  static let tiltedOrthogonality = Claim(
    "httyh.O1-orthogonality",
    title: "The LegS kernels are orthonormal with the weight e^t",
    statement: "int_0^inf K_i K_j e^t dt = delta_ij for K_j = e_j^T e^(tA) B.",
    source: httyh("orthogonality of the time-invariant basis", .recalled),
    hypotheses: [Hypothesis("tilted", "the weight e^t; without it the Gram matrix is (I + J)/2")],
    method: .exact, effort: 0.25,
    check: Check(Generator<Int>.integer(in: 1...24)) { n, _ in gram(n, tilted: true) },
    falsifiers: [
      Falsifier(
        "without the weight", dropping: "tilted",
        Check(Generator<Int>.integer(in: 1...8)) { n, _ in gram(n, tilted: false) })
    ])

  /// K' = M K with K(0) = b, in the coordinates of the twin.
  private static func basisSolvesEquation(_ n: Int, normal: Bool, scale: Rational = 1) -> Evidence {
    let basis: [DecayPolynomial<Rational>] = LegS(order: n).twinBasis(in: Intrinsic())
    let twin: RationalTwin<Rational>? = HiPPO.legS.rationalTwin(order: n, in: Intrinsic())
    let matrix = normal ? twin?.normalPart : twin?.matrix
    let values = Matrix(basis.map { $0.polynomial.padded(to: n) }, in: Intrinsic())
    let right = (matrix.map { $0 * values })?.elements.elements ?? []
    return Evidence(
      "K' = A K and K(0) = B, as polynomials in e^-t",
      basis.flatMap { $0.derivative.polynomial.padded(to: n) } + basis.map { scale * $0.polynomial(1) },
      equal: right + (twin?.input ?? []), at: [NamedValue("N", n)])
  }

  /// The Laplace transform of K at s, by elimination, term by term and as a product.
  private static func laplaceAgrees(_ instant: Instant, normal: Bool) throws -> [Evidence] {
    let (n, s) = (instant.order, instant.z)
    let ones = Matrix(column: Array(repeating: Rational.one, count: n), in: Intrinsic())
    let solved = try (-legSTwin(n)).addingToDiagonal(s).solve(ones).elements.elements
    let basis: [DecayPolynomial<Rational>] = LegS(order: n).twinBasis(in: Intrinsic())
    let products = LegS(order: n).twinState(at: s)
    let place = [NamedValue("N", n), NamedValue("s", s)]
    return [
      Evidence(
        "(s I - A)^-1 B = the Laplace transform", solved, equal: basis.map { $0.laplaceTransform(at: s) }, at: place),
      Evidence("(s I - A)^-1 B = the product", solved, equal: products, at: place),
    ]
  }

  private static func gram(_ n: Int, tilted: Bool) -> Evidence {
    let basis: [DecayPolynomial<Rational>] = LegS(order: n).twinBasis(in: Intrinsic())
    let pairs = (0..<n).flatMap { i in (0...i).map { (i, $0) } }
    let integrals = pairs.map { i, j in
      Rational(2 * j + 1) * (basis[i] * basis[j]).laplaceTransform(at: tilted ? -1 : 0)
    }
    return Evidence(
      "int K_i K_j e^t dt = delta_ij", integrals, equal: pairs.map { $0 == $1 ? 1 : 0 }, at: [NamedValue("N", n)])
  }
}

/// An order N and a number z: s/t, or a point of the Laplace transform.
private struct Instant: Sendable {
  let order: Int
  let z: Rational

  static let inside = generator(Generator<Rational>.rational(in: 0...1, denominator: 64))
  static let beyond = generator(Generator<Rational>.rational(above: 1, upTo: 3, denominator: 16))
  static let middle = generator(.always(Rational(1, 2)))

  private static func generator(_ z: Generator<Rational>) -> Generator<Instant> {
    Generator { draw in Instant(order: try draw(.integer(in: 2...16)), z: try draw(z)) }
  }

  /// 1 <= sum_k (2k + 1) P_k(2z - 1)^2 <= N^2, from the order k on that is given; of a single k = 1 where that is 1.
  func bounds(fromOrder first: Int) -> [Evidence] {
    let terms = Legendre.values(at: 2 * z - 1, count: order).enumerated().map { k, p in Rational(2 * k + 1) * p * p }
    let sum = first == 0 ? terms.reduce(Rational.zero, +) : terms[first]
    let place = [NamedValue("N", order), NamedValue("s/t", z)]
    return [
      Evidence("1 <= t^2 |dc(t)/df(s)|^2", Rational.one, atMost: sum, at: place),
      Evidence("t^2 |dc(t)/df(s)|^2 <= N^2", sum, atMost: Rational(order * order), at: place),
    ]
  }
}
