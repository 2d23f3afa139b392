import Arithmetic
import Definitions
import PropertyTesting

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
      "1 - f has to be computed as -expm1(-e^w): float32 loses it otherwise. With correctly rounded exponentials the relative "
        + "errors at w = -10, -15, -17 are 4.4e-4, 0.026, 0.44; the catalogue's 9e-4 and 0.17 at the first two are those of "
        + "an exponential that is one unit in the last place off.",
    ],
    check: .all(
      Check(geometricPairs) { pair, _ in isClosedForm(pair) },
      Check(Pair.stable, partialSumsAreBounded, isBounded)),
    falsifiers: [
      Falsifier(
        "1 - 1/(w^2 + 1/2) as w -> 0, f -> -1", dropping: "f >= 0", Check(Pair.negative, partialSumsAreBounded)),
      Falsifier(
        "e^(-relu w) with g(beta) = e^beta - 1", dropping: "uniformly continuous", Check(Pair.ofRelu, isBounded)),
      Falsifier(
        "g(beta) = e^beta - 1 for tanh: half the modulus",
        Check(Pair.ofTanh) { isBounded($0, modulus: Rational(1, 2), $1) }),
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

  /// What the table of a repository says of the LRU.
  static let listedLRU = Claim(
    "stablessm.readme-lru",
    title: "The LRU's map is stable: a table that lists it as unstable is wrong",
    statement: """
      The map e^(-e^w) of the LRU is not stable: for a beta > 0, |(1 - f(w))/(1 - f(v)) - 1| exceeds every N for some \
      weights with |w - v| <= beta.
      """,
    source: Source(
      "Wang & Li, the released repository Curse-of-memory",
      "README, table of models: 'Linear Recurrent Unit: polynomial decay unstable'", .code),
    hypotheses: [Hypothesis("the LRU's map", "f(w) = e^(-e^w)")],
    method: .certified,
    notes: [
      "Of each beta the N tried is e^beta: that no pair exceeds it is proved where the claim stablessm.disc-D3.4 is. The "
        + "repository's lru.py uses the weight e^(-e^w) - 1, another model, for which the table may be right."
    ],
    check: Check(Pair.ofLRU) { pair, precision in
      Evidence(
        "e^beta < |(1 - f(w))/(1 - f(v)) - 1|", Ball.exp(Ball(pair.beta, in: precision)),
        lessThan: pair.integral(precision), at: pair.values + [NamedValue("beta", pair.beta)])
    },
    correction: Correction("It is stable, with g(beta) = e^beta - 1.", Check(Pair.ofLRU, isBounded)),
    falsifiers: [
      Falsifier("e^(-relu w) in its place", dropping: "the LRU's map", Check(Pair.ofRelu, isBounded)),
      Falsifier(
        "half the modulus",
        Check(Pair.ofLRU) { isBounded($0, modulus: Rational(1, 2), $1) }),
    ])

  private static func isBounded(_ pair: Pair, _ precision: Precision) -> Evidence {
    isBounded(pair, modulus: 1, precision)
  }

  /// |(1 - f(w))/(1 - f(v)) - 1| <= e^(modulus omega(beta)) - 1; omega(beta) = beta is tried for a map that has none.
  private static func isBounded(_ pair: Pair, modulus share: Rational, _ precision: Precision) -> Evidence {
    // A little more than beta: a pair that attains the modulus is decided too.
    let beta = Ball(pair.beta * Rational(1025, 1024), in: precision)
    let omega = pair.map.modulusOfContinuity(beta) ?? beta
    return Evidence(
      "|(1 - f(w))/(1 - f(v)) - 1| <= g(beta)", pair.integral(precision),
      atMost: Ball.expMinusOne(Ball(share, in: precision) * omega), at: pair.values + [NamedValue("beta", pair.beta)])
  }

  /// Forty terms of the sum do not exceed its closed form: for f < 0 the terms have no common sign, and they do.
  private static func partialSumsAreBounded(_ pair: Pair, _ precision: Precision) -> Evidence {
    let (f, g) = (pair.map(Ball(pair.w, in: precision)), pair.map(Ball(pair.v, in: precision)))
    let sum = (0..<40).reduce(Ball(0, in: precision)) { $0 + (Ball.pow(g, $1) - Ball.pow(f, $1)).magnitude }
    // Where the terms decay fast the forty are all there is; the slack decides it.
    return Evidence(
      "(1 - f(w)) sum_(k < 40) |f(v)^k - f(w)^k| <= |(1 - f(w))/(1 - f(v)) - 1|",
      pair.map.complement(at: Ball(pair.w, in: precision)) * sum,
      atMost: pair.integral(precision) * Ball(Rational(1025, 1024), in: precision), at: pair.values)
  }

  /// A discrete map and two weights at most beta apart.
  private struct Pair: Sendable {
    let map: Reparameterization
    let w, v, beta: Rational

    static let stable = Generator { draw in
      let decay = Generator<Rational>.rational(above: 0, upTo: 8, denominator: 4)
        .map { Reparameterization.softplusDecay(rate: $0) }
      let best = Generator { draw in
        Reparameterization.discreteBest(
          a: try draw(.rational(above: 0, upTo: 2, denominator: 4)), b: try draw(.rational(in: 1...2, denominator: 4)))
      }
      let map = try draw(
        .oneOf(.always(.doubleExponential), .always(.discreteLogistic), .always(.hyperbolicTangent), decay, best))
      let w = try draw(.rational(in: -3...3, denominator: 8))
      let beta = try draw(.rational(above: 0, upTo: 2, denominator: 8))
      let move = Generator<Rational>.rational(in: -1...1, denominator: 8).filter {
        // At equal weights, and at w and -w for the even map, both sides are 0.
        (w + beta * $0).magnitude != w.magnitude
      }
      let v = w + beta * (try draw(move))
      // tanh is stable where w > 0.
      let shift = map == .hyperbolicTangent ? Rational(1, 8) - min(w, v) : 0
      return Pair(map: map, w: w + shift, v: v + shift, beta: beta)
    }

    /// Of the LRU, with weights that are beta apart.
    static let ofLRU = Generator { draw in
      let w = try draw(.rational(in: -8...1, denominator: 8))
      let beta = try draw(.rational(above: 0, upTo: 2, denominator: 8))
      return Pair(map: .doubleExponential, w: w, v: w - beta, beta: beta)
    }

    /// f(w) < 0 near w = 0, where f -> -1.
    static let negative = Generator { draw in
      let (w, v) = (Rational(1, try draw(.integer(in: 2...100))), Rational(1, try draw(.integer(in: 2...100))))
      try draw.assume(w != v)
      return Pair(map: .discreteBest(a: 1, b: Rational(1, 2)), w: w, v: v, beta: (w - v).magnitude)
    }

    static let ofRelu = Generator { draw in
      let v = try draw(.power(of: 10, in: -6...0))
      let beta = try draw(.rational(above: 0, upTo: 1))
      return Pair(map: .discreteRelu, w: v + beta, v: v, beta: beta)
    }

    static let ofTanh = Generator<Rational>.rational(above: 0, upTo: 6).map { w in
      Pair(map: .hyperbolicTangent, w: w, v: w + Rational(1, 10), beta: Rational(1, 10))
    }

    func integral(_ precision: Precision) -> Ball {
      map.stabilityIntegral(from: Ball(w, in: precision), to: Ball(v, in: precision))
    }

    var values: [NamedValue] { [NamedValue("f", map), NamedValue("w", w), NamedValue("v", v)] }
  }

  /// a and b of [0, 1).
  private static let geometricPairs = Generator { draw in
    let decay = Generator<Rational>.rational(in: 0...1, denominator: 16).filter { $0 < 1 }
    return (a: try draw(decay), b: try draw(decay))
  }

  /// (1 - a) sum_k |b^k - a^k| = |(1 - a)/(1 - b) - 1| exactly: eight terms and the rest of the geometric series.
  private static func isClosedForm(_ pair: (a: Rational, b: Rational)) -> Evidence {
    let (a, b) = pair
    let head = (0..<8).reduce(Rational(0, 1)) { $0 + (Rational.pow(b, $1) - Rational.pow(a, $1)).magnitude }
    let tail = (Rational.pow(b, 8) / (1 - b) - Rational.pow(a, 8) / (1 - a)).magnitude
    return Evidence(
      "(1 - a) sum_k |b^k - a^k| = |(1 - a)/(1 - b) - 1|", (1 - a) * (head + tail),
      equals: ((1 - a) / (1 - b) - 1).magnitude, at: [NamedValue("a", a), NamedValue("b", b)])
  }
}
