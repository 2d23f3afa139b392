import Arithmetic
import Definitions
import PropertyTesting

extension Recency {
  /// Recency: the influence of a token decays exponentially.
  static let influence = Claim(
    "recency.T3.1",
    title: "The influence of a token decays at least as fast as A_max^(t-s)",
    statement: """
      For h_t = A_t . h_(t-1) + k_t(x_t), y_t = <c_t, h_t>, h_(-1) = 0, with A_t diagonal, |A_t| <= A_max < 1, and s < \
      t: |dy_t/dx_s| <= |c|_1 A_max^(t-s) (|dA|_inf |k|_inf/(1 - A_max) + |dk|_inf), with suprema over all times.
      """,
    source: paper("Theorem 3.1"),
    hypotheses: [
      Hypothesis("uniform", "A_max < 1 holds for all lengths; the quoted statement leaves it out"),
      Hypothesis("bounded derivatives", "|dA_t/dx_t| and |dk_t/dx_t| are bounded"),
      Hypothesis("s < t", "y_t has the influence <dc_t, h_t> of its own token besides"),
    ],
    method: .certified,
    notes: [
      "The quoted statement is O(e^(-kappa (t-s))) with kappa = Theta(log(1/A_max)); the constants here are its "
        + "proof's. "
        + "The dual norms |c|_1 and |h|_inf make both sides rational.",
      "The influence is exact: tangents and adjoints of the recurrence agree number by number.",
      "log(1/A_max) is a lower bound of the rate, no more: with transitions 99/100 and 1/10 in turn the influence "
        + "decays at "
        + "1.156 a step, and log(1/A_max) = 0.01005.",
    ],
    effort: 0.5,
    check: .all(
      Check(InfluenceInstance.generator) { $0.evidence($1) }, Check(TokenInstance.generator) { $0.evidence($1) }),
    falsifiers: [
      Falsifier(
        "A_t = 1 - 1/(t+1)^2, below 1 but not uniformly: a rate r < 1 for 400 steps", dropping: "uniform",
        Check(InfluenceInstance.approachingOne) { $0.evidence($1) }),
      Falsifier(
        "the bound without dA", dropping: "bounded derivatives",
        Check(InfluenceInstance.generator.with { $0.ignoresTransitionSlope = true }) { $0.evidence($1) }),
      Falsifier(
        "a token's influence on its own output", dropping: "s < t",
        Check(InfluenceInstance.generator.with { $0.output = $0.token }) { $0.evidence($1) }),
      Falsifier(
        "the bound less a thousandth, for constant transitions and drives",
        Check(InfluenceInstance.sharp.with { $0.share = Rational(999, 1000) }) { $0.evidence($1) }),
    ],
    quoted: { precision in
      func logarithm(_ p: Int, _ q: Int) -> Ball { Ball.log(Ball(Rational(p, q), in: precision)) }
      let product = InfluenceInstance.approachingOne(length: 2001)
      return [
        Evidence(
          "dy_2000/dx_0 for A_t = 1 - 1/(t+1)^2", product.influence.onOutputs(of: 0)[2000], isQuotedAs: "0.50025"),
        Evidence("log(1/A_max) for A_max = 0.99", -logarithm(99, 100), isQuotedAs: "0.01005"),
        Evidence(
          "the rate for 0.99 and 0.1 in turn", -(logarithm(99, 100) + logarithm(1, 10)) / 2, isQuotedAs: "1.156"),
      ]
    },
    figures: [FigureRecipe("recency-influence", make: influenceFigure)])

  /// Recency without a uniform bound.
  static let influenceAsPrinted = Claim(
    "recency.T3.1-printed",
    title: "Transitions below 1 do not make the influence decay: they need a bound below 1 that is uniform",
    statement: """
      If A_t is diagonal with entries in (0, 1), then |dy_t/dx_s| <= C r^(t-s) with some C and some r < 1 that do not \
      depend on the length.
      """,
    source: paper("Theorem 3.1"),
    hypotheses: [
      Hypothesis(
        "uniform", "A_max < 1 for all times and lengths: the condition that is missing in the quoted statement")
    ],
    method: .exact,
    notes: [
      "For a fixed length the statement says nothing, as t - s is bounded; over all lengths it needs A_max < 1 "
        + "uniformly.",
      "prod_(t = 1)^T (1 - 1/(t+1)^2) = (T + 2)/(2 (T + 1)) > 1/2: the first token keeps half of its influence "
        + "for ever.",
    ],
    check: Check(Rate.generator) { rate, _ in rate.evidence },
    correction: Correction(
      "If the entries of A_t are at most A_max < 1 for all t, then C r^(t-s) with r = A_max does for all lengths.",
      Check(InfluenceInstance.generator) { $0.evidence($1) }),
    falsifiers: [
      Falsifier(
        "A_t = 1 - 1/(t+1)^2: a rate r < 1 for 400 steps", dropping: "uniform",
        Check(InfluenceInstance.approachingOne) { $0.evidence($1) }),
      Falsifier(
        "the corrected bound less a thousandth, for constant transitions and drives",
        Check(InfluenceInstance.sharp.with { $0.share = Rational(999, 1000) }) { $0.evidence($1) }),
    ])

  /// C and r, and a length at which they are tried.
  private struct Rate: Sendable {
    let constant: Rational
    let rate: Rational
    var length: Int

    static let generator = Generator { draw in
      Rate(
        constant: try draw(.rational(above: 0, upTo: 4, denominator: 2)),
        rate: Rational(draw.integer(in: 1...15, origin: 1), 16), length: draw.integer(in: 1...200))
    }

    var evidence: Evidence {
      let influence = InfluenceInstance.approachingOne(length: length + 1).influence.onOutputs(of: 0)[length]
      return Evidence(
        "dy_T/dx_0 <= C r^T for h_t = (1 - 1/(t+1)^2) h_(t-1) + x_t, y = h", influence,
        atMost: constant * Rational.pow(rate, length),
        at: [NamedValue("C", constant), NamedValue("r", rate), NamedValue("T", length)])
    }
  }
}
