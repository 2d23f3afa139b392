import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension StructuredStateSpaces {
  /// DSS: a diagonal system with a zero-order hold, by exponentials and by row softmax.
  static let softmaxKernels = Claim(
    "dss.P1-softmax",
    title: "The kernels of DSS are those of diagonalizable systems",
    statement: """
      If A is diagonalizable with eigenvalues lambda_i != 0 and e^(L lambda_i Delta) != 1, then its kernel of length \
      L with a zero-order hold is K = wtilde Lambda^-1 (e^(Lambda Delta) - I) exp(P) = w Lambda^-1 rowsoftmax(P), \
      P_ik = lambda_i k Delta, for suitable wtilde and w.
      """,
    source: Source("Gupta, Gu, Berant, Diagonal state spaces", arXiv: "2203.14343", "Proposition 1", .recalled),
    hypotheses: [
      Hypothesis("diagonalizable", "A = V Lambda V^-1"),
      Hypothesis("lambda_i != 0", "the zero-order hold divides by lambda_i", untested: "both sides are then undefined"),
      Hypothesis("e^(L lambda_i Delta) != 1", "the denominator of the softmax is not 0"),
    ],
    method: .certified,
    notes: [
      "wtilde_i = (C V)_i (V^-1 B)_i and w_i = wtilde_i (e^(L lambda_i Delta) - 1).",
      "The released code divides by x through x*/(|x|^2 + 1e-7), which is defined for every x: relative error "
        + "1e-7/|x|^2.",
      "The eigenvectors are products of two triangular rational matrices; the reference is the dense system.",
    ],
    effort: 0.2,
    check: Check(Diagonalizable.generator) { try $0.kernelsAgree($1) },
    falsifiers: [
      Falsifier(
        "a Jordan block", dropping: "diagonalizable",
        Check(Diagonalizable.generator.with { $0.isDefective = true }) { try $0.kernelsAgree($1) }),
      Falsifier(
        "lambda = 2 pi i/(L Delta), the released division", dropping: "e^(L lambda_i Delta) != 1",
        Check(Diagonalizable.generator.with { $0.isPeriodic = true }) { try $0.kernelsAgree($1) }),
    ])

  /// The eigenvalues and weights of S4D-LegS.
  static let normalSpectrum = Claim(
    "s4d.S1-legs-spectrum",
    title: "The spectrum of S4D-LegS in closed form",
    statement: """
      The eigenvalues of N = A + B B^T/2 are -1/2 +- i y_m with sum_(k<n) atan((k + 1/2)/y_m) = (m + 1/2) pi, and \
      -1/2 for an odd n; |v_m^* B|^2 = 4/T(y_m), T(y) = sum_k 2 (k + 1/2)/((k + 1/2)^2 + y^2).
      """,
    source: Source("derived here, about S4D", arXiv: "2206.11893", "S4D-LegS", .derived),
    hypotheses: [Hypothesis("LegS", "the normal part of LegS, entry by entry")],
    method: .certified,
    notes: [
      "2 det(s I - N) = (s+1) ... (s+n) + s (s-1) ... (s-n+1) is compared, coefficient by coefficient, with the"
        + " characteristic polynomial of the matrix over the rational numbers, n <= 20; each y_m is then enclosed, "
        + "and the polynomial certainly changes its sign about it, n <= 24.",
      "The weights: B^T (s I - N)^-1 B = sum_m |v_m^* B|^2/(s - lambda_m) at random s, by elimination and by "
        + "the closed form, and sum_m |v_m^* B|^2 = n^2.",
    ],
    effort: 0.15,
    check: .all(
      Check(Generator<Int>.integer(in: 1...20)) { n, _ in hasPolynomial(n, change: 0) },
      Check(Generator<Int>.integer(in: 2...24)) { n, precision in try changesSign(n, precision) },
      Check(Resolvent.generator) { try $0.evidence($1) }),
    falsifiers: [
      Falsifier(
        "one entry changed by 1e-6", dropping: "LegS",
        Check(Generator<Int>.integer(in: 2...8)) { n, _ in hasPolynomial(n, change: Rational(1, 1_000_000)) })
    ],
    figures: [s4dSpectra])

  private static func hasPolynomial(_ n: Int, change: Rational) -> Evidence {
    var matrix = twin(.legS, n).normalPart
    matrix[n - 1, 0] = matrix[n - 1, 0] + change
    return Evidence(
      "det(s I - N) = ((s+1) ... (s+n) + s ... (s-n+1))/2", matrix.characteristicPolynomial().polynomial.coefficients,
      equal: LegS(order: n).characteristicPolynomials.ofNormalPart.coefficients, at: [NamedValue("n", n)])
  }

  /// On Re s = -1/2, i^n det(s I - N) is real for an even n, imaginary for an odd one: its sign differs on the two
  /// sides of y_m.
  private static func changesSign(_ n: Int, _ precision: Precision) throws -> [Evidence] {
    let polynomial = LegS(order: n).characteristicPolynomials.ofNormalPart
    let working = precision.adding(guardBits: 4 * n)
    let certified = Polynomial(polynomial.coefficients.map { Disc($0, in: working) }, in: working)
    let half = Ball(Rational(-1, 2), in: working)
    func value(_ y: Ball) -> Ball {
      let value = certified(Disc(half, y))
      return n.isMultiple(of: 2) ? value.real : value.imaginary
    }
    return try LegSNormalSpectrum(order: n).frequencies(precision: working).enumerated().map { m, y in
      let width = Ball(Rational.pow(2, -precision.bits / 2), in: working)
      return Evidence(
        "the characteristic polynomial changes its sign about y_m",
        holds: (value(y * (1 - width)) * value(y * (1 + width))).isNegative,
        at: [NamedValue("n", n), NamedValue("m", m)])
    }
  }
}

/// A small diagonalizable system, a step and a length.
private struct Diagonalizable: Sendable {
  typealias Number = Complex<Rational>
  let modes: [Number]
  /// Strictly lower triangular parts, row by row: V = (I + L)(I + U).
  let lower, upper: [Rational]
  let input, output: [Rational]
  let step: Rational
  let length: Int
  var isDefective = false
  var isPeriodic = false

  static let generator = Generator { draw in
    let n = try draw(.integer(in: 1...4))
    let small = Generator<Rational>.rational(in: -2...2, denominator: 2)
    let mode = Generator { draw in
      Number(
        -(try draw(Generator<Rational>.rational(above: 0, upTo: 2, denominator: 4))),
        try draw(Generator<Rational>.rational(in: -4...4, denominator: 2)))
    }
    return Diagonalizable(
      modes: try draw(.array(of: mode, count: n)), lower: try draw(.array(of: small, count: n * n)),
      upper: try draw(.array(of: small, count: n * n)), input: try draw(.coefficients(n - 1...n - 1)),
      output: try draw(.coefficients(n - 1...n - 1)), step: try draw(.rational(above: 0, upTo: 1, denominator: 4)),
      length: try draw(.integer(in: 2...12)))
  }

  private var values: [NamedValue] {
    [
      NamedValue("Lambda", modes), NamedValue("L", lower), NamedValue("U", upper), NamedValue("B", input),
      NamedValue("C", output), NamedValue("Delta", step), NamedValue("length", length),
    ]
  }

  private func eigenvalues(_ precision: Precision) -> [Disc] {
    if isPeriodic {
      let rate = 2 * Ball.pi(in: precision) / Ball(Rational(length) * step, in: precision)
      return modes.map { _ in Disc(Ball(0, in: precision), rate) }
    }
    let values = modes.map { Disc(Ball($0.real, in: precision), Ball($0.imaginary, in: precision)) }
    // Both eigenvalues of the defective block are the first.
    return isDefective ? values.map { _ in values[0] } : values
  }

  func kernelsAgree(_ precision: Precision) throws -> [Evidence] {
    let n = modes.count
    let step = Disc(step, in: precision)
    let lambda = eigenvalues(precision)
    func triangle(_ entries: [Rational], below: Bool) -> Matrix<Disc> {
      Matrix(n, n, in: precision) { i, j in
        i == j
          ? Disc(1, in: precision) : (i > j) == below ? Disc(entries[i * n + j], in: precision) : Disc(0, in: precision)
      }
    }
    let vectors = triangle(lower, below: true) * triangle(upper, below: false)
    let holds = lambda.map { Discretization.zeroOrderHold.discretize($0, step: step) }
    let b = Matrix(column: input.map { Disc($0, in: precision) }, in: precision)
    let c = Matrix([output.map { Disc($0, in: precision) }], in: precision)
    let inverse = try vectors.inverse()
    let (left, right) = ((c * vectors).row(0), (inverse * b).column(0))
    // A Jordan block has e^(J Delta), whose superdiagonal is Delta e^(lambda Delta).
    var transition = Matrix(diagonal: holds.map(\.transition), in: precision)
    if isDefective, n > 1 { transition[0, 1] = step * transition[0, 0] }
    let gains = Matrix(diagonal: holds.map(\.inputGain), in: precision)
    let dense = LinearSystem(
      matrix: vectors * transition * inverse, input: vectors * (gains * (inverse * b)), output: c)
    let reference = dense.markovParameters(length).map { $0[0, 0] }
    let kernels = DiagonalKernel(eigenvalues: lambda, weights: zip(left, right).map { $0 * $1 }, step: step)
    return [
      .vectors(
        "K = wtilde Lambda^-1 (e^(Lambda Delta) - I) exp(P)", kernels.exponential(length: length), near: reference,
        bits: precision.bits / 4, at: values),
      .vectors(
        "K = w Lambda^-1 rowsoftmax(P)",
        kernels.softmax(length: length, regularization: isPeriodic ? Rational(1, 10_000_000) : nil), near: reference,
        bits: precision.bits / 4, at: values),
    ]
  }
}

/// The resolvent of the normal part at a point right of the spectrum.
private struct Resolvent: Sendable {
  let order: Int
  let real, imaginary: Rational

  static let generator = Generator { draw in
    Resolvent(
      order: try draw(.integer(in: 1...10)), real: try draw(.rational(in: 0...3, denominator: 8)),
      imaginary: try draw(.rational(in: -9...9, denominator: 8)))
  }

  func evidence(_ precision: Precision) throws -> [Evidence] {
    let spectrum = LegSNormalSpectrum(order: order)
    let s = Disc(Ball(real, in: precision), Ball(imaginary, in: precision))
    let lambda = try spectrum.eigenvalues(precision: precision)
    let weights = lambda.map { spectrum.squaredInput(at: $0.imaginary.magnitude) }
    let sum = zip(lambda, weights).reduce(Disc(0, in: precision)) { $0 + Disc($1.1) / (s - $1.0) }
    let matrix: Matrix<Ball> = HiPPO.legS.normalPart(order: order, in: precision)
    let b: [Ball] = HiPPO.legS.input(order: order, in: precision)
    let complex = b.map { Disc($0) }
    let system = LinearSystem(matrix: Matrix<Disc>(matrix), input: complex, output: complex)
    let place = [NamedValue("n", order), NamedValue("s", "\(real) + \(imaginary) i")]
    let total = weights.reduce(Ball(0, in: precision), +)
    return [
      .vectors(
        "sum_m |b_m|^2/(s - lambda_m) and B^T (s I - N)^-1 B", [sum], near: [try system.transferFunction(at: s)[0, 0]],
        bits: precision.bits / 2, at: place),
      Evidence(
        "sum_m |b_m|^2 = n^2", total, agreesWith: Ball(order * order, in: precision), bits: precision.bits / 2,
        at: place),
    ]
  }
}
