import Arithmetic
import Definitions
import PropertyTesting

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
    check: Check(rules) { rule, precision in
      // As quoted: at beta = 1/100 the change stays below a bound, whatever the rule.
      Evidence(
        "beta |(1/lambda_k)|_2 <= N at beta = 1/100", readoutChange(rule, Rational(1, 100), precision),
        atMost: Ball(10, in: precision), at: rule.values + [NamedValue("N", 10)])
    },
    correction: Correction(
      """
      Moving c_k and u_k of the slowest mode by beta changes the kernel in L1 by at least beta^2/|lambda_k|, and c in a \
      Euclidean ball by beta |(u_k/lambda_k)|_2 for u >= 0: E(beta) = inf for every beta > 0 if min |lambda| -> 0, whatever \
      f is. With |lambda| >= beta0 the change is at most beta |u|_2/beta0.
      """,
      Check(Readout.any) { readout, _ in [moves(readout)] + euclidean(readout) }),
    falsifiers: [
      Falsifier(
        "the recurrent weights alone", dropping: "c and U in the ball",
        Check(Generator<PowerLawRule>.element(of: PowerLawRule.published)) { rule, precision in
          let beta = Rational(1, 100)
          return moves(
            atLeast: slowestChange(rule, beta, precision),
            change: Ball.expMinusOne(Ball(beta, in: precision)) * rule.kernel(precision).mass, at: rule.values)
        })
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
    figures: [
      FigureRecipe("perturbed-parameters") { precision in
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
        return FigureData(
          "perturbed-parameters", title: "Change of the kernel of (1 + t)^-2 by what is perturbed", xLabel: "beta",
          yLabel: "L1 change", logX: true, logY: true, x: FigureData.Column("beta", beta), curves: curves)
      }
    ])

  /// beta |(1/lambda_k)|_2.
  private static func readoutChange(_ rule: PowerLawRule, _ beta: Rational, _ precision: Precision) -> Ball {
    let squares = rule.kernel(precision).eigenvalues.reduce(Ball(0, in: precision)) { $0 + 1 / ($1 * $1) }
    return Ball(beta, in: precision) * Ball.sqrt(squares)
  }

  /// beta^2/min |lambda|.
  private static func slowestChange(_ rule: PowerLawRule, _ beta: Rational, _ precision: Precision) -> Ball {
    Ball(beta * beta, in: precision) / rule.kernel(precision).eigenvalues[0].magnitude
  }

  /// Rules with ever slower modes.
  private static let rules = Generator { draw in
    PowerLawRule(
      exponent: 2, spacing: try draw(.rational(above: 0, upTo: 1, denominator: 4)),
      indices: -(try draw(.integer(in: 0...40)))...4)
  }

  /// beta^2/|lambda| <= the change of the kernel.
  private static func moves<R: RealArithmetic>(atLeast least: R, change: R, at values: [NamedValue]) -> Evidence {
    Evidence("beta^2/min |lambda| <= the L1 change", least, atMost: change, at: values)
  }

  /// One of the four moves (c +- beta, u +- beta) of the slowest mode changes c u by at least beta^2.
  private static func moves(_ readout: Readout) -> Evidence {
    let (slowest, beta) = (readout.slowest, readout.beta)
    let moves = [(beta, beta), (beta, -beta), (-beta, beta), (-beta, -beta)]
    let change = moves.reduce(Rational(0, 1)) { most, move in
      max(most, ((slowest.c + move.0) * (slowest.u + move.1) - slowest.c * slowest.u).magnitude / slowest.rate)
    }
    return self.moves(
      atLeast: beta * beta / slowest.rate, change: change,
      at: [
        NamedValue("c", slowest.c), NamedValue("u", slowest.u), NamedValue("lambda", -slowest.rate),
        NamedValue("beta", beta),
      ])
  }

  /// For delta = beta e with |e|_2 = 1: (sum |delta_k| u_k/|lambda_k|)^2 <= beta^2 sum (u_k/lambda_k)^2, with equality
  /// at e proportional to u/|lambda|; and the bound with |lambda| >= beta0.
  private static func euclidean(_ readout: Readout) -> [Evidence] {
    let (modes, beta) = (readout.modes, readout.beta)
    func sum(_ term: (Readout.Mode) -> Rational) -> Rational { modes.reduce(Rational(0, 1)) { $0 + term($1) } }
    let change = zip(modes, readout.direction).reduce(Rational(0, 1)) {
      $0 + (beta * $1.1).magnitude * $1.0.u / $1.0.rate
    }
    let square = beta * beta * sum { ($0.u / $0.rate) * ($0.u / $0.rate) }
    // At delta_k = beta^2 (u_k/|lambda_k|)/r the change is beta^2 sum (u/lambda)^2/r, r = beta |u/lambda|_2: its square
    // is the bound. As a rational identity: change at delta = u/|lambda|, divided by |u/lambda|_2 each time.
    let best = sum { ($0.u / $0.rate) * $0.u / $0.rate }
    let least = readout.slowest.rate
    return [
      Evidence(
        "(L1 change)^2 <= beta^2 sum (u/lambda)^2", change * change, atMost: square,
        at: readout.values + [NamedValue("direction", readout.direction)]),
      Evidence(
        "the change at delta ~ u/|lambda|, squared = beta^2 sum (u/lambda)^2", best * beta * beta, equals: square,
        at: readout.values),
      Evidence(
        "beta^2 sum (u/lambda)^2 <= beta^2 |u|^2/beta0^2", square,
        atMost: beta * beta * sum { $0.u * $0.u } / (least * least), at: readout.values),
    ]
  }

  /// The parameters of a model, how far they move, and a direction in which the readout does.
  private struct Readout: Sendable {
    struct Mode: Sendable { let c, u, rate: Rational }

    let modes: [Mode]
    let beta: Rational
    let direction: [Rational]

    static let any = Generator { draw in
      let mode = Generator { draw in
        Mode(
          c: try draw(.rational(in: -3...3, denominator: 4)), u: try draw(.rational(in: 0...3, denominator: 4)),
          rate: try draw(.rational(above: 0, upTo: 4)))
      }
      let modes = try draw(.array(of: mode, count: 1...6))
      return Readout(
        modes: modes, beta: try draw(.rational(above: 0, upTo: 1, denominator: 8)),
        direction: try draw(.unitVector(count: modes.count)))
    }

    var slowest: Mode { modes.dropFirst().reduce(modes[0]) { $1.rate < $0.rate ? $1 : $0 } }
    var values: [NamedValue] {
      [
        NamedValue("u", modes.map(\.u)), NamedValue("lambda", modes.map { -$0.rate }), NamedValue("beta", beta),
      ]
    }
  }
}
