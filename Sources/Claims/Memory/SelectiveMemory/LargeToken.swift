import Arithmetic
import Definitions
import PropertyTesting

extension SelectiveMemory {
  private static func paper(_ locus: String) -> Source {
    Source("Yu & Erichson, Block-biased Mamba", arXiv: "2505.09022", locus, .text)
  }

  /// The bias of S6 by a large token.
  static let largeToken = Claim(
    "b2s6.T2",
    title: "One large token takes the influence of all before it, or loses its own, exponentially in its size",
    statement: """
      For S6 with Delta_k = softplus(w u_k + delta), A < 0 diagonal, and a token u_(k0) = c v: let S_k be the share of \
      |dy_L/du_k| in their sum. If w v > 0, (1/c) log S_k -> -min|A| w v for all k < k0; if w v < 0, \
      (1/c) log S_(k0) -> -|w v|, where k0 < L.
      """,
    source: paper("Theorem 2"),
    hypotheses: [
      Hypothesis("selective", "w v is not 0; S4D's influences do not depend on the tokens"),
      Hypothesis("k0 < L", "the large token is not the last, by which the output is read: C_L depends on it"),
      Hypothesis(
        "generic B, C", "the slowest mode is written and read, and no share is 0", untested: "a set of measure 0"),
    ],
    method: .certified,
    notes: [
      "The source does not say k0 < L, without which the second rate fails.",
      "The paper's displayed formulas were not legible; the rates are derived. The limit is checked as the difference "
        + "quotient between c and 2c, c >= 2^14, with a remainder 4/c for the powers of c (at most 3) in front of the "
        + "exponential. At c = 143 the remainder can be larger: the polynomial in front has zeros.",
      "The catalogue prints S_0 = 2e-5, 9.7e-14, 6.9e-24 at c = 10, 40, 80 for a = -1, w = 1/2, u = (0.7, 1.1 c, "
        + "0.9, 0.8) without B, C and delta, which move them by orders of magnitude; only its slope -0.55 is redone. "
        + "In single precision the influence underflows.",
    ],
    effort: 0.4,
    check: Check(LargeToken.generator) { $0.evidence($1) },
    falsifiers: [
      Falsifier(
        "w = 0", dropping: "selective",
        Check(LargeToken.generator.with { $0.isSelective = false }) { $0.evidence($1) }),
      Falsifier(
        "a large token that is the last, w v < 0", dropping: "k0 < L",
        Check(
          LargeToken.generator.with {
            $0.place = $0.tokens.count - 1
            $0.slope = -$0.slope.magnitude
          }
        ) { $0.evidence($1) }),
      Falsifier(
        "the rate 9/10 of that",
        Check(LargeToken.generator.with { $0.share = Rational(9, 10) }) { $0.evidence($1) }),
    ],
    figures: [
      FigureRecipe("large-token") { precision in
        let sizes = (1...60).map { 2 * $0 }
        func curve(_ name: String, _ w: Rational, token: Int) -> FigureData.Column {
          let instance = LargeToken(
            rates: [1, 2, 4], size: 0, direction: Rational(11, 10), slope: w,
            tokens: [Rational(7, 10), 1, Rational(9, 10), Rational(4, 5)], place: 1, gains: [1, 1, 1])
          return FigureData.Column(name, sizes.map { instance.shares(size: Rational($0), precision)[token] })
        }
        return FigureData(
          "large-token", title: "Shares in the influence on the last output, one token of size c",
          caption: """
            S_k = |dy_L/du_k|/sum against c for u = (0.7, 1.1 c, 0.9, 0.8), A = -1, -2, -4 and w = +-1/2, enclosed. \
            For w > 0 the large token erases the one before it, for w < 0 it erases itself, both at the rate 0.55, \
            which is min|A| w v and |w v|; the other token keeps its share.
            """,
          xLabel: "c", yLabel: "S_k", logY: true, x: FigureData.Column("c", sizes.map(Double.init)),
          curves: [
            curve("w = 1/2, the token before", Rational(1, 2), token: 0),
            curve("w = -1/2, the large token", Rational(-1, 2), token: 1),
            curve("w = -1/2, the token before", Rational(-1, 2), token: 0),
            FigureData.Column("e^(-0.55 c)", sizes.map { Double.exp(-0.55 * Double($0)) }, style: .dashedLine),
          ])
      }
    ])

  /// What the step size does to the memory.
  static let stepSizeProse = Claim(
    "b2s6.T2-prose",
    title: "A larger step forgets faster: the prose has it the wrong way round",
    statement:
      "A larger Delta means slower dynamics and better memorization: exp(Delta A), A < 0, increases with Delta.",
    source: paper("the prose before Theorem 2"),
    method: .certified,
    notes: ["The next paragraph of the paper says that w u > 0, which makes Delta large, triggers fast forgetting."],
    check: Check(Steps.generator) { $0.remembersBetter($1) },
    correction: Correction(
      "A larger Delta keeps strictly less of the state, exp(Delta A), and writes the token, Delta B u, more strongly.",
      Check(Steps.generator) { $0.forgetsFaster($1) }),
    falsifiers: [
      Falsifier("A > 0", Check(Steps.generator.with { $0.rate = -$0.rate }) { $0.forgetsFaster($1) })
    ])

  /// A selective channel and a sequence with one token of a size.
  private struct LargeToken: Sendable {
    let rates: [Rational]
    /// c.
    let size: Rational
    /// v.
    let direction: Rational
    /// w.
    var slope: Rational
    let tokens: [Rational]
    /// k0.
    var place: Int
    let gains: [Rational]
    var isSelective = true
    /// Of the rate.
    var share: Rational = 1

    static let generator = Generator { draw in
      let rates = try draw(.distinctArray(of: .integer(in: 1...6), count: 1...3)).map { Rational($0) }
      let tokens = try draw(.array(of: .rational(above: 0, upTo: 2, denominator: 3), count: 3...6))
      let positive = Generator<Rational>.rational(above: 0, upTo: 2, denominator: 3)
      // Beside the slowest mode all others vanish; and the polynomial in c in front of the exponential is past its
      // zeros, which can lie at a few hundred, so that it grows like a power.
      return LargeToken(
        rates: rates, size: try draw(.whole(16_384...65_536)), direction: Rational(draw.integer(in: 2...6), 4),
        slope: try draw(.sign) * Rational(draw.integer(in: 4...8), 6), tokens: tokens,
        place: draw.integer(in: 1...tokens.count - 2), gains: try draw(.array(of: positive, count: rates.count)))
    }

    private var values: [NamedValue] {
      [
        NamedValue("A", rates.map { -$0 }), NamedValue("w", slope), NamedValue("u", tokens), NamedValue("k0", place),
        NamedValue("v", direction), NamedValue("c", size), NamedValue("B = C", gains),
      ]
    }

    /// S_k for u_(k0) = c v.
    func shares(size: Rational, _ precision: Precision) -> [Ball] {
      func vector(_ x: [Rational]) -> Ball.Vector { Ball.Vector(x.balls(precision), in: precision) }
      var tokens = tokens
      tokens[place] = size * direction
      let zeros = Ball.Vector(zeros: rates.count, in: precision)
      let model = SelectiveTokens<Ball>(
        eigenvalues: vector(rates.map { -$0 }), stepSlope: Ball(isSelective ? slope : 0, in: precision),
        stepBias: Ball(0, in: precision), inputSlope: isSelective ? vector(gains) : zeros, inputBias: vector(gains),
        outputSlope: isSelective ? vector(gains) : zeros, outputBias: vector(gains))
      return model.influence(of: tokens.balls(precision)).shares(onOutput: tokens.count - 1)
    }

    func evidence(_ precision: Precision) -> [Evidence] {
      let (small, large) = (shares(size: size, precision), shares(size: 2 * size, precision))
      let slowest = rates.dropFirst().reduce(rates[0]) { min($0, $1) }
      let isForgetting = slope > 0
      let rate = share * (slope * direction).magnitude * (isForgetting ? slowest : 1)
      let c = Ball(size, in: precision)
      return (isForgetting ? Array(0..<place) : [place]).map { k in
        let quotient = (Ball.log(large[k]) - Ball.log(small[k])) / c
        return Evidence(
          isForgetting
            ? "|(log S_k(2c) - log S_k(c))/c + min|A| w v| <= 4/c, k < k0"
            : "|(log S_k0(2c) - log S_k0(c))/c + |w v|| <= 4/c", (quotient + Ball(rate, in: precision)).magnitude,
          atMost: 4 / c, at: values + [NamedValue("k", k)])
      }
    }
  }

  /// Two step sizes.
  private struct Steps: Sendable {
    /// |A|.
    var rate: Rational
    let step, increase: Rational

    static let generator = Generator { draw in
      let positive = Generator<Rational>.rational(above: 0, upTo: 4, denominator: 4)
      return Steps(rate: try draw(positive), step: try draw(positive), increase: try draw(positive))
    }

    private var values: [NamedValue] {
      [NamedValue("A", -rate), NamedValue("Delta", step), NamedValue("Delta'", step + increase)]
    }

    private func step(_ size: Rational, _ precision: Precision) -> AffineStep<Ball> {
      func ball(_ x: Rational) -> Ball { Ball(x, in: precision) }
      let one = Ball.Vector([ball(1)], in: precision)
      return SelectiveChannel.step(
        eigenvalues: Ball.Vector([ball(-rate)], in: precision), step: ball(size), input: ball(1), inputGain: one,
        outputGain: one)
    }

    func remembersBetter(_ precision: Precision) -> Evidence {
      Evidence(
        "exp(Delta A) <= exp(Delta' A), Delta < Delta'", step(step, precision).decay[0],
        atMost: step(step + increase, precision).decay[0], at: values)
    }

    func forgetsFaster(_ precision: Precision) -> [Evidence] {
      let (small, large) = (step(step, precision), step(step + increase, precision))
      return [
        Evidence("exp(Delta' A) < exp(Delta A), Delta < Delta'", large.decay[0], lessThan: small.decay[0], at: values),
        Evidence("Delta B u < Delta' B u", small.key[0], lessThan: large.key[0], at: values),
      ]
    }
  }
}
