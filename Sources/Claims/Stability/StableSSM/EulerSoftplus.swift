import Arithmetic
import Definitions
import PropertyTesting

extension StableSSM {
  /// The softplus reparameterization under explicit Euler.
  static let eulerSoftplus = Claim(
    "stablessm.euler-softplus",
    title: "The softplus reparameterization is not stable under explicit Euler",
    statement: """
      h_(k+1) = h_k + dt (x_k - P^T diag(softplus(w)) P h_k) with orthogonal P is Schur stable iff dt softplus(w_j) < 2 for \
      all j, that is w_j < ln(e^(2/dt) - 1): at dt = 1, w < 1.854586542.
      """,
    source: Source(
      "Wang & Li, StableSSM (Curse-of-memory, src/models/recurrent/softplusssm.py)", arXiv: "2311.14495",
      "Figure 1, experiment code", .code),
    hypotheses: [
      Hypothesis("orthogonal P", "P^T diag(s) P has the eigenvalues s"),
      Hypothesis("explicit Euler", "the recurrence is the forward Euler method"),
    ],
    method: .certified,
    notes: [
      "x^T P^T diag(s) P x = sum_j s_j (P x)_j^2 >= 0 for every P: the continuous-time model cannot blow up, however P is "
        + "perturbed. The blow-up that the authors' logs record can come only from an eigenvalue above 2/dt.",
      "The eigenvalues of a perturbed, no longer orthogonal P are not redone here beyond the scaled P of a falsifier.",
    ],
    check: .all(
      Check(Step.any, hasThreshold),
      Check(Step.any.with { $0.method = .zeroOrderHold }) { step, precision in
        Evidence(
          "the zero-order hold's decay < 1 whatever dt is", step.transition(precision),
          lessThan: Ball(1, in: precision), at: step.values)
      }),
    falsifiers: [
      Falsifier(
        "every w is stable under explicit Euler with dt = 1",
        Check(Step.unit) {
          Evidence("|1 - softplus(w)| < 1", holds: $0.isStable($1), at: $0.values)
        }),
      Falsifier(
        "the zero-order hold has the same threshold", dropping: "explicit Euler",
        Check(Step.unit.with { $0.method = .zeroOrderHold }, hasThreshold)),
      Falsifier("P = 2 I", dropping: "orthogonal P", Check(Step.unit.with { $0.eigenvalueOfPP = 4 }, hasThreshold)),
    ],
    quoted: { precision in
      [
        Evidence("ln(e^2 - 1)", Ball.log(Ball.expMinusOne(Ball(2, in: precision))), isQuotedAs: "1.854586542"),
        Evidence(
          "the zero-order hold's decay at w = 1.86, dt = 1",
          Step(w: Rational(186, 100), dt: 1, method: .zeroOrderHold).transition(precision),
          isQuotedAs: "0.135"),
        Evidence(
          "explicit Euler at w = 1.86, dt = 1 is unstable",
          holds: !Step(w: Rational(186, 100), dt: 1).isStable(precision)),
      ]
    })

  /// |a| < 1 iff w < ln(e^(2/dt) - 1).
  private static func hasThreshold(_ step: Step, _ precision: Precision) -> Evidence {
    let threshold = Ball.log(Ball.expMinusOne(2 / Ball(step.dt, in: precision)))
    let isBelow = Ball(step.w, in: precision).isLess(than: threshold)
    let isStable = step.isStable(precision)
    return Evidence(
      "|a| < 1 iff w < ln(e^(2/dt) - 1)", holds: (isStable && isBelow) || (!isStable && !isBelow), at: step.values)
  }

  /// A step h -> a h of the mode with the weight w.
  private struct Step: Sendable {
    let w, dt: Rational
    var method = Discretization.forwardEuler
    /// P^T P is this multiple of the identity: 1 for an orthogonal P.
    var eigenvalueOfPP = 1

    static let any = Generator { draw in
      Step(
        w: try draw(.rational(in: -8...8, denominator: 16)), dt: try draw(.rational(above: 0, upTo: 3, denominator: 8)))
    }

    static let unit = Generator<Rational>.rational(in: -8...8, denominator: 8).map { Step(w: $0, dt: 1) }

    func transition(_ precision: Precision) -> Ball {
      let eigenvalue = IntegerConstant(eigenvalueOfPP) * Reparameterization.softplus(Ball(w, in: precision))
      return method.discretize(eigenvalue, step: Ball(dt, in: precision)).transition
    }

    func isStable(_ precision: Precision) -> Truth {
      transition(precision).magnitude.isLess(than: Ball(1, in: precision))
    }

    var values: [NamedValue] { [NamedValue("w", w), NamedValue("dt", dt)] }
  }
}
