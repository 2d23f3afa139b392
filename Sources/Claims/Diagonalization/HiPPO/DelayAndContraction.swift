import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HiPPOClaims {
  /// LegT is a Pade approximant.
  static let delayIsPade = Claim(
    "hippo.L1-legt-pade",
    title: "LegT is the Pade approximant of a delay",
    statement: """
      LegT, without the factor 1/2 and with C_j = (-1)^j sqrt(2j + 1), has the transfer function C (s I - A)^-1 B = \
      the [n-1/n] Pade approximant of e^-s: 2n Taylor coefficients agree and the next does not. With the factor 1/2 \
      on A and B it is that of e^(-2s).
      """,
    source: Source(
      "state-spaces/s4, notebook on HiPPO", "a comment on Pade approximants; the exact statement is derived here", .code
    ),
    hypotheses: [
      Hypothesis("unhalved", "A and B have no factor 1/2"), Hypothesis("no feedthrough", "D = 0"),
    ],
    method: .exact,
    notes: ["The comment names the Pade approximant; degrees and order of agreement are derived here."],
    effort: 0.25,
    check: .all(
      Check(Generator<Int>.integer(in: 1...16)) { n, _ in try delay(n, factor: 1, feedthrough: 0) },
      Check(Generator<Int>.integer(in: 1...16)) { n, _ in try halvedDelay(n) }),
    falsifiers: [
      Falsifier(
        "the factor 1/2", dropping: "unhalved",
        Check(Generator<Int>.integer(in: 1...6)) { n, _ in try delay(n, factor: Rational(1, 2), feedthrough: 0) }),
      Falsifier(
        "D = 1", dropping: "no feedthrough",
        Check(Generator<Int>.integer(in: 1...6)) { n, _ in try delay(n, factor: 1, feedthrough: 1) }),
    ])

  /// LegT in twin coordinates, read at the far end of the window.
  private static func delaySystem(_ n: Int, factor: Rational, feedthrough: Rational) -> LinearSystem<Rational> {
    let twin: RationalTwin<Rational>? = HiPPO.legT.rationalTwin(order: n, in: Intrinsic())
    var system = LinearSystem(
      matrix: (twin?.matrix ?? legSTwin(n)).scaled(by: factor), input: (twin?.input ?? []).map { factor * $0 },
      output: (0..<n).map { Rational($0.isMultiple(of: 2) ? 2 * $0 + 1 : -(2 * $0 + 1)) })
    system.feedthrough = Matrix([[feedthrough]], in: Intrinsic())
    return system
  }

  private static func delay(_ n: Int, factor: Rational, feedthrough: Rational) throws -> [Evidence] {
    let system = delaySystem(n, factor: factor, feedthrough: feedthrough)
    let moments = try system.momentsAtZero(2 * n + 1).map { $0[0, 0] }
    let taylor = (0...2 * n).map { Rational.pow(-1, $0) / Rational.factorial($0) }
    let place = [NamedValue("n", n)]
    let quotient = RationalFunction(of: system)
    let pade: (numerator: Polynomial<Rational>, denominator: Polynomial<Rational>) =
      Polynomial.padeOfDelay(numeratorDegree: n - 1, denominatorDegree: n, in: Intrinsic())
    // Both quotients with the constant 1 in the denominator.
    let scale = 1 / quotient.denominator(0)
    return [
      Evidence("2n Taylor coefficients of e^-s", Array(moments.dropLast()), equal: Array(taylor.dropLast()), at: place),
      Evidence("the coefficient of s^(2n) differs", holds: !moments[2 * n].isEqual(to: taylor[2 * n]), at: place),
      Evidence(
        "the denominator is the Pade approximant's", quotient.denominator.scaled(by: scale).coefficients,
        equal: pade.denominator.coefficients, at: place),
      Evidence(
        "the numerator is the Pade approximant's", quotient.numerator.scaled(by: scale).padded(to: n),
        equal: pade.numerator.padded(to: n), at: place),
    ]
  }

  private static func halvedDelay(_ n: Int) throws -> Evidence {
    let moments = try delaySystem(n, factor: Rational(1, 2), feedthrough: 0).momentsAtZero(2 * n).map { $0[0, 0] }
    return Evidence(
      "with the factor 1/2: 2n Taylor coefficients of e^(-2s)", moments,
      equal: (0..<2 * n).map { Rational.pow(-2, $0) / Rational.factorial($0) }, at: [NamedValue("n", n)])
  }

  /// Implicit steps are contractions.
  static let contraction = Claim(
    "lssl.D1-GBT",
    title: "Discretized LegS is a contraction for every step, if alpha >= 1/2",
    statement: """
      |Abar| < 1 in the spectral norm for Abar = (I - alpha Delta A)^-1 (I + (1 - alpha) Delta A), LegS, alpha >= \
      1/2 and every Delta > 0; and |e^(Delta A)| <= e^(-Delta/2).
      """,
    source: lssl("section 2"),
    hypotheses: [
      Hypothesis("dissipative", "x^T A x <= -|x|^2/2: the norm is that of the orthonormal coordinates"),
      Hypothesis("alpha >= 1/2", "the step is implicit enough"),
    ],
    method: .exact,
    notes: [
      "|Abar| < 1 is decided as positive definiteness of T^2 - Mbar^T T^2 Mbar over the rational numbers, by "
        + "elimination; for Delta from 10^-6 to 10^3. The zero-order hold with a rational z = e^-Delta, where "
        + "e^(Delta M) is rational. The inequality is strict for both.",
      "Beyond N = 10 in balls, N <= 40, and N = 64 for three steps: the same elimination.",
    ],
    effort: 0.25,
    check: .all(
      Check(Step.generator) { step, _ in try step.isContraction() },
      Check(Step.generator) { step, _ in try step.holdContracts() },
      Check(Step.large) { step, precision in try step.isCertifiedContraction(precision) }),
    falsifiers: [
      Falsifier(
        "the coordinates T c, in which the numerical abscissa is positive", dropping: "dissipative",
        Check(Step.generator.with { $0.scalings = 2 }) { step, _ in try step.isContraction() }),
      Falsifier(
        "the forward Euler method", dropping: "alpha >= 1/2",
        Check(Step.generator.with { $0.alpha = 0 }) { step, _ in try step.isContraction() }),
    ],
    quoted: { precision in
      try [-6, 0, 3].map { power in
        let step = Step(order: 64, step: Rational.pow(10, power), alpha: Rational(1, 2))
        return try step.isCertifiedContraction(precision)
      }
    },
    figures: [bilinearNorms])

  private static let bilinearNorms = FigureRecipe("gbt-norm") { precision in
    let order = 16
    let steps = (-24...12).map { Rational.pow(2, $0) }
    let matrix: Matrix<Ball> = HiPPO.legS.matrix(order: order, in: precision)
    func norms(_ alpha: Rational) throws -> [Ball] {
      try steps.map { step in
        let transition = try discretizedMatrix(matrix, step: Ball(step, in: precision), alpha: alpha)
        return try transition.certifiedSpectralNorm()
      }
    }
    return FigureData(
      "gbt-norm", title: "Spectral norm of discretized LegS, N = 16",
      caption: """
        |Abar| of the generalized bilinear transform against the step. For alpha >= 1/2 it stays below 1 for every \
        step; the forward Euler method expands for all but small steps. Each value is enclosed.
        """,
      xLabel: "Delta", yLabel: "|Abar|", logX: true, logY: true,
      x: FigureData.Column("Delta", steps.map(\.approximation)),
      curves: [
        FigureData.Column("forward Euler, alpha = 0", try norms(0)),
        FigureData.Column("bilinear, alpha = 1/2", try norms(Rational(1, 2))),
        FigureData.Column("alpha = 3/4", try norms(Rational(3, 4))),
        FigureData.Column("backward Euler, alpha = 1", try norms(1)),
      ], guides: [.init(.horizontal, 1, label: "1")])
  }
}

/// An order, a step and alpha.
private struct Step: Sendable {
  let order: Int
  let step: Rational
  var alpha: Rational
  /// The norm is that of T^(k-1) c: orthonormal coordinates for k = 1.
  var scalings = 1

  static let generator = generator(orders: 1...10)
  static let large = generator(orders: 11...40)

  private static func generator(orders: ClosedRange<Int>) -> Generator<Step> {
    Generator { draw in
      let mantissa = try draw(.rational(above: 0, upTo: 9, denominator: 4))
      let power = try draw(.power(of: 10, in: -6...2))
      return Step(
        order: try draw(.integer(in: orders)), step: mantissa * power,
        alpha: Rational(1, 2) + (try draw(.rational(in: 0...1, denominator: 8))) / 2)
    }
  }

  private var values: [NamedValue] {
    [NamedValue("N", order), NamedValue("Delta", step), NamedValue("alpha", alpha)]
  }

  /// T^(2k).
  private var weights: Matrix<Rational> {
    Matrix(diagonal: (0..<order).map { Rational.pow(Rational(2 * $0 + 1), scalings) }, in: Intrinsic())
  }

  func isContraction() throws -> Evidence {
    let transition = try HiPPOClaims.discretizedMatrix(HiPPOClaims.legSTwin(order), step: step, alpha: alpha)
    let rest = weights - transition.transposed * (weights * transition)
    return Evidence("|Abar| < 1", holds: rest.isPositiveDefinite, at: values)
  }

  /// |e^(Delta A)|^2 < z with z = e^-Delta.
  func holdContracts() throws -> Evidence {
    let z = 1 / (1 + step)
    let transition = LegS(order: order).twinExponential(decay: z)
    let rest = weights.scaled(by: z) - transition.transposed * (weights * transition)
    return Evidence(
      "|e^(Delta A)| < e^(-Delta/2)", holds: rest.isPositiveDefinite,
      at: [NamedValue("N", order), NamedValue("e^-Delta", z)])
  }

  func isCertifiedContraction(_ precision: Precision) throws -> Evidence {
    let matrix: Matrix<Ball> = HiPPO.legS.matrix(order: order, in: precision)
    let transition = try HiPPOClaims.discretizedMatrix(matrix, step: Ball(step, in: precision), alpha: alpha)
    let rest = (-(transition.transposed * transition)).addingToDiagonal(Ball(1, in: precision))
    return Evidence("|Abar| < 1, in balls", holds: rest.isPositiveDefinite, at: values)
  }
}

extension HiPPOClaims {
  /// Abar of the generalized bilinear transform.
  static func discretizedMatrix<S: SizedArithmetic>(
    _ matrix: Matrix<S>, step: S, alpha: Rational
  ) throws -> Matrix<S> {
    let none = LinearSystem(
      matrix: matrix, input: Matrix(zeros: matrix.rows, 1, in: matrix.context),
      output: Matrix(zeros: 1, matrix.rows, in: matrix.context))
    return try none.discretized(step: step, alpha: alpha).matrix
  }
}
