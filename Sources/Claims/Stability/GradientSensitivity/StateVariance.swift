import Arithmetic
import Definitions
import PropertyTesting

extension GradientSensitivity {
  /// E|h|^2 under an input with geometric autocorrelation.
  static let stateVariance = Claim(
    "zucchet.h2",
    title: "The stationary variance of a mode under correlated inputs",
    statement: """
      E|h|^2 = (1 - rho^2 |lambda|^2)/((1 - |lambda|^2) |1 - rho lambda|^2); for a real lambda this is \
      (1 + rho lambda)/((1 - rho lambda)(1 - lambda^2)).
      """,
    source: notebook("section 2; figures/1D-case.ipynb, function h2"),
    hypotheses: [geometric, stable, stationarity],
    method: .exact,
    notes: [
      "The left side is the solution of the Stein equation of the recurrences of x and h, in rational numbers.",
      "In float the formula wants 1 - lambda^2 as (1 - lambda)(1 + lambda) and 1 - rho lambda as "
        + "(1 - lambda) + lambda (1 - rho), which is how the definition has it.",
    ],
    effort: 0.5,
    check: .all(
      Check(CorrelatedMode.complex, isStationary),
      Check(CorrelatedMode.real, isRealForm),
      Check(CorrelatedMode.positive, isBelow)),
    falsifiers: [
      Falsifier(
        "a moving average with the same R(0) and R(1)", dropping: "geometric",
        Check(Generator<Rational>.rational(in: 1...3).map { $0 / 4 }) { tap, precision in
          let input = FiniteAutocorrelation(movingAverage: [1, tap])
          let ratio = input.values[1] / input.values[0]
          let pair = EigenvaluePair<Rational>(squareOf: Rational(1, 2))
          return Evidence(
            "E|h|^2/R(0) of a moving average = the formula with rho = R(1)/R(0)",
            input.secondMoment(pair) / input.values[0],
            equals: GeometricAutocorrelation(ratio: ratio).secondMoment(pair), at: [NamedValue("tap", tap)])
        }),
      Falsifier(
        "lambda > 1", dropping: "|lambda| < 1",
        Check(
          CorrelatedMode.positive.with { $0.eigenvalue = Complex(1 + ($0.eigenvalue.real + 1) / 4) }, isBelow)),
      Falsifier(
        "after 8 steps", dropping: "stationarity",
        Check(CorrelatedMode.correlated) { mode, precision in
          Evidence(
            "E|h_8|^2 = the formula", try mode.recurrences.moments(after: 8)[1, 1].real,
            equals: mode.input.secondMoment(mode.pair), at: mode.values)
        }),
    ],
    quoted: { precision in
      let table = [
        (0, "50.2513", "1"), (900, "871.79", "17.35"), (990, "5000.13", "99.50"), (999, "9094.65", "180.98"),
        (1000, "10000", "199"),
      ]
      return table.flatMap { thousandths, digits, normalized in
        let input = GeometricAutocorrelation(ratio: Rational(thousandths, 1000))
        let pair = EigenvaluePair(squareOf: Rational(99, 100))
        return [
          Evidence("E h^2 at lambda = 99/100, rho = \(input.ratio)", input.secondMoment(pair), isQuotedAs: digits),
          Evidence(
            "(1 - lambda^2) E h^2 there", input.normalizedSecondMoment(pair),
            isQuotedAs: normalized),
        ]
      }
    },
    figures: [stateVarianceFigure, normalizedVarianceFigure])

  /// E|h|^2 of the recurrence = the formula.
  private static func isStationary(_ mode: CorrelatedMode, _ precision: Precision) throws -> Evidence {
    Evidence(
      "E|h|^2 of the recurrence = (1 - rho^2 |lambda|^2)/((1 - |lambda|^2) |1 - rho lambda|^2)",
      try mode.recurrences.stationaryMoments()[1, 1].real, equals: mode.input.secondMoment(mode.pair), at: mode.values)
  }

  private static func isRealForm(_ mode: CorrelatedMode, _ precision: Precision) -> Evidence {
    let (a, rho) = (mode.eigenvalue.real, mode.ratio)
    return Evidence(
      "E h^2 = (1 + rho lambda)/((1 - rho lambda)(1 - lambda^2)) for a real lambda",
      mode.input.secondMoment(mode.pair), equals: (1 + rho * a) / ((1 - rho * a) * (1 - a * a)), at: mode.values)
  }

  /// E|h_12|^2 from h = 0 <= the formula, where lambda and rho are not negative.
  private static func isBelow(_ mode: CorrelatedMode, _ precision: Precision) throws -> Evidence {
    Evidence(
      "E|h_12|^2 from h = 0 <= the formula, for lambda, rho >= 0", try mode.recurrences.moments(after: 12)[1, 1].real,
      atMost: mode.input.secondMoment(mode.pair), at: mode.values)
  }
}
