import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Conditioning {
  /// How well a Jordan block can be mended.
  static let jordanBlock = Claim(
    "davies.jordan",
    title: "A Jordan block perturbed by delta is diagonalized with condition delta^-(n-1)/n, and no better",
    statement: """
      kappa(V) = delta^(-(n-1)/n) for J_n + delta e_n e_1^T with V = diag(delta^(k/n)) F_n; for every ||E|| <= delta, \
      rho(J + E) <= (c_n delta)^(1/n) and ||(J + E)^(n-1)|| >= 1 - O(delta), hence kappa_V >= c delta^(-(n-1)/n).
      """,
    source: Source("Davies, Approximate diagonalization", "SIAM J. Matrix Anal. Appl. 29 (2007)", .recalled),
    hypotheses: [
      Hypothesis("delta", "0 < delta <= 1"),
      Hypothesis("exponent", "the exponent is (n-1)/n: it is that of no smaller order and not 1"),
    ],
    method: .exact,
    notes: [
      "Exact with delta = q^n: D^-1 (J + delta e_n e_1^T) D = q P with P a cyclic shift, which the Fourier matrix "
        + "diagonalizes, so that V = D F has the singular values q^k. That all eigenvalues have one condition number, "
        + "sqrt(sum q^(2k) sum q^(-2k))/n, is checked in balls.",
      "The lower bound is made explicit: a principal submatrix of J is singular, so that the coefficient of x^(n-k) "
        + "in the characteristic polynomial of J + E is at most C(n,k) delta (1 + delta)^(k-1), and the corner of (J "
        + "+ E)^(n-1) is at least 2 - (1 + delta)^(n-1). Both are checked exactly for random E. They give rho <= 4 n "
        + "delta^(1/n) and kappa_V >= ||(J+E)^(n-1)||/rho^(n-1).",
    ],
    check: .all(
      Check(block(upTo: 1), { block, precision in explicit(block, precision) }),
      Check(PerturbedBlock.any, { perturbed, _ in perturbed.bounds })),
    falsifiers: [
      Falsifier(
        "delta above 1", dropping: "delta", Check(block(upTo: 4), { block, precision in explicit(block, precision) })),
      Falsifier(
        "kappa(V) >= 1/delta", dropping: "exponent",
        Check(block(upTo: 1)) { block, _ in
          let delta = Rational.pow(block.root, block.order)
          return Evidence("1/delta <= kappa(V)", 1 / delta, atMost: condition(block), at: values(block))
        }),
    ])

  /// q = 1 allowed, where the block is a unitary shift.
  private static func block(upTo bound: Int) -> Generator<PerturbedJordanBlock<Rational>> {
    Generator { draw in
      PerturbedJordanBlock(
        order: try draw(.integer(in: 1...10)), root: try draw(.rational(above: 0, upTo: bound, denominator: 8)))
    }
  }

  private static func values(_ block: PerturbedJordanBlock<Rational>) -> [NamedValue] {
    [NamedValue("n", block.order), NamedValue("delta", Rational.pow(block.root, block.order))]
  }

  /// The largest singular value of D F over the least.
  private static func condition(_ block: PerturbedJordanBlock<Rational>) -> Rational {
    let scale = block.scale
    return (scale.max() ?? 1) / (scale.min() ?? 1)
  }

  private static func explicit(_ block: PerturbedJordanBlock<Rational>, _ precision: Precision) -> [Evidence] {
    let (n, q) = (block.order, block.root)
    let similar = block.shift.scaled(by: q).multipliedFromLeft(byDiagonal: block.scale)
      .multipliedFromRight(byDiagonal: block.scale.map { 1 / $0 })
    let delta = Rational.pow(q, n)
    return [
      Evidence(
        "J + delta e_n e_1^T = D (q P) D^-1", block.matrix.elements.elements, equal: similar.elements.elements,
        at: values(block)),
      Evidence(
        "P^T P = I", (block.shift.transposed * block.shift).elements.elements,
        equal: Matrix<Rational>(identity: n, in: Intrinsic()).elements.elements, at: values(block)),
      Evidence(
        "kappa(D F)^n = delta^-(n-1)", Rational.pow(condition(block), n), equals: Rational.pow(delta, 1 - n),
        at: values(block)),
    ] + equalConditions(block, precision)
  }

  /// The condition numbers of the eigenvalues q omega^j, each against sqrt(sum q^(2k) sum q^(-2k))/n.
  private static func equalConditions(
    _ block: PerturbedJordanBlock<Rational>, _ precision: Precision
  ) -> [Evidence] {
    let n = block.order
    let turn = 2 * Ball.pi(in: precision) / IntegerConstant(n)
    let roots = (0..<n).map { j in Disc(Ball.cos(turn * IntegerConstant(j)), Ball.sin(turn * IntegerConstant(j))) }
    let scale = block.scale.map { Disc($0, in: precision) }
    let right = Matrix(n, n, in: precision) { i, j in scale[i] * roots[i * j % n] }
    let left = Matrix(n, n, in: precision) { j, i in roots[i * j % n].conjugate / scale[i] }
    let q = Disc(block.root, in: precision)
    let spectrum = EnclosedSpectrum(values: roots.map { q * $0 }, right: right, left: left)
    let squares = block.scale.map { $0 * $0 }
    let product = squares.reduce(Rational.zero, +) * squares.reduce(Rational.zero) { $0 + 1 / $1 }
    let expected = Ball.sqrt(Ball(product, in: precision)) / IntegerConstant(n)
    return (spectrum.conditions ?? []).map {
      Evidence(
        "kappa_j = sqrt(sum q^(2k) sum q^(-2k))/n", $0, agreesWith: expected, bits: 40, at: values(block))
    }
  }

  /// J + E with ||E||_F <= delta.
  private struct PerturbedBlock: Sendable {
    let matrix: Matrix<Rational>
    let delta: Rational

    static let any = Generator { draw in
      let n = try draw(.integer(in: 1...5))
      let delta = try draw(.rational(above: 0, upTo: 1, denominator: 64))
      let entries = try draw(.array(of: .rational(in: -4...4, denominator: 3), count: n * n...n * n))
      // A rational bound of the Frobenius norm: the sum of the moduli.
      let size = entries.reduce(Rational.zero) { $0 + $1.magnitude }
      let factor = size == 0 ? 0 : delta / size
      return PerturbedBlock(
        matrix: Matrix(n, n, in: Intrinsic()) { entries[$0 * n + $1] * factor + ($1 == $0 + 1 ? 1 : 0) }, delta: delta)
    }

    var bounds: [Evidence] {
      let n = matrix.rows
      let values = [NamedValue("J + E", matrix), NamedValue("delta", delta)]
      let coefficients = matrix.characteristicPolynomial().polynomial.coefficients
      var binomial = Rational.one
      var evidence: [Evidence] = []
      for k in 1...n {
        binomial = binomial * Rational(n - k + 1, k)
        evidence.append(
          Evidence(
            "|coefficient of x^(n-k)| <= C(n,k) delta (1 + delta)^(k-1)", coefficients[n - k].magnitude,
            atMost: binomial * delta * Rational.pow(1 + delta, k - 1), at: values + [NamedValue("k", k)]))
      }
      let power = (1..<n).reduce(Matrix<Rational>(identity: n, in: Intrinsic())) { power, _ in power * matrix }
      evidence.append(
        Evidence(
          "2 - (1 + delta)^(n-1) <= the corner of (J + E)^(n-1)", 2 - Rational.pow(1 + delta, n - 1),
          atMost: power[0, n - 1], at: values))
      return evidence
    }
  }
}
