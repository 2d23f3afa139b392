import Arithmetic
import Definitions
import PropertyTesting

extension GradientSensitivity {
  /// The parameterization in which a normalized real mode has unit curvature.
  static let tangentSensitivity = Claim(
    "zucchet.opt-tanh",
    title: "lambda = tanh w makes the normalized sensitivity, and the curvature at the optimum, exactly 1",
    statement: """
      For a white input E|d(gamma h)/dlambda|^2 = 1/(1 - lambda^2)^2; with lambda = tanh w, E|d(gamma h)/dw|^2 = 1 for \
      every w, and 1/2 E|gamma h - gamma* h*|^2 has the second derivative 1 in w at the optimum for every lambda*.
      """,
    source: notebook("section 3; the notebooks' tanh_parametrization"),
    hypotheses: [
      Hypothesis("white", "the input is white"),
      Hypothesis("gamma", "gamma is differentiated"),
      Hypothesis("optimum", "the second derivative is taken at the optimum"),
      Hypothesis("tanh", "lambda = tanh w"),
    ],
    method: .certified,
    notes: [
      "The first part is checked in rational numbers, the second derivative in balls, by dual numbers of dual numbers.",
      "A real lambda is not needed: under white inputs the radial curvature of a complex mode is 1 too, whatever the "
        + "phase is, as long as the phase has a weight of its own (checked with random phases).",
    ],
    effort: 0.5,
    check: .all(
      Check(CorrelatedMode.complex.with { $0.ratio = 0 }) { mode, precision in
        isUnit("E|d(gamma h)/dlambda|^2", mode, mode.input.normalizedRadialSensitivity(mode.pair))
      },
      Check(PolarMode.any.with { $0.map = .freePhase }) { hasUnitCurvature($0, $1) }),
    falsifiers: [
      Falsifier(
        "rho = 1/2", dropping: "white",
        Check(CorrelatedMode.complex.with { $0.ratio = Rational(1, 2) }) { mode, precision in
          isUnit("E|d(gamma h)/dlambda|^2", mode, mode.input.normalizedRadialSensitivity(mode.pair))
        }),
      Falsifier(
        "gamma a parameter of its own", dropping: "gamma",
        Check(CorrelatedMode.complex.with { $0.ratio = 0 }) { mode, precision in
          isUnit("E|gamma dh/dlambda|^2", mode, mode.input.separatelyNormalizedSensitivity(mode.pair))
        }),
      Falsifier(
        "a student at half the teacher's |lambda|", dropping: "optimum",
        Check(PolarMode.any.with { $0.map = .freePhase }) { hasUnitCurvature($0, student: $0.modulus / 2, $1) }),
      Falsifier(
        "lambda = e^(-e^w)", dropping: "tanh",
        Check(
          PolarMode.any.with {
            $0.map = .exponential
            $0.phase = 1
          }
        ) { hasUnitCurvature($0, $1) }),
    ],
    quoted: { precision in
      // The curvature of e^(-e^w) is its normalized sensitivity.
      [(Rational(9, 10), "0.24908"), (Rational(999, 1000), "0.2499999")].map { lambda, digits in
        Evidence(
          "the second derivative with lambda = e^(-e^w) at lambda* = \(lambda)",
          PolarMode(map: .exponential, modulus: lambda, phase: 1).hessian(precision).xx, isQuotedAs: digits)
      }
    },
    figures: [curvatureFigure])

  private static func isUnit(_ name: String, _ mode: CorrelatedMode, _ sensitivity: Rational) -> Evidence {
    let deficit = mode.pair.productComplement.real
    return Evidence("(1 - |lambda|^2)^2 \(name) = 1", deficit * deficit * sensitivity, equals: 1, at: mode.values)
  }

  private static func hasUnitCurvature(
    _ mode: PolarMode, student: Rational? = nil, _ precision: Precision
  ) -> Evidence {
    Evidence(
      "d^2 L/dw^2 = 1", mode.hessian(student: student, precision).xx, agreesWith: Ball(1, in: precision), bits: 60,
      at: mode.values)
  }
}
