import Arithmetic
import Definitions
import PropertyTesting

extension GradientSensitivity {
  /// Normalization with the exponential parameterization.
  static let exponentialSensitivity = Claim(
    "zucchet.gamma-exp",
    title: "gamma and lambda = e^(-e^w) bound the sensitivity by 1/4 or 1/2, for white inputs only",
    statement: """
      For a white input, gamma = sqrt(1 - lambda^2) and lambda = e^(-e^w): E|gamma dh/dw|^2 <= 1/2 and tends to 1/2 as \
      lambda -> 1, gamma being a parameter of its own; with gamma differentiated, E|d(gamma h)/dw|^2 = \
      (lambda ln lambda/(1 - lambda^2))^2 <= 1/4 and tends to 1/4.
      """,
    source: notebook("section 3 and figure 2; figures/1D-case.ipynb"),
    hypotheses: [
      Hypothesis("rho = 0", "the input is white"),
      Hypothesis("exp", "lambda = e^(-e^w)"),
      Hypothesis(
        "real lambda", "lambda is real",
        untested: "for white inputs both moments depend on |lambda| alone: zucchet.opt-phase has the phase"),
    ],
    method: .certified,
    notes: [
      "With x = e^w = -ln lambda the second moment is (x/(2 sinh x))^2 and the first one (x/(2 sinh x))^2 (1 + e^(-2 "
        + "x)): the limits 1/4 and 1/2 are the suprema, and they are not attained.",
      "The two readings of \"normalized\" differ by a factor 2 near 1: the figure shows the first, as the notebook "
        + "does.",
    ],
    check: Check(MappedMode.exponential) { isBounded($0, $1) },
    falsifiers: [
      Falsifier(
        "a constant input", dropping: "rho = 0",
        Check(MappedMode.exponential.with { $0.ratio = 1 }) { isBounded($0, $1) }),
      Falsifier(
        "lambda = tanh w", dropping: "exp",
        Check(
          MappedMode.exponential.with {
            $0.map = .hyperbolicTangent
            $0.w = $0.w.magnitude / 4 + 1
          }
        ) { isBounded($0, $1) }),
      Falsifier(
        "999/1000 of the bounds", Check(MappedMode.exponential) { isBounded($0, share: Rational(999, 1000), $1) }),
    ],
    quoted: { precision in
      func mode(_ nines: Rational, _ ratio: Rational = 0) -> ExponentialMode {
        ExponentialMode(
          eigenvalue: Ball(nines, in: precision), complement: Ball(1 - nines, in: precision), ratio: ratio, precision)
      }
      let differentiated = [
        (Rational(1, 2), "0.21353"), (Rational(9, 10), "0.24908"), (Rational(99, 100), "0.24999"),
      ].map { Evidence("E|d(gamma h)/dw|^2 at lambda = \($0)", mode($0).sensitivity, isQuotedAs: $1) }
      let separate = [
        (Rational(9, 10), Rational(0), "0.450829"), (Rational(99, 100), 0, "0.495008"),
        (Rational(9, 10), 1, "17.08"), (Rational(99, 100), 1, "197.0"),
      ]
      let last = Rational(9999, 10000)
      let ends = [
        (last, Rational(0), "0.49995"), (last, Rational(9, 10), "9.499"), (last, Rational(99, 100), "99.48"),
        (last, Rational(999, 1000), "991.1"), (last, 1, "19997"),
      ]
      return differentiated
        + (separate + ends).map { lambda, ratio, digits in
          Evidence(
            "E|gamma dh/dw|^2 at lambda = \(lambda), rho = \(ratio)", mode(lambda, ratio).separateSensitivity,
            isQuotedAs: digits)
        }
    },
    figures: [normalizedSensitivityFigure])

  private static func isBounded(_ mode: MappedMode, share: Rational = 1, _ precision: Precision) -> [Evidence] {
    let (separate, whole) = (mode.separateSensitivity(precision), mode.sensitivity(precision))
    let decay = Ball.exp(Ball(mode.w, in: precision))
    let scale = share == 1 ? "" : "(\(share)) "
    return [
      Evidence(
        "E|gamma dh/dw|^2 <= \(scale)1/2", separate, atMost: Ball(share / 2, in: precision), at: mode.values),
      Evidence(
        "E|d(gamma h)/dw|^2 <= \(scale)1/4", whole, atMost: Ball(share / 4, in: precision), at: mode.values),
      Evidence(
        "1/2 - E|gamma dh/dw|^2 <= e^w", Ball(Rational(1, 2), in: precision) - separate, atMost: decay,
        at: mode.values),
      Evidence(
        "1/4 - E|d(gamma h)/dw|^2 <= e^(2 w)/12", Ball(Rational(1, 4), in: precision) - whole,
        atMost: decay * decay / 12, at: mode.values),
    ]
  }
}
