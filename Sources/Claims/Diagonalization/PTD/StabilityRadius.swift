import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PerturbThenDiagonalize {
  /// min_w sigma_min(i w - A) = sigma_min(A).
  static let stabilityRadius = Claim(
    "ptd.R1-stability-radius",
    title: "LegS stays stable under perturbations up to its least singular value, 0.549 for n = 64, and no further",
    statement: """
      r = min_w sigma_min(i w I - A) is attained at w = 0: every A + E with ||E|| < r has all eigenvalues in Re s < 0, \
      and a real rank-one E of norm r makes A singular. 1/2 < r <= sqrt 3 - 1 for n >= 2.
      """,
    source: derived("a hypothesis that Theorem 3 needs"),
    hypotheses: [
      Hypothesis("orthonormal", "the norm is Euclidean in the coordinates with B_i = sqrt(2i+1)"),
      Hypothesis("small", "||E|| < r"),
      Hypothesis("any E", "E has no structure", untested: "a structured E, such as a diagonal one, may be larger"),
    ],
    method: .certified,
    notes: [
      "That the minimum is at w = 0 is proved for every n, Proofs/legs-stability-radius.md: every element of (i w I - "
        + "A)^-1 is largest in modulus at w = 0, where the signs are those of a diagonal similarity. The catalogue had "
        + "it as seen.",
      "For the same reason r is enclosed in O(n) operations by quotients of positive vectors, to 12 digits and for any "
        + "n.",
      "Stability of A + E is exact (Routh, n <= 4); that sigma_min(i w - A) > r (1 - 10^-9) at a drawn w is certified "
        + "by a definite matrix, independently of the proof.",
    ],
    effort: 0.2,
    check: .all(
      Check(Radius.any) { $0.isBetween($1) + $0.isReached($1) },
      Check(Radius.small) { [$0.isLeast($1)] }, Check(Shaken.generator) { shaken, _ in [shaken.staysStable] }),
    falsifiers: [
      Falsifier(
        "the coordinates T A T^-1", dropping: "orthonormal",
        Check(Radius.small.with { $0.isOverscaled = true }) { [$0.isHalf($1)] }),
      Falsifier(
        "||E|| = 6/5, along the least singular vectors", dropping: "small",
        Check(Shaken.large) { shaken, _ in [shaken.staysStable] }),
    ],
    quoted: { precision in
      let radii = [
        (8, "0.60263"), (16, "0.57722"), (32, "0.56058"), (64, "0.548950"), (128, "0.54045"), (256, "0.53403"),
      ]
      let relative = [(8, "1.5e-2"), (16, "3.5e-3"), (32, "8.6e-4"), (64, "2.1e-4"), (128, "5.2e-5"), (256, "1.3e-5")]
      return radii.map { n, digits in
        Evidence("r for n = \(n)", LegS(order: n).stabilityRadius(precision: precision), isQuotedAs: digits)
      }
        + relative.map { n, digits in
          let size = Ball.sqrt(LegS(order: n).squaredNorm(precision: precision))
          return Evidence(
            "r/||A|| for n = \(n)", LegS(order: n).stabilityRadius(precision: precision) / size, isQuotedAs: digits)
        }
    },
    figures: [radiusFigure])

  /// The recommended range of perturbations.
  static let erratumRange = Claim(
    "erratum.E3",
    title: "The recommended perturbations are far beyond what the bound allows",
    statement: """
      The bound needs ||E|| < r, and 3/(4 n^2) <= r/||A|| <= 11/(10 n^2): for n >= 11 none of the recommended relative \
      sizes, ||E||/||A|| between 1e-2 and 1, meets its hypothesis.
      """,
    source: derived("Theorem 3 with Figure 3(c)"),
    hypotheses: [Hypothesis("n >= 11", "the system has eleven states or more, for the last part")],
    method: .certified,
    notes: [
      "The recommended range and the bound are quoted by reviews, side by side; nobody is quoted as saying that one "
        + "meets the hypothesis of the other.",
      "At n = 64 the range begins at 50 times the stability radius. In it the bound (2 ln n + 4) eps exceeds ||R|| + "
        + "||R_P|| and says nothing, and A + E need not be stable (falsifier, exact). The released code reflects "
        + "eigenvalues, Re -> -|Re|, which repairs that without saying so: the system is then no longer A + E.",
      "The shipped matrices themselves are not redone here.",
    ],
    effort: 0.3,
    check: .all(
      Check(RelativeSize.any) { $0.isInverseSquare($1) }, Check(RelativeSize.large) { [$0.isBeyondRadius($1)] }),
    falsifiers: [
      Falsifier("n <= 8", dropping: "n >= 11", Check(RelativeSize.small) { [$0.isBeyondRadius($1)] }),
      Falsifier(
        "random E with ||E|| <= ||A||/4 at n = 8: A + E is stable",
        Check(Shaken.random) { shaken, _ in [shaken.staysStable] }),
    ])

  private struct RelativeSize: Sendable {
    let order: Int

    static let any = orders(2...100)
    static let large = orders(11...200)
    static let small = orders(2...8)

    private static func orders(_ range: ClosedRange<Int>) -> Generator<RelativeSize> {
      Generator { RelativeSize(order: $0.integer(in: range)) }
    }

    private func norms(_ precision: Precision) -> (radius: Ball, norm: Ball) {
      let legS = LegS(order: order)
      return (
        legS.stabilityRadius(relativeWidth: 1e-6, precision: precision),
        Ball.sqrt(legS.squaredNorm(relativeWidth: 1e-6, precision: precision))
      )
    }

    func isBeyondRadius(_ precision: Precision) -> Evidence {
      let (radius, norm) = norms(precision)
      return Evidence("r < ||A||/100", radius, lessThan: norm / 100, at: [NamedValue("n", order)])
    }

    func isInverseSquare(_ precision: Precision) -> [Evidence] {
      let (radius, norm) = norms(precision)
      let scaled = radius / norm * Ball(order * order, in: precision)
      return [
        Evidence(
          "3/4 <= n^2 r/||A||", Ball(Rational(3, 4), in: precision), atMost: scaled, at: [NamedValue("n", order)]),
        Evidence(
          "n^2 r/||A|| <= 11/10", scaled, atMost: Ball(Rational(11, 10), in: precision), at: [NamedValue("n", order)]),
      ]
    }
  }

  private struct Radius: Sendable {
    let order: Int
    let w: Rational
    var isOverscaled = false

    static let any = generator(orders: 2...120)
    static let small = generator(orders: 4...7)

    private static func generator(orders: ClosedRange<Int>) -> Generator<Radius> {
      Generator { draw in
        let n = draw.integer(in: orders)
        return Radius(
          order: n,
          w: try draw(.rational(in: -2...2, denominator: 9)) * Rational(try draw(.element(of: [1, n, n * n]))))
      }
    }

    private func radius(_ precision: Precision) -> Ball {
      LegS(order: order).stabilityRadius(relativeWidth: 1e-9, precision: precision)
    }

    func isBetween(_ precision: Precision) -> [Evidence] {
      let radius = radius(precision)
      // sqrt 3 - 1 is attained at n = 2.
      let top = (Ball.sqrt(Ball(3, in: precision)) - 1) * Ball(1.0000001, in: precision)
      return [
        Evidence("1/2 < r", Ball(Rational(1, 2), in: precision), lessThan: radius, at: [NamedValue("n", order)]),
        Evidence("r <= (sqrt 3 - 1)(1 + 10^-7)", radius, atMost: top, at: [NamedValue("n", order)]),
      ]
    }

    /// A - t u v^T is singular for some t <= (1 + 10^-6) r: det(A - t u v^T) = det A (1 - t v^T A^-1 u) changes its
    /// sign.
    func isReached(_ precision: Precision) -> [Evidence] {
      let legS = LegS(order: order)
      let (u, v) = legS.leastSingularVectors()
      let shrink = Ball(1 - Rational.pow(2, -40), in: precision)
      func discs(_ x: [Double]) -> [Disc] { x.map { Disc(Ball($0, in: precision) * shrink) } }
      let image = legS.resolvent(at: Disc(0, in: precision), times: discs(u))
      let product = zip(discs(v), image).reduce(Disc(0, in: precision)) { $0 - $1.0 * $1.1 }.real
      return [
        Evidence(
          "1 < (1 + 10^-6) r v^T A^-1 u", Ball(1, in: precision),
          lessThan: radius(precision) * product * Ball(1.000001, in: precision), at: [NamedValue("n", order)])
      ]
    }

    private func matrix(_ precision: Precision) -> Matrix<Disc> {
      let real: Matrix<Ball> = HiPPO.legS.matrix(order: order, in: precision)
      guard isOverscaled else { return Matrix<Disc>(real) }
      let scale: [Ball] = HiPPO.legS.input(order: order, in: precision)
      return Matrix<Disc>(
        real.multipliedFromLeft(byDiagonal: scale).multipliedFromRight(byDiagonal: scale.map { 1 / $0 }))
    }

    func isLeast(_ precision: Precision) -> Evidence {
      let level = (radius(precision) * Ball(1 - 1e-9, in: precision)).lower.rational ?? 1
      let exceeds = matrix(precision).leastSingularValue(
        shiftedBy: Disc(Ball(0, in: precision), Ball(w, in: precision)), exceeds: level)
      return Evidence(
        "r (1 - 10^-9) < sigma_min(i w - A)", holds: exceeds, at: [NamedValue("n", order), NamedValue("w", w)])
    }

    func isHalf(_ precision: Precision) -> Evidence {
      Evidence(
        "1/2 < sigma_min(A)",
        holds: matrix(precision).leastSingularValue(shiftedBy: Disc(0, in: precision), exceeds: Rational(1, 2)),
        at: [NamedValue("n", order)])
    }
  }

  /// A + E in twin coordinates.
  private struct Shaken: Sendable {
    let order: Int
    /// T^-1 E T.
    let perturbation: [Rational]
    let name: String

    /// E = eps u v^T/||u||^2 with u = T a and v the same with other signs, ||E|| = eps < r.
    static let generator = Generator { draw in
      let n = draw.integer(in: 2...4)
      let drawn = try draw(.array(of: .whole(-4...4), count: n))
      let a: [Rational] = drawn.allSatisfy(\.isZero) ? [1] + drawn.dropFirst() : drawn
      let signs = try draw(.array(of: Generator<Rational>.sign, count: n))
      // The least singular value for n = 2, 3, 4 is 0.732, 0.678, 0.645.
      let eps = Rational([73, 67, 64][n - 2], 100) * Rational(draw.integer(in: 1...16), 16)
      return rankOne(a, signs: signs, norm: eps)
    }

    /// -(6/5) u v^T with the least singular vectors of A, to the digits of doubles.
    static let large = Generator { draw in
      let n = draw.integer(in: 2...4)
      let (u, v) = LegS(order: n).leastSingularVectors()
      let scale = (0..<n).map { Double(2 * $0 + 1).squareRoot() }
      return Shaken(
        order: n,
        perturbation: (0..<n * n).map {
          Rational(exactly: -1.2 * u[$0 / n] * v[$0 % n] * scale[$0 % n] / scale[$0 / n])
        },
        name: "-(6/5) u v^T")
    }

    private static func rankOne(_ a: [Rational], signs: [Rational], norm eps: Rational) -> Shaken {
      let n = a.count
      let scale = (0..<n).map { Rational(2 * $0 + 1) }
      let size = eps / zip(a, scale).reduce(Rational.zero) { $0 + $1.0 * $1.0 * $1.1 }
      return Shaken(
        order: n, perturbation: (0..<n * n).map { size * a[$0 / n] * signs[$0 % n] * a[$0 % n] * scale[$0 % n] },
        name: "eps = \(eps), rank one along \(a)")
    }

    /// Elements of about one size in orthonormal coordinates, with ||E||_F <= ||A||/4.
    static let random = Generator { draw in
      let n = 8
      let drawn = try draw(.array(of: .whole(-9...9), count: n * n))
      // sqrt((2j+1)/(2i+1)) to a few digits takes E to twin coordinates.
      let elements = drawn.enumerated().map { index, x in
        let ratio = (Double(2 * (index % n) + 1) / Double(2 * (index / n) + 1)).squareRoot()
        return x * Rational(Int((ratio * 64).rounded()), 64)
      }
      let squared = elements.enumerated().reduce(Rational.zero) {
        $0 + $1.element * $1.element * Rational(2 * ($1.offset / n) + 1, 2 * ($1.offset % n) + 1)
      }
      // ||A|| = 40.8 for n = 8.
      let norm = Int(squared.approximation.squareRoot()) + 1
      return Shaken(order: n, perturbation: elements.map { $0 * Rational(10, norm) }, name: "||E||_F <= 10")
    }

    var staysStable: Evidence {
      let twin: RationalTwin<Rational>? = HiPPO.legS.rationalTwin(order: order, in: Intrinsic())
      let moved = Matrix<Rational>(order, order, in: Intrinsic()) { i, j in
        (twin?.matrix[i, j] ?? 0) + perturbation[i * order + j]
      }
      return Evidence(
        "A + E is stable", holds: moved.characteristicPolynomial().polynomial.isHurwitz,
        at: [NamedValue("n", order), NamedValue("E", name)])
    }
  }
}
