import Arithmetic
import Definitions

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
    check: { draw, precision in
      let w = draw.rational(in: -8...8, denominator: 16)
      let dt = draw.rational(above: 0, upTo: 3, denominator: 8)
      let mode = transitions(w, dt, precision)
      return [
        Evidence(
          "|1 - dt softplus(w)| < 1 iff w < ln(e^(2/dt) - 1)", holds: same(mode.euler, mode.threshold),
          at: [NamedValue("w", w), NamedValue("dt", dt)]),
        Evidence(
          "the zero-order hold's decay < 1 whatever dt is", mode.hold, lessThan: Ball(1, in: precision),
          at: [NamedValue("w", w), NamedValue("dt", dt)]),
      ]
    },
    falsifiers: [
      Falsifier("every w is stable under explicit Euler with dt = 1") { draw, precision in
        let w = draw.rational(in: -4...4, denominator: 8)
        return [
          Evidence("|1 - softplus(w)| < 1", holds: transitions(w, 1, precision).euler, at: [NamedValue("w", w)])
        ]
      },
      Falsifier("the zero-order hold has the same threshold", dropping: "explicit Euler") { draw, precision in
        let w = draw.rational(in: 0...8, denominator: 8)
        let mode = transitions(w, 1, precision)
        return [
          Evidence(
            "e^-softplus(w) < 1 iff w < ln(e^2 - 1)",
            holds: same(mode.hold.isLess(than: Ball(1, in: precision)), mode.threshold), at: [NamedValue("w", w)])
        ]
      },
      Falsifier("P = 2 I", dropping: "orthogonal P") { draw, precision in
        let w = draw.rational(in: -4...4, denominator: 8)
        let eigenvalue = 4 * Reparameterization.softplus(Ball(w, in: precision))
        let a = Discretization.forwardEuler.discretize(eigenvalue, step: Ball(1, in: precision)).transition
        return [
          Evidence(
            "|1 - 4 softplus(w)| < 1 iff w < ln(e^2 - 1)",
            holds: same(a.magnitude.isLess(than: Ball(1, in: precision)), transitions(w, 1, precision).threshold),
            at: [NamedValue("w", w)])
        ]
      },
    ],
    quoted: { precision in
      [
        Evidence("ln(e^2 - 1)", Ball.log(Ball.expMinusOne(Ball(2, in: precision))), isQuotedAs: "1.854586542"),
        Evidence(
          "the zero-order hold's decay at w = 1.86, dt = 1", transitions(Rational(186, 100), 1, precision).hold,
          isQuotedAs: "0.135"),
        Evidence(
          "explicit Euler at w = 1.86, dt = 1 is unstable",
          holds: !transitions(Rational(186, 100), 1, precision).euler),
      ]
    })

  /// Whether explicit Euler is stable, whether w is below the threshold, and the decay of the zero-order hold.
  private static func transitions(
    _ w: Rational, _ dt: Rational, _ precision: Precision
  ) -> (euler: Truth, threshold: Truth, hold: Ball) {
    let (x, step) = (Ball(w, in: precision), Ball(dt, in: precision))
    let lambda = Reparameterization.softplus(x)
    let euler = Discretization.forwardEuler.discretize(lambda, step: step).transition
    let hold = Discretization.zeroOrderHold.discretize(lambda, step: step).transition
    let threshold = Ball.log(Ball.expMinusOne(2 / step))
    return (euler.magnitude.isLess(than: Ball(1, in: precision)), x.isLess(than: threshold), hold)
  }

  private static func same(_ x: Truth, _ y: Truth) -> Truth { (x && y) || (!x && !y) }
}
