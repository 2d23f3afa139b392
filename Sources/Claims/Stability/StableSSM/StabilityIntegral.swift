import Arithmetic
import Definitions

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
    check: { draw, precision in
      let map = draw.stableMap()
      let w = draw.rational(in: -4...4, denominator: 8)
      let beta = draw.rational(above: 0, upTo: 3, denominator: 8)
      let v = w + beta * draw.rational(in: -1...1, denominator: 8)
      // At equal weights, and at w and -w for the even map, both sides are 0.
      guard v.magnitude != w.magnitude else { throw Discarded() }
      let (x, y) = (Ball(w, in: precision), Ball(v, in: precision))
      let closed = map.stabilityIntegral(from: x, to: y)
      let values = [NamedValue("f", map), NamedValue("w", w), NamedValue("v", v)]
      var evidence = [
        Evidence(
          "the integral by quadrature = |f(w)/f(v) - 1|", integral(map(x), map(y), precision), agreesWith: closed,
          bits: 40, at: values)
      ]
      // Where v is not at the border of the ball the inequality is strict, and so it can be decided.
      let wider = beta * Rational(1025, 1024)
      if let g = map.stabilityModulus(Ball(wider, in: precision)) {
        evidence.append(
          Evidence("|f(w)/f(v) - 1| <= g(beta)", closed, atMost: g, at: values + [NamedValue("beta", wider)]))
      }
      evidence.append(maximiser(draw.stableMap(), beta, share: 1, precision))
      return evidence
    },
    falsifiers: [
      Falsifier("g less a billionth, at the stated maximiser") { draw, precision in
        let beta = draw.rational(above: 0, upTo: 3, denominator: 8)
        let map = draw.bool() ? Reparameterization.publishedBest : .exponential
        return [maximiser(map, beta, share: 1 - Rational(1, 1_000_000_000), precision)]
      },
      Falsifier("f(w) = w and v >= 0: the integral is infinite", dropping: "f < 0") { draw, precision in
        let w = -draw.rational(above: 0, upTo: 4)
        let v = draw.rational(in: 0...2)
        let end = Ball(draw.power(of: 10, in: 0...3), in: precision)
        let (x, y) = (Ball(w, in: precision), Ball(v, in: precision))
        let partial =
          x.magnitude
          * (ExponentialSum(coefficients: [1, -1].map { Ball($0, in: precision) }, eigenvalues: [y, x]).integral(
            upTo: end))
        return [
          Evidence(
            "|w| int_0^T |e^(v t) - e^(w t)| dt <= |w/v - 1| + 1", partial,
            atMost: v > 0 ? Reparameterization.direct.stabilityIntegral(from: x, to: y) + 1 : x.magnitude,
            at: [NamedValue("w", w), NamedValue("v", v), NamedValue("T", end)])
        ]
      },
      Falsifier("the imaginary part moves by beta", dropping: "real") { draw, precision in
        let rate = draw.power(of: 10, in: -6...0)
        let beta = draw.rational(above: 0, upTo: 1, denominator: 8)
        return [
          Evidence(
            "the integral <= e^beta - 1", phaseStabilityIntegral(Ball(beta / (2 * rate), in: precision)),
            atMost: Ball.expMinusOne(Ball(beta, in: precision)),
            at: [NamedValue("|f|", rate), NamedValue("beta", beta)])
        ]
      },
    ],
    quoted: { quotedModuli($0) + suprema($0) },
    figures: { _ in [moduli()] },
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

  /// That the ratio at the stated maximiser is `share` g + 1 (exactly g + 1 for share 1).
  private static func maximiser(
    _ map: Reparameterization, _ beta: Rational, share: Rational, _ precision: Precision
  ) -> Evidence {
    let shift = Ball(beta, in: precision)
    let (w, v): (Ball, Ball)
    switch map {
    case .best(let a, let b):
      w = (Ball.sqrt(Ball(beta * beta + 4 * b / a, in: precision)) - shift) / 2
      v = w + shift
    // For softplus and logistic the supremum is approached as w -> -inf: e^-64 is below 2^-92.
    case .exponential: (w, v) = (Ball(1, in: precision), Ball(1, in: precision) - shift)
    default: (w, v) = (Ball(-64, in: precision), Ball(-64, in: precision) - shift)
    }
    // f(w)/f(v) - 1 > 0 where |f(w)| > |f(v)|.
    let value = map.stabilityIntegral(from: w, to: v)
    let other = map.stabilityIntegral(from: v, to: w)
    let attained = value.midpoint < other.midpoint ? other : value
    let g = map.stabilityModulus(shift) ?? Ball.indeterminate(in: precision)
    let instance = [NamedValue("f", map), NamedValue("beta", beta), NamedValue("w", w), NamedValue("v", v)]
    if share == 1 {
      return Evidence("|f(w)/f(v) - 1| at the maximiser ~ g(beta)", attained, approaches: g, bits: 80, at: instance)
    }
    return Evidence(
      "|f(w)/f(v) - 1| at the maximiser <= \(share) g(beta)", attained, atMost: g * Ball(share, in: precision),
      at: instance)
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
