import Arithmetic
import Definitions
import PropertyTesting

extension GradientSensitivity {
  /// E|dh/dlambda|^2 for any autocorrelation.
  static let stateSensitivity = Claim(
    "zucchet.dh2",
    title: "How strongly a state depends on its eigenvalue, in the mean square",
    statement: """
      E|dh/dlambda|^2 = (1 + |l|^2)/(1 - |l|^2)^3 (R(0) + sum_(D >= 1) (l^D + conj l^D) R(D)) + (1 - |l|^2)^-2 \
      sum_(D >= 1) D (l^D + conj l^D) R(D); for R(D) = rho^D and a real l it is \
      ((1 + l^2)(1 - l^2 rho^2) + 2 (1 - l^2) l rho)/((1 - l^2)^3 (1 - l rho)^2).
      """,
    source: notebook("section 2; figures/1D-case.ipynb, function dh_dlamb"),
    hypotheses: [
      geometric, stable, stationarity,
      Hypothesis(
        "real R", "R is real and even: E[x_s x_t] depends on |s - t| alone",
        untested: "the moments are defined for such inputs only"),
    ],
    method: .exact,
    notes: [
      "The left side is the solution of the Stein equation of the recurrences of x, h and dh/dlambda, in rational "
        + "numbers: for autoregressive inputs, and for moving averages with random taps (any R of finite length).",
      "For complex modes the definition's form is ((1 - rho^2)((1 + p)(1 - rho p)^2 + 2 rho p |1 - l|^2) + rho^2 (1 - "
        + "p)^3)/((1 - p)^3 |1 - rho l|^4) with p = |l|^2: no term cancels for rho >= 0.",
    ],
    effort: 0.3,
    check: .all(
      Check(CorrelatedMode.complex, isStationary),
      Check(CorrelatedMode.real, isRealForm),
      Check(FilteredMode.any) { mode, precision in
        Evidence(
          "E|dh/dlambda|^2 of the recurrence = the formula, for a moving average",
          try mode.recurrences.stationaryMoments()[mode.derivative, mode.derivative].real,
          equals: mode.input.meanSquareSensitivity(mode.pair), at: mode.values)
      },
      Check(CorrelatedMode.positive, isBelow)),
    falsifiers: [
      Falsifier(
        "a moving average against the formula for geometric R with the same R(0) and R(1)", dropping: "geometric",
        Check(FilteredMode.correlated) { mode, precision in
          let values = mode.input.values
          return Evidence(
            "E|dh/dlambda|^2/R(0) of a moving average = the formula for rho = R(1)/R(0)",
            mode.input.meanSquareSensitivity(mode.pair) / values[0].real,
            equals: GeometricAutocorrelation(ratio: values[1] / values[0]).meanSquareSensitivity(mode.pair),
            at: mode.values)
        }),
      Falsifier(
        "lambda > 1", dropping: "|lambda| < 1",
        Check(
          CorrelatedMode.positive.with { $0.eigenvalue = Complex(1 + ($0.eigenvalue.real + 1) / 4) }, isBelow)),
      Falsifier(
        "after 8 steps", dropping: "stationarity",
        Check(CorrelatedMode.correlated) { mode, precision in
          Evidence(
            "E|dh_8/dlambda|^2 = the formula", try mode.recurrences.moments(after: 8)[2, 2].real,
            equals: mode.input.meanSquareSensitivity(mode.pair), at: mode.values)
        }),
    ],
    quoted: { precision in
      let table = [
        (0, "2.50013e11"), (900, "4.75023e12"), (990, "4.97477e13"), (999, "4.95648e14"), (1000, "1e16"),
      ]
      return table.map { thousandths, digits in
        let input = GeometricAutocorrelation(ratio: Rational(thousandths, 1000))
        return Evidence(
          "E|dh/dlambda|^2 at lambda = 9999/10000, rho = \(input.ratio)",
          input.meanSquareSensitivity(EigenvaluePair(squareOf: Rational(9999, 10000))), isQuotedAs: digits)
      }
    },
    figures: [sensitivityFigure])

  private static func isStationary(_ mode: CorrelatedMode, _ precision: Precision) throws -> Evidence {
    Evidence(
      "E|dh/dlambda|^2 of the recurrence = the formula, for R(D) = rho^D",
      try mode.recurrences.stationaryMoments()[2, 2].real, equals: mode.input.meanSquareSensitivity(mode.pair),
      at: mode.values)
  }

  private static func isRealForm(_ mode: CorrelatedMode, _ precision: Precision) -> Evidence {
    let (l, rho) = (mode.eigenvalue.real, mode.ratio)
    let q = 1 - l * l
    let numerator = (1 + l * l) * (1 - l * l * rho * rho) + 2 * q * l * rho
    return Evidence(
      "E|dh/dlambda|^2 = ((1 + l^2)(1 - l^2 rho^2) + 2 (1 - l^2) l rho)/((1 - l^2)^3 (1 - l rho)^2)",
      mode.input.meanSquareSensitivity(mode.pair), equals: numerator / (q * q * q * (1 - l * rho) * (1 - l * rho)),
      at: mode.values)
  }

  /// E|dh_12/dlambda|^2 from h = 0 <= the formula, where lambda and rho are not negative.
  private static func isBelow(_ mode: CorrelatedMode, _ precision: Precision) throws -> Evidence {
    Evidence(
      "E|dh_12/dlambda|^2 from h = 0 <= the formula, for lambda, rho >= 0",
      try mode.recurrences.moments(after: 12)[2, 2].real, atMost: mode.input.meanSquareSensitivity(mode.pair),
      at: mode.values)
  }

  /// A mode under a moving average of white noise.
  private struct FilteredMode: Sendable {
    let eigenvalue: Complex<Rational>
    let taps: [Int]

    static let any = Generator { draw in
      FilteredMode(eigenvalue: try draw(.discPoint()), taps: try draw(.array(of: .integer(in: -3...3), count: 1...3)))
    }

    /// Two taps that are not 0.
    static let correlated = Generator { draw in
      FilteredMode(
        eigenvalue: try draw(Generator<Complex<Rational>>.discPoint().filter { !$0.squaredMagnitude.isZero }),
        taps: try draw(.array(of: .integer(in: 1...3), count: 2...2)))
    }

    private var coefficients: [Complex<Rational>] { taps.map { Complex(Rational($0)) } }
    var input: FiniteAutocorrelation<Complex<Rational>> { FiniteAutocorrelation(movingAverage: coefficients) }
    var pair: EigenvaluePair<Complex<Rational>> { EigenvaluePair(conjugatesOf: eigenvalue) }
    var recurrences: DrivenModes<Complex<Rational>> {
      DrivenModes(movingAverage: coefficients, eigenvalues: [eigenvalue])
    }
    /// The place of dh/dlambda in the state.
    var derivative: Int { recurrences.index(ofMode: 0) + 1 }

    var values: [NamedValue] { [NamedValue("lambda", eigenvalue), NamedValue("taps", taps)] }
  }
}
