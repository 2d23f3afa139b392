import Arithmetic
import Definitions
import PropertyTesting

extension SelectiveStability {
  /// The growth constant of the generalization bound.
  static let growthConstant = Claim(
    "honarp.rhoA",
    title: "The growth constant rho_A takes the shortest step where the longest is needed: wrong for s_A >= 0",
    statement: """
      With Delta_t = softplus(p + q.u_t) and |q.u_t| <= B_q B_u, ||prod A[t]||_2 <= rho_A^T with \
      rho_A = (1 + e^(p - B_q B_u))^(s_A) + eta for every eta > 0, whatever the sign of the spectral abscissa s_A.
      """,
    source: generalizationPaper("eq. (15), Lemmas E.3 and E.4"),
    hypotheses: [
      Hypothesis("sign", "s_A < 0: the condition that is missing"),
      Hypothesis("bounded projection", "|q.u_t| <= B_q B_u"),
      Hypothesis("diagonal", "A is diagonal, as in Mamba: for other matrices see honarp.gelfand"),
    ],
    method: .certified,
    notes: [
      "Equation (15) itself was an image that could not be read; the formula is the one printed after Lemma E.4, "
        + "which has no distinction of cases. The proof bounds Delta from below only.",
      "As printed rho_A falls as the inputs grow while the true growth rises, so that for s_A > 0 the bound "
        + "fails the more the larger the inputs are.",
      "Tried with eta = 2^-10.",
    ],
    check: Check(GrowthInstance.any) { $0.isBounded(.printed, $1) },
    correction: Correction(
      """
      ||prod A[t]||_2 <= rho_A^T with rho_A = (1 + e^(p - B_q B_u))^(s_A) for s_A < 0 and (1 + e^(p + B_q B_u))^(s_A) \
      for s_A >= 0, attained by the constant input with q.u = -+ B_q B_u.
      """,
      Check(GrowthInstance.any) { [$0.isBounded(.corrected, $1), $0.isAttained($1)] }),
    falsifiers: [
      Falsifier("s_A > 0", dropping: "sign", Check(GrowthInstance.growing) { $0.isBounded(.printed, $1) }),
      Falsifier(
        "a projection twice as large", dropping: "bounded projection",
        Check(GrowthInstance.any.with { $0.shares = $0.shares.map { 2 * $0 } }) { $0.isBounded(.corrected, $1) }),
      Falsifier(
        "a Jordan block in place of a diagonal matrix", dropping: "diagonal",
        Check(GrowthInstance.any) { try $0.jordanIsBounded($1) }),
    ],
    quoted: { precision in
      let growth = growth(Rational(1, 10), bound: 2, precision)
      return [
        Evidence("rho_A as printed at p = 0, B = 2, s = 0.1", growth.atShortestStep, isQuotedAs: "1.01277"),
        Evidence("the growth at q.u = B", growth.atLongestStep, isQuotedAs: "1.23700"),
      ]
    },
    figures: [
      FigureRecipe("selective-growth") { precision in
        let bounds = (0...64).map { Rational($0, 16) }
        let growths = bounds.map { growth(Rational(1, 10), bound: $0, precision) }
        return FigureData(
          "selective-growth", title: "Growth of a selective product per step, claimed and true",
          caption: """
            For the spectral abscissa s = 1/10 and p = 0: the constant (1 + e^(p - B))^s that is printed, and the \
            largest growth (1 + e^(p + B))^s, which the constant input with q.u = B attains. The printed one falls as \
            the inputs grow. All points are enclosed.
            """,
          xLabel: "B = B_q B_u", yLabel: "growth per step", x: FigureData.Column("B", bounds.map(\.approximation)),
          curves: [
            FigureData.Column("rho_A as printed", growths.map(\.atShortestStep)),
            FigureData.Column("largest growth", growths.map(\.atLongestStep)),
          ])
      }
    ])

  private static func growth(_ s: Rational, bound: Rational, _ precision: Precision) -> SelectiveGrowth<Ball> {
    SelectiveGrowth(
      abscissa: Ball(s, in: precision), stepBias: Ball(0, in: precision), projectionBound: Ball(bound, in: precision))
  }
}

/// Modes, and a sequence of projections q.u_t.
private struct GrowthInstance: Sendable {
  enum Constant { case printed, corrected }

  var modes: [Rational]
  var bias: Rational
  /// B_q B_u.
  var bound: Rational
  /// q.u_t as parts of the bound, in [-1, 1].
  var shares: [Rational]

  static let any = generator(.rational(in: -2...2, denominator: 4))
  static let growing = generator(.rational(above: 0, upTo: 2, denominator: 4))

  private static func generator(_ mode: Generator<Rational>) -> Generator<GrowthInstance> {
    Generator { draw in
      GrowthInstance(
        modes: try draw(.array(of: mode, count: 1...3)), bias: try draw(.rational(in: -2...2, denominator: 4)),
        bound: try draw(.rational(above: 0, upTo: 3, denominator: 4)),
        shares: try draw(.array(of: .oneOf(.sign, .rational(in: -1...1, denominator: 4)), count: 1...6)))
    }
  }

  var values: [NamedValue] {
    [
      NamedValue("A", modes), NamedValue("p", bias), NamedValue("B_q B_u", bound),
      NamedValue("q.u", shares.map { $0 * bound }),
    ]
  }

  private func steps(_ precision: Precision) -> [Ball] {
    shares.map { selectiveStep(projection: Ball($0 * bound, in: precision), bias: Ball(bias, in: precision)) }
  }

  private func growth(_ precision: Precision) -> SelectiveGrowth<Ball> {
    let abscissa = modes.dropFirst().reduce(modes[0]) { $0 < $1 ? $1 : $0 }
    return SelectiveGrowth(
      abscissa: Ball(abscissa, in: precision), stepBias: Ball(bias, in: precision),
      projectionBound: Ball(bound, in: precision))
  }

  private func constant(_ constant: Constant, _ precision: Precision) -> Ball {
    let growth = growth(precision)
    return (constant == .printed ? growth.atShortestStep : growth.perStep) + Ball(Rational.pow(2, -10), in: precision)
  }

  /// ||prod A[t]||_2 <= rho^T.
  func isBounded(_ constant: Constant, _ precision: Precision) -> Evidence {
    let channel = SelectiveChannel(
      eigenvalues: Ball.Vector(modes.balls(precision), in: precision), feedthrough: Ball(0, in: precision))
    let exponent = channel.maximalLyapunovExponent(steps: steps(precision))
    return Evidence(
      "||prod A[t]||_2 <= rho_A^T", Ball.exp(IntegerConstant(shares.count) * exponent),
      atMost: Ball.pow(self.constant(constant, precision), shares.count), at: values)
  }

  /// One step at the worse end is the corrected constant.
  func isAttained(_ precision: Precision) -> Evidence {
    let growth = growth(precision)
    let ends = [bound, -bound].map {
      selectiveStep(projection: Ball($0, in: precision), bias: Ball(bias, in: precision))
    }
    let channel = SelectiveChannel(
      eigenvalues: Ball.Vector([growth.abscissa], in: precision), feedthrough: Ball(0, in: precision))
    let attained = ends.map { Ball.exp(channel.maximalLyapunovExponent(steps: [$0])) }
    return Evidence(
      "the growth at the worse of q.u = B and -B is rho_A", Ball.maximum(attained[0], attained[1]),
      agreesWith: growth.perStep, bits: 40, at: values)
  }

  /// e^(A t) of [[s, 4], [0, s]] is e^(s t) [[1, 4 t], [0, 1]].
  func jordanIsBounded(_ precision: Precision) throws -> Evidence {
    let time = steps(precision).reduce(Ball(0, in: precision), +)
    let growth = growth(precision)
    let norm = try JordanExponential(abscissa: growth.abscissa, coupling: 4, order: 2).norm(at: time)
    return Evidence(
      "||prod A[t]||_2 <= rho_A^T", norm, atMost: Ball.pow(constant(.corrected, precision), shares.count), at: values)
  }
}
