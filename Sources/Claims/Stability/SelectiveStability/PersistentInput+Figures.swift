import Arithmetic
import Definitions

extension SelectiveStability {
  /// One perturbation and a persistent one.
  static let deviationFigure = FigureRecipe("one-shot-and-persistent") { precision in
    let epsilon = Rational.pow(10, -3)
    let run = DrivenRun.published(epsilon: epsilon, tokens: 40)
    func relative(_ values: [Ball]) -> [Ball] { values.map { $0 / Ball(epsilon, in: precision) } }
    let channel = run.channel(precision)
    let limit =
      (channel.fixedPoint(input: Ball(1 + epsilon, in: precision)) - channel.fixedPoint(input: Ball(1, in: precision)))
      / Ball(epsilon, in: precision)
    let (zeta, k) = channel.perturbationConstants(
      inputBound: Ball(1 + epsilon, in: precision), start: Ball(1 + epsilon, in: precision))
    let tokens = 1...40
    return FigureData(
      "one-shot-and-persistent", title: "A perturbation of the input once, and at every token",
      caption: """
        The deviation of the state divided by eps = 1e-3, for A = -1, Delta = softplus(u/2), B = u, u = 1, h_0 = 1: \
        where the state and the first input are perturbed it dies out at the rate of the Lyapunov exponent; where \
        every input is, it tends to the distance of the two fixed points, \(significantDigits(limit)). The bounds are \
        those of the corrected statement. All points are enclosed.
        """,
      xLabel: "tokens N", yLabel: "|h_N - h'_N|/eps", logY: true, x: FigureData.Column("N", tokens.map(Double.init)),
      curves: [
        FigureData.Column("at every token", relative(run.deviations(perturbing: 40, precision))),
        FigureData.Column("at the first token", relative(run.deviations(perturbing: 1, precision))),
        FigureData.Column(
          "bound, every token",
          tokens.map { n in
            Ball.exp(IntegerConstant(n) * zeta) + k * persistentGain(decay: Ball.exp(zeta), length: n)
          }, style: .dashedLine),
        FigureData.Column(
          "bound, first token",
          tokens.map { n in (Ball.exp(zeta) + k) * Ball.exp(IntegerConstant(n - 1) * zeta) }, style: .dashedLine),
      ])
  }

  /// The distance at which a rounded scan stays.
  static let plateauFigure = FigureRecipe("low-precision-plateau") { precision in
    let (tokens, block) = (1024, 8)
    // Steps and inputs from Lehmer's generator, the same everywhere.
    var seed = 1
    func next(_ range: ClosedRange<Int>) -> Int {
      seed = seed * 48_271 % 2_147_483_647
      return range.lowerBound + seed / 16 % range.count
    }
    let steps = (0..<tokens).map { _ in next(RoundedRun.stepRange) }
    let input = (0..<tokens).map { _ in next(-8...8) }
    let ends = stride(from: block, through: tokens, by: block).map { $0 }
    func worst(_ format: FloatFormat) -> [Ball] {
      let errors = RoundedRun(format: format, steps: steps, input: input).errors(precision)
      return ends.map { end in errors[end - block..<end].reduce(errors[end - 1], Ball.maximum) }
    }
    // One rounding of the initial state, 2^-8, and nothing after it.
    var left = Ball(Rational.pow(2, -8), in: precision)
    let once = steps.map { k -> Ball in
      left = left * Ball.exp(-Ball(Rational(k, 64), in: precision))
      return left
    }
    func constant(_ value: Ball) -> [Ball] { ends.map { _ in value } }
    return FigureData(
      "low-precision-plateau", title: "A selective scan in bfloat16 and binary16 against the exact one",
      caption: """
        The largest |h^ - h| of eight tokens, for A = -1 and steps between 1/16 and 1/2, with every operation rounded \
        to 8 bits (bfloat16) and to 11 (binary16); no result leaves the range of either. Rounding is a persistent \
        perturbation: the deviation does not decay with the length, as that of a single rounding does, and stays below \
        the certified plateau C u/(1 - e^(-Delta|A|)). Deviations and bounds are enclosed.
        """,
      xLabel: "tokens", yLabel: "|h^ - h|", logX: true, logY: true, yRange: 1e-6...1,
      x: FigureData.Column("tokens", ends.map(Double.init)),
      curves: [
        FigureData.Column("bfloat16", worst(.bfloat16)), FigureData.Column("binary16", worst(.binary16)),
        FigureData.Column("one rounding of the first state", ends.map { once[$0 - 1] }),
        FigureData.Column("plateau, bfloat16", constant(RoundedRun.plateau(.bfloat16, precision)), style: .dashedLine),
        FigureData.Column("plateau, binary16", constant(RoundedRun.plateau(.binary16, precision)), style: .dashedLine),
      ])
  }

  /// A number to four digits.
  private static func significantDigits(_ value: Ball) -> String {
    "\(Double(Int((value.approximation * 1000).rounded())) / 1000)"
  }
}
