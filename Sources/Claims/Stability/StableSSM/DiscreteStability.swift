import Arithmetic
import Definitions

extension StableSSM {
  /// The discrete analogue of Definition 3.4.
  static let discreteStability = Claim(
    "stablessm.disc-D3.4",
    title: "In discrete time f is stable iff log(1 - f) is uniformly continuous",
    statement: """
      For f in [0, 1), (1 - f(w)) sum_k |f(v)^k - f(w)^k| = |(1 - f(w))/(1 - f(v)) - 1| <= e^omega(beta) - 1 with omega the \
      modulus of continuity of log(1 - f): omega = beta for e^(-e^w), 1/(1 + e^w) and e^(-r softplus w), 2 beta for tanh on \
      w > 0; e^(-relu w) is not stable.
      """,
    source: derived("the discrete analogue of Definition 3.4"),
    hypotheses: [
      Hypothesis("f >= 0", "0 <= f(w) < 1"),
      Hypothesis("uniformly continuous", "log(1 - f) is uniformly continuous"),
    ],
    method: .certified,
    notes: [
      "The identity is checked in rationals, the moduli in balls. e^(-r softplus w), the decay of Mamba and of RG-LRU, is "
        + "added here: its modulus is beta too, for every r.",
      "The table of the Curse-of-memory repository lists the LRU as 'polynomial decay unstable', which contradicts this; its "
        + "lru.py uses e^(-e^w) - 1, another model.",
      "1 - f has to be computed as -expm1(-e^w): float32 loses it otherwise. With correctly rounded exponentials the relative "
        + "errors at w = -10, -15, -17 are 4.4e-4, 0.026, 0.44; the catalogue's 9e-4 and 0.17 at the first two are those of "
        + "an exponential that is one unit in the last place off.",
    ],
    check: { draw, precision in
      let map = draw.element(of: [
        Reparameterization.doubleExponential, .discreteLogistic, .hyperbolicTangent,
        .softplusDecay(rate: draw.rational(above: 0, upTo: 8, denominator: 4)),
        .discreteBest(a: draw.rational(above: 0, upTo: 2, denominator: 4), b: draw.rational(in: 1...2, denominator: 4)),
      ])
      var w = draw.rational(in: -3...3, denominator: 8)
      let beta = draw.rational(above: 0, upTo: 2, denominator: 8)
      var v = w + beta * draw.rational(in: -1...1, denominator: 8)
      if map == .hyperbolicTangent {
        let least = min(w, v)
        (w, v) = (w - least + Rational(1, 8), v - least + Rational(1, 8))
      }
      guard v != w, let g = map.stabilityModulus(Ball(beta * Rational(1025, 1024), in: precision)) else {
        throw Discarded()
      }
      let value = map.stabilityIntegral(from: Ball(w, in: precision), to: Ball(v, in: precision))
      return [
        geometric(draw.rational(in: 0...1, denominator: 16), draw.rational(in: 0...1, denominator: 16)),
        Evidence(
          "|(1 - f(w))/(1 - f(v)) - 1| <= g(beta)", value, atMost: g,
          at: [NamedValue("f", map), NamedValue("w", w), NamedValue("v", v), NamedValue("beta", beta)]),
      ].compactMap { $0 }
    },
    falsifiers: [
      Falsifier("1 - 1/(w^2 + 1/2) as w -> 0, f -> -1", dropping: "f >= 0") { draw, precision in
        let map = Reparameterization.discreteBest(a: 1, b: Rational(1, 2))
        let (w, v) = (1 / Rational(draw.integer(in: 2...100), 1), 1 / Rational(draw.integer(in: 2...100), 1))
        guard w != v else { throw Discarded() }
        let (x, y) = (Ball(w, in: precision), Ball(v, in: precision))
        // The terms have no common sign: 40 of them already exceed the closed form.
        let (f, g) = (map(x), map(y))
        let sum = (0..<40).reduce(Ball(0, in: precision)) { $0 + (Ball.pow(g, $1) - Ball.pow(f, $1)).magnitude }
        return [
          Evidence(
            "(1 - f(w)) sum_(k < 40) |f(v)^k - f(w)^k| <= |(1 - f(w))/(1 - f(v)) - 1|", (1 - f) * sum,
            atMost: map.stabilityIntegral(from: x, to: y), at: [NamedValue("w", w), NamedValue("v", v)])
        ]
      },
      Falsifier("e^(-relu w) with g(beta) = e^beta - 1", dropping: "uniformly continuous") { draw, precision in
        let map = Reparameterization.discreteRelu
        let v = draw.power(of: 10, in: -6...0)
        let beta = draw.rational(above: 0, upTo: 1)
        return [
          Evidence(
            "|(1 - f(w))/(1 - f(v)) - 1| <= e^beta - 1",
            map.stabilityIntegral(from: Ball(v + beta, in: precision), to: Ball(v, in: precision)),
            atMost: Ball.expMinusOne(Ball(beta, in: precision)), at: [NamedValue("w", v + beta), NamedValue("v", v)])
        ]
      },
      Falsifier("g(beta) = e^beta - 1 for tanh: half the modulus") { draw, precision in
        let v = Ball(draw.rational(above: 0, upTo: 6), in: precision)
        return [
          Evidence(
            "|(1 - f(w))/(1 - f(v)) - 1| <= e^(1/10) - 1",
            Reparameterization.hyperbolicTangent.stabilityIntegral(
              from: v, to: v + Ball(Rational(1, 10), in: precision)),
            atMost: Ball.expMinusOne(Ball(Rational(1, 20), in: precision)), at: [NamedValue("w", v)])
        ]
      },
    ],
    quoted: { precision in
      [(-10, "4.4e-4"), (-15, "0.026"), (-17, "0.44")].map { w, digits in
        let exact = Reparameterization.doubleExponential.complement(at: Ball(w, in: precision))
        // Correctly rounded float32: the exponents stay far from the ends of its range.
        let inner = BigFloat.exp(BigFloat(w, in: .single))
        let naive = Ball((BigFloat(1, in: .single) - BigFloat.exp(-inner)).rational ?? .undefined, in: precision)
        return Evidence(
          "relative error of 1 - exp(-exp(w)) in float32 at w = \(w)", ((naive - exact) / exact).magnitude,
          isQuotedAs: digits)
      }
    },
    evaluate: { model, precision in
      model.parameterization.timeDomain == .discrete
        ? model.stabilityEvidence("|(1 - f(w))/(1 - f(v)) - 1| <= g(beta)", beta: Rational(1, 10), precision) : []
    })

  /// (1 - a) sum_k |b^k - a^k| = |(1 - a)/(1 - b) - 1| exactly: eight terms and the rest of the geometric series.
  private static func geometric(_ a: Rational, _ b: Rational) -> Evidence? {
    guard a < 1, b < 1 else { return nil }
    let head = (0..<8).reduce(Rational(0, 1)) { $0 + (Rational.pow(b, $1) - Rational.pow(a, $1)).magnitude }
    let tail = (Rational.pow(b, 8) / (1 - b) - Rational.pow(a, 8) / (1 - a)).magnitude
    return Evidence(
      "(1 - a) sum_k |b^k - a^k| = |(1 - a)/(1 - b) - 1|", (1 - a) * (head + tail),
      equals: ((1 - a) / (1 - b) - 1).magnitude, at: [NamedValue("a", a), NamedValue("b", b)])
  }
}
