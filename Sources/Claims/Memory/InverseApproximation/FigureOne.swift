import Arithmetic
import Definitions
import PropertyTesting

extension InverseApproximation {
  /// The perturbation error of Figure 1, in the worst case.
  static let figureOne = Claim(
    "invapx.Fig1",
    title: "Perturbed in the worst case, 0.9^t is lost at beta = 0.10536 for every width, (1 + t)^-1.1 ever earlier",
    statement: """
      The perturbation errors of exponential sums for 0.9^t share one stability radius for all m, |ln 0.9| = 0.10536 \
      where ln 0.9 is among the nodes; those for (1 + t)^(-11/10) become infinite at a beta that tends to 0 as m \
      grows.
      """,
    source: paper("Figure 1 and Appendix D"),
    hypotheses: [
      Hypothesis("node", "ln 0.9 is among the nodes and the slowest of them, and coefficients are positive"),
      Hypothesis("worst case", "the largest error over the whole ball, not over 10 random draws"),
      Hypothesis(
        "own nodes", "(1 + t)^(-11/10) is approximated by the trapezoidal rule in the trained variable",
        untested: "the text does not say which exponents the figure was made with"),
    ],
    method: .certified,
    notes: [
      "Training-free: the eigenvalues are perturbed directly, w -> w + beta, and the L1 change on the half line is a "
        + "closed form. The paper draws 10 random perturbations on t = 1 ... 100, where nothing is infinite.",
      "(1 + t)^(-11/10) has the L1 norm 10, most of it in the tail: E_m(0) falls slowly, while the abscissa of the "
        + "blow-up, the slowest rate, falls like e^(-8 m/5).",
      "Of the printed figure no numbers are available to compare with.",
    ],
    effort: 0.5,
    check: Check(Target.any, isFinite, diverges),
    falsifiers: [
      Falsifier("a node at a third of ln 0.9", dropping: "node", Check(Target.slower, isFinite)),
      Falsifier("the slowest mode moves by less than beta", dropping: "worst case", Check(Target.random, diverges)),
    ],
    quoted: { precision in
      let rate = Target.rate(precision)
      var evidence = [Evidence("|ln 0.9|", rate, isQuotedAs: "0.10536")]
      for (coarse, fine) in zip(rules, rules.dropFirst()) {
        let (a, b) = (kernel(coarse, precision), kernel(fine, precision))
        let values = [NamedValue("m", "\(coarse.count), \(fine.count)")]
        evidence += [
          Evidence(
            "(1 + t)^(-11/10): the blow-up of the wider sum comes earlier", b.eigenvalues[0].magnitude,
            lessThan: a.eigenvalues[0].magnitude, at: values),
          Evidence(
            "(1 + t)^(-11/10): its error without perturbation is smaller", floor(fine, precision),
            lessThan: floor(coarse, precision), at: values),
        ]
      }
      return evidence
    },
    figures: [
      FigureRecipe("perturbed-targets") { precision in
        let beta = grid(from: 1e-9, to: 1, count: 180, logarithmic: true)
        let rate = Target.rate(precision)
        let exponential = ExponentialSum<Ball>(coefficients: [Ball(1, in: precision)], eigenvalues: [-rate])
        let zero = Ball(0, in: precision)
        var curves = [
          FigureData.Column("0.9^t", worstCase(exponential, floor: zero, beta, precision), style: .dashedLine)
        ]
        for rule in rules {
          let values = worstCase(kernel(rule, precision), floor: floor(rule, precision), beta, precision)
          curves.append(FigureData.Column("(1 + t)^-1.1, m = \(rule.count)", values))
        }
        return FigureData(
          "perturbed-targets", title: "Worst-case perturbation errors E_m(beta) of 0.9^t and of (1 + t)^-1.1",
          caption: """
            The L1 error when every directly trained eigenvalue moves by beta towards 0, the worst case of the ball: \
            closed forms in enclosures, no training. 0.9^t (dashed) has one curve for every width that contains ln \
            0.9, and is lost at beta = 0.10536. For (1 + t)^-1.1, sums of m = 2, 4, 6, 8, 14 exponentials start from \
            ever smaller errors E_m(0) and are lost ever earlier: the curves cross, and the crossings move left.
            """,
          xLabel: "beta", yLabel: "E_m(beta)", logX: true, logY: true, yRange: 1e-3...1e3,
          x: FigureData.Column("beta", beta),
          curves: curves,
          guides: [FigureData.Guide(.vertical, rate.approximation, label: "|ln 0.9|")])
      }
    ])

  /// The nodes w = 8 k/5 of 2, 4, 6, 8 and 14 modes.
  private static let rules = [-1...0, -2...1, -4...1, -6...1, -12...1]
  private static let law = FractionalPowerLaw(exponent: Rational(11, 10))

  private static func kernel(_ indices: ClosedRange<Int>, _ precision: Precision) -> ExponentialSum<Ball> {
    law.exponentialSum(spacing: Rational(8, 5), indices: indices, precision: precision)
  }

  /// E_m(0).
  private static func floor(_ indices: ClosedRange<Int>, _ precision: Precision) -> Ball {
    law.distance(to: kernel(indices, precision), tolerance: 1e-8, precision: precision)
  }

  /// E_m(0) + sum_k c_k (1/(|w_k| - beta) - 1/|w_k|), undefined where it is infinite.
  private static func worstCase(
    _ kernel: ExponentialSum<Ball>, floor: Ball, _ beta: [Double], _ precision: Precision
  ) -> [Ball] {
    beta.map { beta in
      let shift = Ball(beta, in: precision)
      guard shift.isLess(than: kernel.eigenvalues[0].magnitude).isTrue else { return .indeterminate(in: precision) }
      let moved = ExponentialSum(coefficients: kernel.coefficients, eigenvalues: kernel.eigenvalues.map { $0 + shift })
      return floor + moved.mass - kernel.mass
    }
  }

  /// int_0^T (rho_(w + beta) - rho_w) <= sum_k c_k (1/(|w_k| - beta) - 1/|w_k|).
  private static func isFinite(_ target: Target, _ precision: Precision) -> Evidence {
    let (kernel, beta) = (target.kernel(precision), Target.rate(precision) * Ball(target.share, in: precision))
    let moved = ExponentialSum(coefficients: kernel.coefficients, eigenvalues: kernel.eigenvalues.map { $0 + beta })
    let end = Ball(target.horizon, in: precision)
    return Evidence(
      "int_0^T |rho_(w + beta) - rho_w| < sum c (1/(|w| - beta) - 1/|w|)",
      moved.integral(upTo: end) - kernel.integral(upTo: end), lessThan: moved.integral - kernel.integral,
      at: target.values + [NamedValue("beta/|ln 0.9|", target.share), NamedValue("T", target.horizon)])
  }

  /// int_0^T |rho_(w + |ln 0.9|) - rho_w| exceeds N for T = (N + 1/|ln 0.9|)/c + 1.
  private static func diverges(_ target: Target, _ precision: Precision) -> Evidence {
    let kernel = target.kernel(precision)
    // 0, where the mode moves by all of its rate.
    let left = Target.rate(precision) * Ball(target.move - 1, in: precision)
    let moved = ExponentialSum(coefficients: [kernel.coefficients[0]], eigenvalues: [left])
    let still = ExponentialSum(coefficients: [kernel.coefficients[0]], eigenvalues: [kernel.eigenvalues[0]])
    let end = Ball((target.goal + 1) / target.coefficients[0] + 20, in: precision)
    return Evidence(
      "N < int_0^T |rho_(w + |ln 0.9|) - rho_w|", Ball(target.goal, in: precision),
      lessThan: moved.integral(upTo: end) - still.integral(upTo: end),
      at: target.values + [NamedValue("N", target.goal)])
  }

  /// A sum of exponentials with positive coefficients, the slowest with the rate |ln 0.9|.
  private struct Target: Sendable {
    var coefficients: [Rational]
    /// The rates over |ln 0.9|.
    var rates: [Rational]
    /// beta/|ln 0.9| < 1, for the finite value.
    let share: Rational
    let horizon, goal: Rational
    /// How far the slowest mode moves, over |ln 0.9|.
    var move: Rational = 1

    static func rate(_ precision: Precision) -> Ball { -Ball.log(Ball(Rational(9, 10), in: precision)) }

    static let any = Generator { draw in
      let others = draw.integer(in: 0...13)
      let size = Generator<Rational>.rational(above: 0, upTo: 3, denominator: 4)
      return Target(
        coefficients: [1] + (try draw(.array(of: size, count: others))),
        rates: [1] + (try draw(.array(of: size, count: others))).map { 1 + $0 },
        share: Rational(try draw(.integer(in: 1...15)), 16), horizon: try draw(.power(of: 10, in: 0...4)),
        goal: try draw(.power(of: 10, in: 0...9)))
    }

    static let slower = any.with {
      $0.rates[0] = Rational(1, 3)
      $0.coefficients[0] = 1000
    }
    static let random = any.with { $0.move = $0.share }

    func kernel(_ precision: Precision) -> ExponentialSum<Ball> {
      let rate = Self.rate(precision)
      return ExponentialSum(
        coefficients: coefficients.balls(precision), eigenvalues: rates.map { -(rate * Ball($0, in: precision)) })
    }

    var values: [NamedValue] { [NamedValue("c", coefficients), NamedValue("w/ln 0.9", rates)] }
  }
}
