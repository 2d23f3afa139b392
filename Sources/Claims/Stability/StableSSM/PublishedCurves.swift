import Arithmetic
import Definitions
import PropertyTesting

extension StableSSM {
  /// The published perturbation-error curves.
  static let publishedCurves = Claim(
    "stablessm.Fig1-logs",
    title: "The published perturbation curves, as numbers, and their untrained analogue",
    statement: """
      Perturbed errors of trained models for rho(t) = (1 + t/10)^(-11/10), T = 100, explicit Euler, m = 8, 16, 32, \
      64, 30 random perturbations: with more modes the direct model fails at ever smaller beta, while S4 (exp) only \
      gets better.
      """,
    source: Source(
      "Wang & Li, StableSSM (Curse-of-memory at 57f8354, logs/LF_linear_*_pol_PERTURB)", arXiv: "2311.14495",
      "Figure 1",
      .code),
    hypotheses: [
      Hypothesis(
        "trained", "the curves are of trained checkpoints, with random perturbations of all the parameters",
        untested: "the checkpoints cannot be reproduced without training"),
      Hypothesis("reparameterized", "the curves that keep getting better belong to the exp map"),
    ],
    method: .numerical,
    notes: [
      "Report only: the published numbers cannot be reproduced without training. What is checked is the ordering "
        + "that they show, on the numbers as logged, and the same ordering on an untrained analogue: the trapezoidal "
        + "rules for (1 + t)^-2 (p = 11/10 has no integer Gamma function here), worst case over the recurrent "
        + "weights alone.",
      "In the analogue the direct curves are infinite from min |w| on, where 30 random draws show 1e19 or inf.",
      "The softplus logs do not keep the ordering (66.7 at m = 16, 4.88 at m = 8 for beta = 0.064): explicit Euler, "
        + "see stablessm.euler-softplus.",
    ],
    check: .all(
      Check(Rules.published) { rules, precision in
        let shift = Ball(rules.beta, in: precision)
        let (a, b) = (rules.coarse.kernel(precision), rules.fine.kernel(precision))
        let factor = Ball.expMinusOne(shift)
        return [
          Evidence(
            "direct: the radius min |w| of the finer rule is smaller", b.eigenvalues[0].magnitude,
            lessThan: a.eigenvalues[0].magnitude, at: rules.values),
          Evidence(
            "exp: the change of the finer rule stays below the limit e^beta - 1", factor * b.mass, atMost: factor,
            at: rules.values),
        ]
      },
      Check(Entry.ofS4, fallsWithModes)),
    falsifiers: [
      Falsifier(
        "the direct curves, as logged, get better with m", dropping: "reparameterized",
        Check(Entry.ofDirect, fallsWithModes))
    ],
    figures: [
      FigureRecipe("published-perturbation") { _ in
        let beta = (0..<Logs.direct.count).map { Logs.direct[$0].beta }
        func columns(_ name: String, _ rows: [Logs.Row]) -> [FigureData.Column] {
          (0..<4).map { m in
            FigureData.Column(
              "\(name), m = \(8 << m)",
              beta.map { beta in rows.first { $0.beta == beta }?.errors[m] ?? .nan })
          }
        }
        return FigureData(
          "published-perturbation", title: "Perturbed error as logged by the authors (reported, not verified)",
          xLabel: "beta", yLabel: "weighted mean squared error", logX: true, logY: true,
          x: FigureData.Column("beta", beta),
          curves: columns("direct", Logs.direct) + columns("S4 (exp)", Logs.s4) + columns("softplus", Logs.softplus))
      },
      FigureRecipe("perturbation-error", make: untrainedCurves),
    ])

  /// The squared worst-case errors for the authors' target on their horizon, without training, and what they logged.
  private static func untrainedCurves(_ precision: Precision) -> FigureData {
    let beta = Set(grid(from: 1e-4, to: 1, count: 80, logarithmic: true))
      .union((Logs.direct + Logs.s4).map(\.beta)).sorted()
    var curves: [FigureData.Column] = []
    for (name, move) in [
      ("direct", { $0 + 10 * $1 }), ("exp", { $0 * Ball.exp(-$1) }),
    ] as [(String, (Ball, Ball) -> Ball)] {
      for rule in UntrainedRule.all {
        let values = rule.squaredErrors(beta, precision, move)
        curves.append(
          FigureData.Column(
            "\(name), m = \(rule.indices.count)", values, style: name == "exp" ? .dashedLine : .line))
      }
    }
    for (name, rows) in [("direct", Logs.direct), ("S4 (exp)", Logs.s4)] {
      for m in [0, 3] {
        let values = beta.map { beta in rows.first { $0.beta == beta }?.errors[m] ?? .nan }
        curves.append(FigureData.Column("logged, \(name), m = \(8 << m)", values, style: .points))
      }
    }
    return FigureData(
      "perturbation-error", title: "Perturbation errors without training, beside the authors'",
      caption: """
        Lines: the square of the largest output error over inputs |u| <= 1 on the authors' horizon of 100, for their \
        target (1 + t/10)^-1.1, trapezoidal sums of m exponentials and the worst perturbation of size beta of the \
        recurrent weights; closed forms, in enclosures. Points: the mean squared errors that the authors logged for \
        trained models and 30 random perturbations of all weights, not verified. Directly trained eigenvalues fail \
        near beta = 1/100 whatever m is (on the half line they would be infinite from min |w| on); with exp the \
        error only grows like (e^beta - 1)^2.
        """,
      xLabel: "beta", yLabel: "squared error", logX: true, logY: true, yRange: 1e-6...1e7,
      x: FigureData.Column("beta", beta), curves: curves)
  }

  /// Nodes w = k h for (1 + s)^-1.1, s = t/10.
  private struct UntrainedRule {
    let spacing: Rational
    let indices: ClosedRange<Int>

    static let all = [
      UntrainedRule(spacing: 1, indices: -5...2), UntrainedRule(spacing: Rational(3, 4), indices: -12...3),
      UntrainedRule(spacing: Rational(1, 2), indices: -26...5),
      UntrainedRule(spacing: Rational(1, 3), indices: -56...7),
    ]

    /// (int_0^100 |rho - rho_m| + the change when every eigenvalue per unit of s is moved to move(lambda, beta))^2.
    func squaredErrors(_ beta: [Double], _ precision: Precision, _ move: (Ball, Ball) -> Ball) -> [Ball] {
      let law = FractionalPowerLaw(exponent: Rational(11, 10))
      let kernel = law.exponentialSum(spacing: spacing, indices: indices, precision: precision)
      let floor = KernelDifference(law, kernel)
        .absoluteIntegral(upTo: 10, tolerance: 1e-10, precision: precision, countingTail: false)
      let horizon = Ball(10, in: precision)
      let still = kernel.integral(upTo: horizon)
      return beta.map { beta in
        let shift = Ball(beta, in: precision)
        let moved = ExponentialSum(
          coefficients: kernel.coefficients, eigenvalues: kernel.eigenvalues.map { move($0, shift) })
        return Ball.pow(10 * (floor + moved.integral(upTo: horizon) - still), 2)
      }
    }
  }

  /// As logged, the error falls from one m to the next.
  private static func fallsWithModes(_ entry: Entry, _ precision: Precision) -> Evidence {
    Evidence(
      "as logged, the error falls with m", entry.row.errors[entry.column + 1], atMost: entry.row.errors[entry.column],
      at: [
        NamedValue("beta", entry.row.beta), NamedValue("m", "\(8 << entry.column) and \(16 << entry.column)"),
      ])
  }

  /// An entry of a logged table.
  private struct Entry: Sendable {
    let row: Logs.Row
    let column: Int

    /// At each beta up to 0.064.
    static let ofS4 = entries(of: Logs.s4.filter { $0.beta < 0.1 })
    static let ofDirect = entries(of: Array(Logs.direct.prefix(4)))

    private static func entries(of rows: [Logs.Row]) -> Generator<Entry> {
      Generator { Entry(row: try $0(.element(of: rows)), column: try $0(.integer(in: 0...2))) }
    }
  }

  /// Two rules, the finer with more modes; beta anywhere in the figure's range.
  private struct Rules: Sendable {
    let coarse, fine: PowerLawRule
    let beta: Rational

    static let published = Generator { draw in
      let coarse = try draw(.integer(in: 0...2))
      let fine = try draw(.integer(in: coarse + 1...3))
      return Rules(
        coarse: PowerLawRule.published[coarse], fine: PowerLawRule.published[fine],
        beta: try draw(.power(of: 2, in: -10...0)))
    }

    var values: [NamedValue] {
      [NamedValue("m", "\(coarse.indices.count), \(fine.indices.count)"), NamedValue("beta", beta)]
    }
  }

  /// The logged numbers, m = 8, 16, 32, 64.
  private enum Logs {
    struct Row: Sendable {
      let beta: Double
      let errors: [Double]
    }
    static let direct = [
      Row(beta: 1e-3, errors: [3.14e-2, 5.29e-3, 1.39e-2, 1.52e-2]),
      Row(beta: 8e-3, errors: [0.976, 0.622, 0.538, 1.68e5]),
      Row(beta: 2.26e-2, errors: [27.0, 21.4, 107, 4.3e23]),
      Row(beta: 6.4e-2, errors: [6.7e4, 1.6e5, 1.9e20, .infinity]),
      Row(beta: 0.512, errors: [.nan, .nan, .nan, .nan]),
    ]
    static let s4 = [
      Row(beta: 8e-3, errors: [0.497, 6.98e-2, 1.82e-2, 1.78e-2]),
      Row(beta: 6.4e-2, errors: [7.18, 2.70, 1.22, 0.897]),
      Row(beta: 0.512, errors: [1439, 162, 159, 56.8]),
    ]
    static let softplus = [
      Row(beta: 8e-3, errors: [0.107, 3.69e-2, 5.68e-2, 5.13e-2]),
      Row(beta: 6.4e-2, errors: [4.88, 66.7, 2.70, 2.63]),
    ]
  }
}
