import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension GradientSensitivity {
  /// The cross term behind figure 8.
  static let crossSensitivity = Claim(
    "zucchet.S-fig8",
    title: "The formula behind figure 8 is wrong for 0 < rho < 1: 1 - rho stands where 1 - rho^2 belongs",
    statement: """
      S(a, b, rho) = E[(dh_a/da)(dh_b/db)] = ((1 - rho)(1 + a b) + rho^2 (1 - a b)^3 - rho (1 - rho) a b (2 a + 2 b - \
      rho a b (1 + a b)))/((1 - rho a)^2 (1 - rho b)^2 (1 - a b)^3).
      """,
    source: notebook("figure 8; figures/visualization_S.ipynb, function estimate"),
    hypotheses: [geometric, Hypothesis("rho", "rho is 0 or 1, where the printed formula is right: it is missing")],
    method: .exact,
    notes: [
      "By hand: at a = b = 0, dh/da is the input one step before, so that S = R(0) = 1; printed is 1 - rho + rho^2.",
      "The left side is the solution of the Stein equation of the recurrences of x, h and dh/da for both modes, in "
        + "complex rational numbers. Whether the paper's appendix repeats the slip is not known: the notebook was "
        + "read.",
      "The figure's ratio printed/correct is not confined to the catalogue's ranges ([0.18, 1.14] for rho = 0.9): both "
        + "formulas have zeros in the disc |a| <= 0.99, near which the ratio goes to 0 and up; see the figure.",
    ],
    effort: 0.5,
    check: Check(ModePair.any) { pair, precision in
      Evidence(
        "E[(dh_a/da)(dh_b/db)] of the recurrences = the notebook's formula", try pair.exact,
        equals: pair.input.sensitivityAsPlotted(pair.pair), at: pair.values)
    },
    correction: Correction(
      """
      With 1 - rho^2 in place of both 1 - rho the formula is right. Its numerator is \
      (1 - rho^2)((1 + p)(1 - rho p)^2 + 2 rho p (1 - a)(1 - b)) + rho^2 (1 - p)^3 with p = a b.
      """,
      Check(ModePair.any) { pair, precision in
        let (a, b, p) = (pair.pair.first, pair.pair.second, pair.pair.product)
        let (rho, noise) = (pair.input.ratio, pair.input.noise)
        let bracket = noise * (1 + p) - rho * noise * p * (2 * a + 2 * b - rho * p * (1 + p))
        let poles = (1 - rho * a) * (1 - rho * b)
        return [
          Evidence(
            "E[(dh_a/da)(dh_b/db)] of the recurrences = the formula with 1 - rho^2", try pair.exact,
            equals: (bracket + rho * rho * (1 - p) * (1 - p) * (1 - p))
              / (poles * poles * (1 - p) * (1 - p) * (1 - p)), at: pair.values),
          Evidence(
            "... = its form without cancellation", try pair.exact, equals: pair.input.sensitivity(pair.pair),
            at: pair.values),
        ]
      }),
    falsifiers: [
      Falsifier(
        "rho = 1/2", dropping: "rho",
        Check(ModePair.any.with { $0.ratio = Rational(1, 2) }) { pair, precision in
          Evidence(
            "the corrected formula = the notebook's", pair.input.sensitivity(pair.pair),
            equals: pair.input.sensitivityAsPlotted(pair.pair), at: pair.values)
        }),
      Falsifier(
        "a moving average with R(1)/R(0) = 2/5", dropping: "geometric",
        Check(ModePair.any.with { $0.ratio = Rational(2, 5) }) { pair, precision in
          let taps: [Complex<Rational>] = [Complex(2), Complex(1)]
          return Evidence(
            "S/R(0) of a moving average = the corrected formula for rho = R(1)/R(0)",
            FiniteAutocorrelation(movingAverage: taps).sensitivity(pair.pair) / Complex(5),
            equals: pair.input.sensitivity(pair.pair), at: pair.values)
        }),
    ],
    quoted: { precision in
      let input = GeometricAutocorrelation(ratio: Rational(7, 10))
      let pair = EigenvaluePair(Rational(3, 5), Rational(2, 5))
      let half = GeometricAutocorrelation(ratio: Rational(1, 2))
      return [
        Evidence("S(3/5, 2/5, 7/10)", input.sensitivity(pair), isQuotedAs: "9.06546"),
        Evidence("the notebook's formula there", input.sensitivityAsPlotted(pair), isQuotedAs: "6.48960"),
        Evidence(
          "the notebook's formula at a = b = 0, rho = 1/2", half.sensitivityAsPlotted(EigenvaluePair(0, 0)),
          isQuotedAs: "0.75"),
      ]
    },
    figures: [crossSensitivityFigure, crossRatioFigure])

  /// Two modes under one input.
  private struct ModePair: Sendable {
    let first, second: Complex<Rational>
    var ratio: Rational

    static let any = Generator { draw in
      ModePair(first: try draw(.discPoint()), second: try draw(.discPoint()), ratio: try draw(.openInterval))
    }

    var input: GeometricAutocorrelation<Complex<Rational>> { GeometricAutocorrelation(ratio: Complex(ratio)) }
    var pair: EigenvaluePair<Complex<Rational>> { EigenvaluePair(first, second) }

    /// E[(dh_a/da)(dh_b/db)] from the recurrences: the moments are of z and the conjugate of w.
    var exact: Complex<Rational> {
      get throws {
        let (left, right) = (modes(first), modes(second.conjugate))
        return try left.stationaryMoments(with: right)[2, 2]
      }
    }

    private func modes(_ eigenvalue: Complex<Rational>) -> DrivenModes<Complex<Rational>> {
      DrivenModes(autoregressive: Complex(ratio), eigenvalues: [eigenvalue])
    }

    var values: [NamedValue] { [NamedValue("a", first), NamedValue("b", second), NamedValue("rho", ratio)] }
  }
}
