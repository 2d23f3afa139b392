import Arithmetic
import Definitions

extension StableSSM {
  /// Theorem 3.5 fails when the ball contains c, U or b.
  static let allParameters = Claim(
    "stablessm.T3.5-all-params",
    title: "Stability fails when the readout, the input weights or the bias are perturbed too",
    statement: """
      With the perturbation norm max(|W|, |U|, |b|, |c|) the approximation of long memory stays stable: E_m(beta) of a \
      power law is bounded in m for small beta.
      """,
    source: Source(
      "Wang & Li, StableSSM", arXiv: "2311.14495", "Theorem 3.5 with the norm of Definition 3.4 of 2305.19190",
      .secondary,
      quotedBy: "a detailed third-party restatement (the norm was read in 2305.19190)"),
    hypotheses: [
      Hypothesis("c and U in the ball", "the ball contains c and U (or b), with a radius that does not depend on m"),
      Hypothesis(
        "bounded masses",
        "sum |c u|/|lambda| stays bounded, so that min |lambda| -> 0 for a target without exponential "
          + "memory",
        untested: "with exploding coefficients sums of e^(-k t) are dense and min |lambda| need not tend to 0"),
    ],
    method: .certified,
    notes: [
      "The readout ball is in the Euclidean norm, u = 1: the supremum of the change is beta |(1/lambda_k)|_2 exactly, taken "
        + "at delta proportional to 1/|lambda|. The catalogue's figures come out to the digits given."
    ],
    check: { draw, precision in
      // As quoted: at beta = 1/100 the change stays below a bound, whatever the rule.
      let rule = PowerLawRule(
        exponent: 2, spacing: draw.rational(above: 0, upTo: 1, denominator: 4), indices: -draw.integer(in: 0...40)...4)
      let bound = Rational(10, 1)
      return [
        Evidence(
          "beta |(1/lambda_k)|_2 <= N at beta = 1/100", readoutChange(rule, Rational(1, 100), precision),
          atMost: Ball(bound, in: precision), at: rule.values + [NamedValue("N", bound)])
      ]
    },
    correction: Correction(
      """
      Moving c_k and u_k of the slowest mode by beta changes the kernel in L1 by at least beta^2/|lambda_k|, and c in a \
      Euclidean ball by beta |(u_k/lambda_k)|_2 for u >= 0: E(beta) = inf for every beta > 0 if min |lambda| -> 0, whatever \
      f is. With |lambda| >= beta0 the change is at most beta |u|_2/beta0.
      """
    ) { draw, _ in
      let count = draw.integer(in: 1...6)
      let rates = draw.distinct(count: count, above: 0, upTo: 4)
      let u = draw.list(count: count) { $0.rational(in: 0...3, denominator: 4) }
      let c = draw.list(count: count) { $0.rational(in: -3...3, denominator: 4) }
      let beta = draw.rational(above: 0, upTo: 1, denominator: 8)
      return bilinear(c, u, rates, beta) + euclidean(u, rates, beta, draw.unitVector(count: count))
    },
    falsifiers: [
      Falsifier("the recurrent weights alone", dropping: "c and U in the ball") { draw, precision in
        let rule = PowerLawRule.published[draw.integer(in: 0...3)]
        let beta = Rational(1, 100)
        let change = Ball.expMinusOne(Ball(beta, in: precision)) * rule.kernel(precision).mass
        return [
          Evidence(
            "beta^2/min |lambda| <= the change", slowestChange(rule, beta, precision), atMost: change, at: rule.values)
        ]
      }
    ],
    quoted: { precision in
      let readout = ["0.216", "1.55", "13.8", "443"]
      let both = ["2.0e-3", "1.3e-2", "0.11", "3.3"]
      var evidence = PowerLawRule.published.enumerated().flatMap { index, rule in
        let name = "m = \(rule.indices.count), beta = 1/100"
        return [
          Evidence("c alone, \(name)", readoutChange(rule, Rational(1, 100), precision), isQuotedAs: readout[index]),
          Evidence("c and U, \(name)", slowestChange(rule, Rational(1, 100), precision), isQuotedAs: both[index]),
        ]
      }
      evidence.append(
        Evidence(
          "recurrent weights alone, the limit e^beta - 1 at beta = 1/100",
          Ball.expMinusOne(Ball(Rational(1, 100), in: precision)), isQuotedAs: "0.0101"))
      return evidence
    },
    figures: { precision in
      let beta = grid(from: 1e-4, to: 1, count: 60, logarithmic: true)
      let curves = PowerLawRule.published.flatMap { rule -> [FigureData.Column] in
        let name = "m = \(rule.indices.count)"
        let mass = rule.kernel(precision).mass.approximation
        let readout = readoutChange(rule, 1, precision).approximation
        let slowest = slowestChange(rule, 1, precision).approximation
        return [
          FigureData.Column(name + ", w", beta.map { Double.expMinusOne($0) * mass }),
          FigureData.Column(name + ", c", beta.map { $0 * readout }),
          FigureData.Column(name + ", c and U (lower bound)", beta.map { $0 * $0 * slowest }),
        ]
      }
      return [
        FigureData(
          "perturbed-parameters", title: "Change of the kernel of (1 + t)^-2 by what is perturbed", xLabel: "beta",
          yLabel: "L1 change", logX: true, logY: true, x: FigureData.Column("beta", beta), curves: curves)
      ]
    })

  /// beta |(1/lambda_k)|_2.
  private static func readoutChange(_ rule: PowerLawRule, _ beta: Rational, _ precision: Precision) -> Ball {
    let squares = rule.kernel(precision).eigenvalues.reduce(Ball(0, in: precision)) { $0 + 1 / ($1 * $1) }
    return Ball(beta, in: precision) * Ball.sqrt(squares)
  }

  /// beta^2/min |lambda|.
  private static func slowestChange(_ rule: PowerLawRule, _ beta: Rational, _ precision: Precision) -> Ball {
    Ball(beta * beta, in: precision) / rule.kernel(precision).eigenvalues[0].magnitude
  }

  /// One of the four moves (c +- beta, u +- beta) of the slowest mode changes c u by at least beta^2.
  private static func bilinear(
    _ c: [Rational], _ u: [Rational], _ rates: [Rational], _ beta: Rational
  ) -> [Evidence] {
    let slowest = rates.indices.reduce(0) { rates[$1] < rates[$0] ? $1 : $0 }
    let moves = [(beta, beta), (beta, -beta), (-beta, beta), (-beta, -beta)]
    let change = moves.reduce(Rational(0, 1)) { most, move in
      max(most, ((c[slowest] + move.0) * (u[slowest] + move.1) - c[slowest] * u[slowest]).magnitude / rates[slowest])
    }
    return [
      Evidence(
        "beta^2/|lambda| <= the L1 change of the slowest mode", beta * beta / rates[slowest], atMost: change,
        at: [
          NamedValue("c", c[slowest]), NamedValue("u", u[slowest]), NamedValue("lambda", -rates[slowest]),
          NamedValue("beta", beta),
        ])
    ]
  }

  /// For delta = beta e with |e|_2 = 1: (sum |delta_k| u_k/|lambda_k|)^2 <= beta^2 sum (u_k/lambda_k)^2, with equality at
  /// e proportional to u/|lambda|; and the bound with |lambda| >= beta0.
  private static func euclidean(
    _ u: [Rational], _ rates: [Rational], _ beta: Rational, _ direction: [Rational]
  ) -> [Evidence] {
    let zero = Rational(0, 1)
    let square = zip(u, rates).reduce(zero) { $0 + ($1.0 / $1.1) * ($1.0 / $1.1) } * beta * beta
    let change = u.indices.reduce(zero) { $0 + (beta * direction[$1]).magnitude * u[$1] / rates[$1] }
    let least = rates.dropFirst().reduce(rates[0]) { min($0, $1) }
    let norm = u.reduce(zero) { $0 + $1 * $1 } * beta * beta / (least * least)
    // At delta_k = beta^2 (u_k/|lambda_k|)/r the change is beta^2 sum (u/lambda)^2/r, r = beta |u/lambda|_2: its square is
    // the bound. As a rational identity: change at delta = u/|lambda|, divided by |u/lambda|_2 each time.
    let best = u.indices.reduce(zero) { $0 + (u[$1] / rates[$1]) * u[$1] / rates[$1] }
    let values = [
      NamedValue("u", u), NamedValue("lambda", rates.map { -$0 }), NamedValue("beta", beta),
    ]
    return [
      Evidence(
        "(L1 change)^2 <= beta^2 sum (u/lambda)^2", change * change, atMost: square,
        at: values + [NamedValue("direction", direction)]),
      Evidence(
        "the change at delta ~ u/|lambda|, squared = beta^2 sum (u/lambda)^2", best * beta * beta, equals: square,
        at: values),
      Evidence("beta^2 sum (u/lambda)^2 <= beta^2 |u|^2/beta0^2", square, atMost: norm, at: values),
    ]
  }
}
