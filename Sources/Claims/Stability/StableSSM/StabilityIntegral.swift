import Arithmetic
import Definitions
import PropertyTesting

extension StableSSM {
  /// |f(w)| int |e^(f(v) t) - e^(f(w) t)| dt = |f(w)/f(v) - 1| <= g(|v - w|).
  static let stabilityIntegral = Claim(
    "stablessm.D3.4-identity",
    title: "The stability integral has the closed form |f(w)/f(v) - 1|",
    statement: """
      For f < 0, |f(w)| int_0^inf |e^(f(v) t) - e^(f(w) t)| dt = |f(w)/f(v) - 1|, because the integrand has one sign. The \
      smallest g of Definition 3.4 is e^beta - 1 for exp (attained), softplus and logistic (approached as w -> -inf), and \
      beta (beta + sqrt(beta^2 + 4 b/a)) a/(2 b) for -1/(a w^2 + b), attained at w = (sqrt(beta^2 + 4 b/a) - beta)/2, \
      v = w + beta.
      """,
    source: paper("Definition 3.4"),
    hypotheses: [
      Hypothesis("f < 0", "f(w) < 0 for every w"),
      Hypothesis("real", "the eigenvalues are real, or their imaginary parts are not moved"),
    ],
    method: .certified,
    notes: [
      "The catalogue's figures come out to every digit. Its remark that 'best' is at least as stable as exp for small "
        + "beta only if b >= a follows from g'(0) = sqrt(a/b).",
      "The suprema over w are enclosed by branch and bound on [-60, 60] for v = w + beta and v = w - beta.",
    ],
    check: .all(
      Check(Pair.stable, isClosedForm, partialIntegralIsBounded, isBounded),
      Check(Maximiser.any, attains)),
    falsifiers: [
      Falsifier(
        "g less a billionth, at the stated maximiser",
        Check(Maximiser.attained) { maximiser, precision in
          let (attained, g) = maximiser.values(precision)
          return Evidence(
            "|f(w)/f(v) - 1| at the maximiser <= (1 - 10^-9) g(beta)", attained,
            atMost: g * Ball(1 - Rational(1, 1_000_000_000), in: precision), at: maximiser.named(precision))
        }),
      Falsifier(
        "f(w) = w and v > 0: the integral is infinite", dropping: "f < 0",
        Check(Pair.growing, partialIntegralIsBounded)),
      Falsifier("the imaginary part moves by beta", dropping: "real", Check(Phase.moved, isBounded)),
    ],
    quoted: { quotedModuli($0) + suprema($0) },
    figures: [FigureRecipe("stability-moduli") { _ in moduli() }],
    evaluate: { model, precision in
      model.parameterization.timeDomain == .continuous
        ? model.stabilityEvidence("|f(w)/f(v) - 1| <= g(beta)", beta: Rational(1, 10), precision) : []
    })

  /// |lambda| int_0^inf |e^(mu t) - e^(lambda t)| dt, by Gauss-Legendre quadrature with a rigorous remainder.
  static func integral(_ lambda: Ball, _ mu: Ball, _ precision: Precision) -> Ball {
    let rule = GaussRules.rule(precision)
    let slow = min(lambda.magnitude.approximation, mu.magnitude.approximation)
    let fast = max(lambda.magnitude.approximation, mu.magnitude.approximation)
    // e^-64 is below 2^-92.
    let end = 64 / slow
    let difference = ExponentialSum(coefficients: [1, -1].map { Ball($0, in: precision) }, eigenvalues: [mu, lambda])
    let head = rule.integral(
      upTo: end, tolerance: Ball(Double.exp2(-80) / fast, in: precision), firstPanel: 2 / fast,
      derivativeBound: { difference.derivativeBound($0, from: $1) }, of: { difference($0).magnitude })
    let tail = Ball.hull(Ball(0, in: precision), difference.absoluteTail(from: Ball(end, in: precision)))
    return lambda.magnitude * (head + tail)
  }

  /// The integral by quadrature = |f(w)/f(v) - 1|.
  private static func isClosedForm(_ pair: Pair, _ precision: Precision) -> Evidence {
    let (x, y) = (Ball(pair.w, in: precision), Ball(pair.v, in: precision))
    return Evidence(
      "the integral by quadrature = |f(w)/f(v) - 1|", integral(pair.map(x), pair.map(y), precision),
      agreesWith: pair.map.stabilityIntegral(from: x, to: y), bits: 40, at: pair.values)
  }

  /// |f(w)/f(v) - 1| <= g(beta) for a little more than the beta drawn, so that a pair that attains g is decided.
  private static func isBounded(_ pair: Pair, _ precision: Precision) -> Evidence? {
    let wider = pair.beta * Rational(1025, 1024)
    return pair.map.stabilityModulus(Ball(wider, in: precision)).map { g in
      isBounded(
        pair.map.stabilityIntegral(from: Ball(pair.w, in: precision), to: Ball(pair.v, in: precision)), by: g,
        at: pair.values + [NamedValue("beta", wider)])
    }
  }

  /// The same of a mode whose decay stays and whose phase moves, with the g of exp.
  private static func isBounded(_ phase: Phase, _ precision: Precision) -> Evidence? {
    isBounded(
      phaseStabilityIntegral(Ball(phase.beta / (2 * phase.rate), in: precision)),
      by: Ball.expMinusOne(Ball(phase.beta, in: precision)),
      at: [NamedValue("|f|", phase.rate), NamedValue("beta", phase.beta)])
  }

  private static func isBounded(_ integral: Ball, by g: Ball, at values: [NamedValue]) -> Evidence {
    Evidence("|f(w)/f(v) - 1| <= g(beta)", integral, atMost: g, at: values)
  }

  /// |f(w)| int_0^T |e^(f(v) t) - e^(f(w) t)| dt <= |f(w)/f(v) - 1| for every T: what is left out is not negative.
  private static func partialIntegralIsBounded(_ pair: Pair, _ precision: Precision) -> Evidence {
    let (x, y) = (Ball(pair.w, in: precision), Ball(pair.v, in: precision))
    let (lambda, mu) = (pair.map(x), pair.map(y))
    let difference = ExponentialSum(coefficients: [1, -1].map { Ball($0, in: precision) }, eigenvalues: [mu, lambda])
    let partial = lambda.magnitude * difference.integral(upTo: Ball(pair.end, in: precision)).magnitude
    // As T grows the two sides meet; the slack decides them.
    return Evidence(
      "|f(w)| int_0^T |e^(f(v) t) - e^(f(w) t)| dt <= |f(w)/f(v) - 1|", partial,
      atMost: pair.map.stabilityIntegral(from: x, to: y) * Ball(Rational(1025, 1024), in: precision),
      at: pair.values + [NamedValue("T", pair.end)])
  }

  /// Two weights of a map, at most beta apart, and a time T.
  private struct Pair: Sendable {
    let map: Reparameterization
    let w, v, beta, end: Rational

    static let stable = Generator { draw in
      let map = try draw(.stableMap)
      let w = try draw(.rational(in: -4...4, denominator: 8))
      let beta = try draw(.rational(above: 0, upTo: 3, denominator: 8))
      let move = Generator<Rational>.rational(in: -1...1, denominator: 8).filter {
        // At equal weights, and at w and -w for the even map, both sides are 0.
        (w + beta * $0).magnitude != w.magnitude
      }
      return Pair(map: map, w: w, v: w + beta * (try draw(move)), beta: beta, end: try draw(.power(of: 10, in: 0...3)))
    }

    /// f(w) = w < 0 and f(v) = v > 0.
    static let growing = Generator { draw in
      let w = -(try draw(.rational(above: 0, upTo: 4)))
      let v = try draw(.rational(above: 0, upTo: 2))
      return Pair(map: .direct, w: w, v: v, beta: v - w, end: try draw(.power(of: 10, in: 0...3)))
    }

    var values: [NamedValue] { [NamedValue("f", map), NamedValue("w", w), NamedValue("v", v)] }
  }

  /// A decay, and by how much the phase of its mode moves.
  private struct Phase: Sendable {
    let rate, beta: Rational

    static let moved = Generator { draw in
      Phase(rate: try draw(.power(of: 10, in: -6...0)), beta: try draw(.rational(above: 0, upTo: 1, denominator: 8)))
    }
  }

  /// That the ratio at the stated maximiser is g + 1.
  private static func attains(_ maximiser: Maximiser, _ precision: Precision) -> Evidence {
    let (attained, g) = maximiser.values(precision)
    return Evidence(
      "|f(w)/f(v) - 1| at the maximiser ~ g(beta)", attained, approaches: g, bits: 80, at: maximiser.named(precision))
  }

  /// The pair at which a map attains g(beta), or comes arbitrarily near.
  private struct Maximiser: Sendable {
    let map: Reparameterization
    let beta: Rational

    static let any = maximisers(of: .stableMap)
    static let attained = maximisers(of: .element(of: [.exponential, .publishedBest]))

    private static func maximisers(of map: Generator<Reparameterization>) -> Generator<Maximiser> {
      Generator { Maximiser(map: try $0(map), beta: try $0(.rational(above: 0, upTo: 3, denominator: 8))) }
    }

    func pair(_ precision: Precision) -> (w: Ball, v: Ball) {
      let shift = Ball(beta, in: precision)
      switch map {
      case .best(let a, let b):
        let w = (Ball.sqrt(Ball(beta * beta + 4 * b / a, in: precision)) - shift) / 2
        return (w, w + shift)
      case .exponential: return (Ball(1, in: precision), Ball(1, in: precision) - shift)
      // For softplus and logistic the supremum is approached as w -> -inf: e^-64 is below 2^-92.
      default: return (Ball(-64, in: precision), Ball(-64, in: precision) - shift)
      }
    }

    /// |f(w)/f(v) - 1|, the weight with the larger eigenvalue first, and g(beta).
    func values(_ precision: Precision) -> (attained: Ball, g: Ball) {
      let (w, v) = pair(precision)
      let (forth, back) = (map.stabilityIntegral(from: w, to: v), map.stabilityIntegral(from: v, to: w))
      let g = map.stabilityModulus(Ball(beta, in: precision)) ?? Ball.indeterminate(in: precision)
      return (forth.midpoint < back.midpoint ? back : forth, g)
    }

    func named(_ precision: Precision) -> [NamedValue] {
      let (w, v) = pair(precision)
      return [NamedValue("f", map), NamedValue("beta", beta), NamedValue("w", w), NamedValue("v", v)]
    }
  }

  /// The values of g in the catalogue.
  private static func quotedModuli(_ precision: Precision) -> [Evidence] {
    let betas = [Rational(1, 100), Rational(1, 10), Rational(1, 1), Rational(3, 1)]
    func best(_ p: Int, _ q: Int) -> Reparameterization { .best(a: 1, b: Rational(p, q)) }
    let table: [(Reparameterization, [String])] = [
      (.exponential, ["0.0100502", "0.105171", "1.71828", "19.0855"]),
      (.softplus, ["0.0100502", "0.105171", "1.71828", "19.0855"]),
      (.logistic, ["0.0100502", "0.105171", "1.71828", "19.0855"]),
      (best(1, 2), ["0.0142425", "0.151774", "2.73205", "18.9499"]),
      (best(1, 10), ["0.0321267", "0.370156", "10.9161", "90.9891"]),
      (best(1, 1), ["0.0100501", "0.105125", "1.61803", "9.90833"]),
    ]
    return table.flatMap { map, digits in
      zip(betas, digits).compactMap { beta, digits in
        map.stabilityModulus(Ball(beta, in: precision)).map {
          Evidence("g(\(beta)) of \(map)", $0, isQuotedAs: digits)
        }
      }
    }
  }

  /// The supremum of |f(w)/f(w + beta) - 1| and |f(w)/f(w - beta) - 1| over w in [-60, 60], enclosed, against g.
  private static func suprema(_ precision: Precision) -> [Evidence] {
    let beta = Rational(1, 10)
    return [Reparameterization.softplus, .logistic, .publishedBest, .releasedBest].map { map in
      let tolerance = 0x1p-10
      let value = supremum(from: -60, to: 60, tolerance: tolerance, precision: 64) { w in
        logRatioEnclosure(map, w, Ball(beta, in: 64))
      }
      let omega = map.modulusOfContinuity(Ball(beta, in: 64)) ?? Ball.indeterminate(in: 64)
      // The enclosure is as wide as the search's tolerance, and its other end may lie on the other side.
      return Evidence(
        "|sup over w of |log f(w + 1/10) - log f(w)| - omega(1/10)| of \(map), by branch and bound",
        (value - omega).magnitude, atMost: Ball(2 * tolerance, in: 64))
    }
  }

  /// |log|f(w + beta)| - log|f(w)|| over an enclosure of w, in mean-value form.
  private static func logRatioEnclosure(_ map: Reparameterization, _ w: Ball, _ beta: Ball) -> Ball {
    func ratio(_ w: Ball) -> Ball { Ball.log(map(w + beta) / map(w)) }
    func slope(_ w: Ball) -> Ball { map.derivative(at: w) / map(w) }
    let middle = Ball(w.midpoint)
    return (ratio(middle) + (slope(w + beta) - slope(w)) * (w - middle)).magnitude
  }

  private static func moduli() -> FigureData {
    let beta = grid(from: 0, to: 3, count: 120)
    let maps: [(String, Reparameterization)] = [
      ("exp, softplus, logistic", .exponential), ("best, b = 1/2 (paper)", .publishedBest),
      ("best, b = 1/10 (code)", .releasedBest), ("best, b = 1", .best(a: 1, b: 1)),
    ]
    return FigureData(
      "stability-moduli", title: "The smallest g of Definition 3.4", xLabel: "beta", yLabel: "g(beta)",
      x: FigureData.Column("beta", beta),
      curves: maps.map { name, map in FigureData.Column(name, beta.map { map.stabilityModulus($0) ?? .nan }) })
  }
}
