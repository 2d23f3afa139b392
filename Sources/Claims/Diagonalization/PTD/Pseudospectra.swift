import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PerturbThenDiagonalize {
  /// Pseudospectra, the Kreiss constant, transient growth.
  static let pseudospectra = Claim(
    "te.P1-pseudospectra",
    title: "Pseudospectra are spectra of perturbed matrices; LegS, though not normal, has no transient growth",
    statement: """
      (i) z is an eigenvalue of some A + E with ||E|| <= eps exactly if sigma_min(z - A) <= eps. (ii) With K(A) = \
      sup_(Re z > 0) Re z ||(z - A)^-1||, K <= sup_t ||e^(tA)|| <= e n K. (iii) For LegS K = 1 and ||e^(tA)|| <= \
      e^(-t/2).
      """,
    source: Source("Trefethen & Embree, Spectra and Pseudospectra", "chapters 2, 14 and 18", .recalled),
    hypotheses: [
      Hypothesis("small E", "in (i), for the half that says no: ||E|| < sigma_min(z - A)"),
      Hypothesis("orthonormal", "(iii) in the coordinates with B_i = sqrt(2i+1)"),
      Hypothesis("half-plane", "in (ii), Re z > 0", untested: "for other z the quotient says nothing of e^(tA)"),
    ],
    method: .exact,
    notes: [
      "All exact over Q. (i) at drawn matrices and points: E = (z - A) v v*/|v|^2 has z as an eigenvalue for every v, "
        + "and its norm is at least the level, which is bracketed by definiteness; an E below the bracket never has.",
      "(ii) for drawn z and v on T A T^-1, which does grow: Re z |(z - A)^-1 v| against the largest |e^(tA) v| of 64 "
        + "times, as polynomials in e^-t; the upper bound with K >= 1 in the place of K. The Kreiss constant itself is "
        + "not enclosed.",
      "(iii) for all vectors, by definiteness, n <= 5. The integer twin T^-1 A T has no growth either; T A T^-1 has "
        + "(falsifier).",
    ],
    effort: 0.3,
    check: .all(
      Check(Level.generator) { level, _ in level.evidence }, Check(Growth.overscaled) { growth, _ in growth.kreiss },
      Check(Growth.orthonormal) { growth, _ in growth.contracts }),
    falsifiers: [
      Falsifier(
        "E along a vector, of a norm above the level", dropping: "small E",
        Check(Level.generator) { level, _ in [level.isNoEigenvalue(level.alongVector)] }),
      Falsifier("T A T^-1", dropping: "orthonormal", Check(Growth.overscaled) { growth, _ in growth.contracts }),
    ])

  private typealias Number = Complex<Rational>

  /// A matrix, a point, a vector and a direction of perturbation.
  private struct Level: Sendable {
    let matrix: Matrix<Number>
    let z: Number
    let vector: [Number]
    let direction: Matrix<Number>

    static let generator = Generator { draw in
      let n = draw.integer(in: 1...3)
      let part = Generator<Rational>.rational(in: -2...2, denominator: 2)
      func numbers(_ count: Int) throws -> [Number] {
        let parts = try draw(.array(of: part, count: 2 * count))
        return (0..<count).map { Complex(parts[2 * $0], parts[2 * $0 + 1]) }
      }
      let (a, e, v) = (try numbers(n * n), try numbers(n * n), try numbers(n))
      return Level(
        matrix: Matrix(n, n, in: Intrinsic()) { a[$0 * n + $1] },
        z: try numbers(1)[0], vector: v.allSatisfy { $0.squaredMagnitude.isZero } ? [Complex(1, 0)] + v.dropFirst() : v,
        direction: Matrix(n, n, in: Intrinsic()) { e[$0 * n + $1] })
    }

    private var values: [NamedValue] { [NamedValue("A", matrix), NamedValue("z", z), NamedValue("v", vector)] }
    private var shifted: Matrix<Number> { (-matrix).addingToDiagonal(z) }
    private var norm: Rational { vector.reduce(Rational.zero) { $0 + $1.squaredMagnitude } }

    /// lower < sigma_min(z - A) <= upper.
    private var bracket: (lower: Rational, upper: Rational) {
      let start = Rational(Int((shifted.squaredFrobeniusNorm.approximation).squareRoot()) + 1)
      return matrix.leastSingularValue(shiftedBy: z, from: start, steps: 16)
    }

    /// (z - A) v v*/|v|^2.
    var alongVector: Matrix<Number> {
      let image = shifted * vector
      return Matrix(matrix.rows, matrix.rows, in: Intrinsic()) { i, j in
        image[i] * vector[j].conjugate / Complex(norm, 0)
      }
    }

    /// The drawn direction with a Frobenius norm of at most the lower bound of the level.
    private func below(_ lower: Rational) -> Matrix<Number> {
      let size = Rational(Int(direction.squaredFrobeniusNorm.approximation.squareRoot()) + 1)
      return direction.scaled(by: Complex(lower / size, 0))
    }

    func isNoEigenvalue(_ perturbation: Matrix<Number>) -> Evidence {
      let value = (matrix + perturbation).characteristicPolynomial().polynomial(z)
      return Evidence(
        "z is no eigenvalue of A + E", holds: Truth(!value.squaredMagnitude.isZero), at: values)
    }

    var evidence: [Evidence] {
      let (lower, upper) = bracket
      let image = shifted * vector
      let quotient = image.reduce(Rational.zero) { $0 + $1.squaredMagnitude } / norm
      let value = (matrix + alongVector).characteristicPolynomial().polynomial(z)
      // Where z is an eigenvalue itself, no E is below the level.
      let below = lower.isZero ? [] : [isNoEigenvalue(below(lower))]
      return below + [
        Evidence("det(z - A - (z - A) v v*/|v|^2) = 0", value.squaredMagnitude, equals: 0, at: values),
        Evidence("sigma_min(z - A)^2 <= ||E||^2 for that E", lower * lower, atMost: quotient, at: values),
        Evidence("the bracket of the level", lower, atMost: upper, at: values),
      ]
    }
  }

  /// e^(tA) of LegS, in coordinates with the squared norm sum_i (2i+1)^weight |g_i|^2.
  private struct Growth: Sendable {
    let order: Int
    let weight: Int
    let decay: Rational
    let z: Number
    let vector: [Rational]

    static let orthonormal = generator(orders: 1...5, weight: 1)
    static let overscaled = generator(orders: 4...5, weight: 2)

    private static func generator(orders: ClosedRange<Int>, weight: Int) -> Generator<Growth> {
      Generator { draw in
        let n = draw.integer(in: orders)
        let v = try draw(.array(of: .whole(-3...3), count: n))
        return Growth(
          order: n, weight: weight, decay: Rational(draw.integer(in: 1...31), 32),
          z: Complex(
            try draw(.rational(above: 0, upTo: 2, denominator: 4)), try draw(.rational(in: -2...2, denominator: 4))),
          vector: v.allSatisfy(\.isZero) ? [1] + v.dropFirst() : v)
      }
    }

    private var values: [NamedValue] {
      [NamedValue("n", order), NamedValue("e^-t", decay), NamedValue("z", z), NamedValue("v", vector)]
    }
    private var weights: [Rational] { (0..<order).map { Rational.pow(Rational(2 * $0 + 1), weight) } }

    private func squaredNorm(_ x: [Rational]) -> Rational {
      zip(weights, x).reduce(Rational.zero) { $0 + $1.0 * $1.1 * $1.1 }
    }

    /// e^-t - (e^(tA))* e^(tA) and (z - A)*(z - A) - (Re z)^2 are positive definite.
    var contracts: [Evidence] {
      let scale = Matrix(diagonal: weights, in: Intrinsic())
      let exponential: Matrix<Rational> = LegS(order: order).twinExponential(decay: decay)
      let gap = scale.scaled(by: decay) - exponential.transposed * scale * exponential
      let complexScale = Matrix<Number>(scale)
      let twin: RationalTwin<Rational>? = HiPPO.legS.rationalTwin(order: order, in: Intrinsic())
      let shifted = Matrix<Number>(twin.map { -$0.matrix } ?? scale).addingToDiagonal(z)
      let distance =
        shifted.adjoint * complexScale * shifted - complexScale.scaled(by: Complex(z.real * z.real, 0))
      return [
        Evidence("||e^(tA)||^2 < e^-t", holds: gap.isPositiveDefinite, at: values),
        Evidence("Re z ||(z - A)^-1|| < 1", holds: distance.isPositiveDefinite, at: values),
      ]
    }

    /// Re z |(z - A)^-1 v| <= max_t |e^(tA) v|, and |e^(tA) v| <= e n |v|.
    var kreiss: [Evidence] {
      let image = LegS(order: order).twinResolvent(at: z, times: vector.map { Complex($0, 0) })
      let resolved = zip(weights, image).reduce(Rational.zero) { $0 + $1.0 * $1.1.squaredMagnitude }
      let evolved = (1...64).map { k -> Rational in
        let exponential: Matrix<Rational> = LegS(order: order).twinExponential(decay: Rational(k, 64))
        return squaredNorm(exponential * vector)
      }
      let largest = evolved.reduce(Rational.zero) { $0 < $1 ? $1 : $0 }
      // e > 271/100.
      let bound = Rational.pow(Rational(271 * order, 100), 2) * squaredNorm(vector)
      return [
        Evidence(
          "(Re z)^2 |(z - A)^-1 v|^2 <= max_t |e^(tA) v|^2", z.real * z.real * resolved, atMost: largest, at: values),
        Evidence("max_t |e^(tA) v|^2 <= (e n)^2 |v|^2", largest, atMost: bound, at: values),
      ]
    }
  }
}
