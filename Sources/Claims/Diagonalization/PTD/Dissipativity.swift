import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PerturbThenDiagonalize {
  /// A + A^T = -(I + B B^T) and what follows.
  static let dissipativity = Claim(
    "ptd.D0-dissipativity",
    title: "LegS is dissipative: its resolvent is bounded by 1/(Re s + 1/2), its exponential by e^(-t/2)",
    statement: """
      A + A^T = -(I + B B^T) and N + N^T = -I exactly. Hence ||(s I - A)^-1|| <= 1/(Re s + 1/2) for Re s > -1/2 and \
      ||e^(tA)|| <= e^(-t/2) for t >= 0.
      """,
    source: Source(
      "derived here, from Gu, Goel & Re, Efficiently Modeling Long Sequences with Structured State Spaces",
      arXiv: "2111.00396", "Theorem 1 and appendix C", .derived),
    hypotheses: [
      Hypothesis("LegS", "A and B are those of LegS"),
      Hypothesis("orthonormal", "the norm is Euclidean in the coordinates with B_i = sqrt(2i+1): it depends on them"),
      Hypothesis("half-plane", "Re s > -1/2"),
    ],
    method: .exact,
    notes: [
      "Exact in twin coordinates, where the Euclidean norm is sum_i (2i+1) |g_i|^2: the resolvent's bound by a drawn "
        + "vector and, for n <= 4, for all vectors by the definiteness of (s - A)*(s - A) - (Re s + 1/2)^2; the "
        + "exponential as the polynomial in x = e^-t that it is.",
      "The bound 1/(Re s + 1/2) is never attained for n >= 1: an equality needs B* v = 0 and an eigenvector.",
      "sup_w ||(i w I - A)^-1|| is attained at w = 0 for every n (ptd.R1-stability-radius): the enclosures quoted are "
        + "those.",
    ],
    effort: 0.5,
    check: Check(Shift.any, compare),
    falsifiers: [
      Falsifier(
        "a diagonal of -(i+2)", dropping: "LegS",
        Check(Shift.any.with { $0.extraDamping = 1 }) { shift, _ in [symmetricPart(shift)] }),
      Falsifier(
        "the coordinates T A T^-1", dropping: "orthonormal", Check(Shift.overscaled) { shift, _ in [shift.isBounded] }),
      Falsifier(
        "Re s < -1/2", dropping: "half-plane", Check(Shift.beyond) { shift, _ in [shift.isBounded] }),
    ],
    quoted: { precision in
      let norms = [
        (2, "1.366"), (4, "1.549"), (8, "1.659"), (16, "1.732"), (32, "1.784"), (64, "1.822"), (128, "1.850"),
        (256, "1.873"),
      ]
      return norms.map { n, digits in
        Evidence(
          "sup over w of ||(i w I - A)^-1|| for n = \(n)",
          Ball.sqrt(LegS(order: n).squaredInverseNorm(precision: precision)), isQuotedAs: digits)
      }
    })

  private static func symmetricPart(_ shift: Shift) -> Evidence {
    Evidence(
      "A + A^T = -(I + B B^T)", shift.symmetricPart, equal: shift.expectedSymmetricPart,
      at: [NamedValue("n", shift.order)])
  }

  private static func compare(_ shift: Shift, _ precision: Precision) -> [Evidence] {
    var evidence = [
      symmetricPart(shift),
      Evidence(
        "N + N^T = -I", shift.normalSymmetricPart,
        equal: Matrix<Rational>(identity: shift.order, in: Intrinsic()).scaled(by: -1).elements.elements,
        at: [NamedValue("n", shift.order)]),
      Evidence(
        "(Re s + 1/2)^2 |v|^2 <= |(s - A) v|^2", shift.bound * shift.squaredNorm(shift.vector),
        atMost: shift.squaredNorm(shift.image), at: shift.values),
      Evidence(
        "|e^(tA) v|^2 <= e^-t |v|^2", shift.squaredNorm(shift.evolved),
        atMost: shift.decay * shift.squaredNorm(shift.vector), at: shift.values + [NamedValue("e^-t", shift.decay)]),
    ]
    if shift.order <= 4 { evidence.append(shift.isBounded) }
    return evidence
  }

  /// s, and a vector of the state space in twin coordinates.
  private struct Shift: Sendable {
    let order: Int
    let s: Complex<Rational>
    let vector: [Complex<Rational>]
    let decay: Rational
    /// The squared norm is sum_i (2i+1)^weight |g_i|^2: 1 for the orthonormal coordinates, 2 for those of T A T^-1.
    var weight = 1
    var extraDamping: Rational = 0

    static let any = generator(
      orders: 1...10, real: .rational(in: 0...4, denominator: 5).map { $0 - Rational(49, 100) })
    static let overscaled = generator(orders: 4...5, real: .always(0)).with { $0.weight = 2 }
    static let beyond = generator(orders: 1...3, real: .rational(in: -3...0).map { $0 - Rational(1, 2) })

    static func generator(orders: ClosedRange<Int>, real: Generator<Rational>) -> Generator<Shift> {
      Generator { draw in
        let n = draw.integer(in: orders)
        let number = Generator<Rational>.rational(in: -3...3, denominator: 3)
        let x = try draw(real)
        let y = try draw(.rational(in: 0...4, denominator: 4))
        let parts = try draw(.array(of: number, count: 2 * n))
        return Shift(
          order: n, s: Complex(x, y), vector: (0..<n).map { Complex(parts[2 * $0], parts[2 * $0 + 1]) },
          decay: Rational(draw.integer(in: 1...31), 32))
      }
    }

    var values: [NamedValue] { [NamedValue("n", order), NamedValue("s", s), NamedValue("v", vector)] }

    private var twin: (matrix: Matrix<Rational>, normal: Matrix<Rational>, scale: [Rational]) {
      guard let twin: RationalTwin<Rational> = HiPPO.legS.rationalTwin(order: order, in: Intrinsic()) else {
        preconditionFailure("LegS has a rational twin")
      }
      return (twin.matrix.addingToDiagonal(-extraDamping), twin.normalPart, twin.squaredScale)
    }

    /// T^-1 (X + X^T) T, where the transpose is T^-2 times that of the twin times T^2.
    private func doubledSymmetricPart(_ x: Matrix<Rational>) -> [Rational] {
      let scale = twin.scale
      return (x + Matrix(order, order, in: Intrinsic()) { x[$1, $0] * scale[$1] / scale[$0] }).elements.elements
    }

    var symmetricPart: [Rational] { doubledSymmetricPart(twin.matrix) }
    var normalSymmetricPart: [Rational] { doubledSymmetricPart(twin.normal) }
    var expectedSymmetricPart: [Rational] {
      let scale = twin.scale
      return Matrix(order, order, in: Intrinsic()) { -((($0 == $1) ? 1 : 0) + scale[$1]) }.elements.elements
    }

    /// (Re s + 1/2)^2.
    var bound: Rational { Rational.pow(s.real + Rational(1, 2), 2) }
    private var weights: [Rational] { twin.scale.map { Rational.pow($0, weight) } }
    func squaredNorm(_ g: [Complex<Rational>]) -> Rational {
      zip(weights, g).reduce(Rational.zero) { $0 + $1.0 * $1.1.squaredMagnitude }
    }

    /// s I - M.
    private var shifted: Matrix<Complex<Rational>> { Matrix<Complex<Rational>>(-twin.matrix).addingToDiagonal(s) }
    var image: [Complex<Rational>] { shifted * vector }
    var evolved: [Complex<Rational>] {
      Matrix<Complex<Rational>>(LegS(order: order).twinExponential(decay: decay)) * vector
    }

    /// (s - A)*(s - A) > (Re s + 1/2)^2, for all vectors.
    var isBounded: Evidence {
      let weights = weights.map { Complex($0, 0) }
      let gram = shifted.adjoint * shifted.multipliedFromLeft(byDiagonal: weights)
      let difference = gram - Matrix(diagonal: weights.map { $0 * Complex(bound, 0) }, in: Intrinsic())
      return Evidence(
        "(s - A)*(s - A) - (Re s + 1/2)^2 is positive definite", holds: difference.isPositiveDefinite,
        at: [NamedValue("n", order), NamedValue("s", s)])
    }
  }
}
