import Arithmetic
import Definitions
import PropertyTesting

extension GradientSensitivity {
  /// The polar parameterization that is to have unit curvature in both weights.
  static let balancedPhase = Claim(
    "zucchet.opt-phase",
    title: "The balanced phase spoils the curvature in the modulus, unless the gradient through its scale is stopped",
    statement: """
      With nu = tanh w and theta = K(nu) v, K = (1 - nu^2)/(nu sqrt(1 + nu^2)), the loss of a normalized mode has unit \
      second derivatives at the optimum in both weights, for white inputs and every teacher nu e^(i theta).
      """,
    source: notebook("section 3 and figures 6, 7; the notebooks' optimal polar parameterization"),
    hypotheses: [
      Hypothesis("white", "the input is white"),
      Hypothesis("stopped", "the gradient through K(nu) is stopped: the condition that is missing"),
    ],
    method: .certified,
    notes: [
      "The map was read in the notebook; that both curvatures are 1 is what makes it optimal. Its panels for nu are "
        + "drawn at theta = 0, where the two weights do not couple and the statement holds.",
      "The released model has stop_gradient(1 - nu) with the factor 1 - nu in place of K; a notebook of training runs "
        + "(learn_theta) has no stop.",
      "Without a scale the curvature in theta is nu^2 (1 + nu^2)/(1 - nu^2)^2; LRU's theta = e^v has theta^2 times "
        + "that.",
    ],
    effort: 0.25,
    check: Check(PolarMode.any) { isBalanced($0, $1) },
    correction: Correction(
      """
      d^2 L/dv^2 = 1 always, and d^2 L/dw^2 = 1 + (theta (1 - nu^2) K'/K^2)^2 = \
      1 + theta^2 (1 + 3 nu^2)^2/((1 - nu^2)^2 (1 + nu^2)), unbounded as nu -> 1 for every theta that is not 0. With \
      the gradient through K(nu) stopped both are 1 and the mixed one is 0.
      """,
      Check(PolarMode.any) { mode, precision in
        var stopped = mode
        stopped.isStopped = true
        let curvature = PolarParameterization.balancedCurvature(
          modulus: Ball(mode.modulus, in: precision), phase: Ball(mode.phase, in: precision))
        return [
          Evidence(
            "d^2 L/dw^2 = 1 + theta^2 (1 + 3 nu^2)^2/((1 - nu^2)^2 (1 + nu^2))", mode.hessian(precision).xx,
            agreesWith: curvature, bits: 60, at: mode.values)
        ] + isBalanced(stopped, precision)
      }),
    falsifiers: [
      Falsifier(
        "rho = 1/2, with the gradient stopped", dropping: "white",
        Check(
          PolarMode.any.with {
            $0.ratio = Rational(1, 2)
            $0.isStopped = true
          }
        ) { isBalanced($0, $1) }),
      Falsifier(
        "theta not 0, nothing stopped", dropping: "stopped", Check(PolarMode.turning) { isBalanced($0, $1) }),
    ],
    quoted: { precision in
      let table = [
        (Rational(1, 2), "1.392", "-0.626"), (Rational(9, 10), "17.20", "-4.03"),
        (Rational(99, 100), "1783.0", "-42.2"),
      ]
      let balanced = table.flatMap { nu, w, mixed in
        let hessian = PolarMode(modulus: nu, phase: Rational(3, 10)).hessian(precision)
        return [
          Evidence("d^2 L/dw^2 at nu = \(nu), theta = 3/10", hessian.xx, isQuotedAs: w),
          Evidence("d^2 L/dw dv there", hessian.xy, isQuotedAs: mixed),
        ]
      }
      return balanced
        + [(Rational(9, 10), "40.6"), (Rational(999, 1000), "4.99e5")].map { nu, digits in
          Evidence(
            "d^2 L/dtheta^2 at nu = \(nu)",
            PolarMode(map: .freePhase, modulus: nu, phase: Rational(3, 10)).hessian(precision).yy, isQuotedAs: digits)
        }
    },
    figures: [polarCurvatureFigure])

  /// d^2 L/dv^2 = 1 and d^2 L/dw^2 = 1; with the gradient stopped the mixed derivative is 0 besides.
  private static func isBalanced(_ mode: PolarMode, _ precision: Precision) -> [Evidence] {
    let (hessian, one) = (mode.hessian(precision), Ball(1, in: precision))
    let suffix = mode.isStopped ? ", stopped" : ""
    return [
      Evidence("d^2 L/dv^2 = 1" + suffix, hessian.yy, agreesWith: one, bits: 60, at: mode.values),
      Evidence("d^2 L/dw^2 = 1" + suffix, hessian.xx, agreesWith: one, bits: 60, at: mode.values),
    ]
      + (mode.isStopped
        ? [
          Evidence(
            "|d^2 L/dw dv| <= 2^-60, stopped", hessian.xy.magnitude, atMost: Ball(Rational.pow(2, -60), in: precision),
            at: mode.values)
        ] : [])
  }
}
