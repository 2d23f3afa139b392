import Arithmetic
import Definitions
import PropertyTesting

extension SelectiveMemory {
  /// The three regimes of the first token.
  static let firstToken = Claim(
    "tokdyn.first-token",
    title: "The first token dies like t^(-1/2), blows up, or grows like log t",
    statement: """
      For x' = mu softplus(S x) x^3 and x(0) > 0: if mu < 0, x(t) sqrt(2 |mu| t log 2) -> 1; if mu > 0 and S >= 0, x \
      is infinite at T = int_(x(0))^inf dx/(mu softplus(S x) x^3) <= 1/(2 mu x(0)^2 log 2), with equality for S = 0; \
      if mu > 0 and S < 0, |S| x(t)/log t -> 1.
      """,
    source: Source("Vo et al., Token dynamics of deep selective models", arXiv: "2410.03292", "section 4", .recalled),
    hypotheses: [
      Hypothesis(
        "first token", "the token has none before it", untested: "later ones obey a cascade that was not available"),
      Hypothesis(
        "sign of mu", "mu < 0 and mu > 0 give the regimes that they are said to give; for mu = 0 nothing moves"),
      Hypothesis("sign of S", "for S < 0 nothing blows up"),
    ],
    method: .certified,
    notes: [
      "By certified quadrature of dt = dx/(mu softplus(S x) x^3), with explicit remainders: with r = x^2 2|mu| t "
        + "log 2, "
        + "1 - (x/x(0))^2 - 2 S x/log 2 <= r <= 1 for S >= 0; and with X = |S| x >= 20 and E = X - 3 log X + "
        + "log(S^2/mu), "
        + "E - 1/100 <= log t <= E + 6/X: the correction 3 log X is why |S| x/log t is still 1.39 at t = 10^12.",
      "For mu = -1, S = 0, x(0) = 2 and t = 10^8 the catalogue prints x sqrt(2 t log 2) = 0.9999999987; it is "
        + "(1 + 1/(8 t log 2))^(-1/2) = 0.9999999991.",
    ],
    effort: 0.03,
    check: .all(
      Check(Token.dying) { $0.dies($1) }, Check(Token.exploding) { $0.explodes($1) },
      Check(Token.growing) { $0.grows($1) }),
    falsifiers: [
      Falsifier(
        "mu > 0: the time until a smaller x is negative", dropping: "sign of mu",
        Check(Token.dying.with { $0.gain = -$0.gain }) { $0.dies($1) }),
      Falsifier(
        "S < 0: the bound of the blow-up time is passed at a finite x", dropping: "sign of S",
        Check(Token.exploding.with { $0.slope = -$0.slope - 1 }) { $0.isInfiniteInTime($1) }),
      Falsifier(
        "the blow-up time less a thousandth, for S = 0",
        Check(Token.exploding.with { ($0.slope, $0.share) = (0, Rational(999, 1000)) }) { $0.explodes($1) }),
      Falsifier(
        "log t without the correction 3 log X",
        Check(Token.growing.with { $0.logarithms = 0 }) { $0.grows($1) }),
    ],
    quoted: { precision in
      let rule = GaussRules.rule(precision)
      func ball(_ x: Double) -> Ball { Ball(x, in: precision) }
      let two = ball(2)
      let logarithm = Ball.log(two)
      let dying = [(0, "0.9999999991"), (1, "0.99994"), (-1, "1.00006")].compactMap { slope, digits -> Evidence? in
        let token = FirstToken(gain: -1, slope: Rational(slope))
        let scale = Ball.sqrt(2 * ball(1e8) * logarithm)
        return token.position(after: ball(1e8), from: two, guess: 1 / scale, rule: rule).map {
          Evidence("x(t) sqrt(2 t log 2) at t = 10^8, x(0) = 2, mu = -1, S = \(slope)", $0 * scale, isQuotedAs: digits)
        }
      }
      let growing = FirstToken(gain: 1, slope: -1).position(after: ball(1e12), from: two, guess: ball(38.5), rule: rule)
      return dying + [
        Evidence(
          "T for S = 0, x(0) = 2, mu = 1", FirstToken(gain: 1, slope: 0).blowUpTime(from: two, rule: rule),
          isQuotedAs: "0.180337"),
        Evidence(
          "T for S = 1, x(0) = 2, mu = 1", FirstToken(gain: 1, slope: 1).blowUpTime(from: two, rule: rule),
          isQuotedAs: "0.040449"),
        Evidence("log 10^12", Ball.log(ball(1e12)), isQuotedAs: "27.63"),
      ]
        + (growing.map { [Evidence("x(10^12) for S = -1, x(0) = 2, mu = 1", $0, isQuotedAs: "38.50")] } ?? [])
    },
    figures: [FigureRecipe("token-dynamics", make: regimes)])

  /// The time at which each position is passed, in the three regimes.
  private static func regimes(_ precision: Precision) -> FigureData {
    let positions =
      grid(from: 1e-4, to: 2, count: 40, logarithmic: true)
      + grid(from: 2, to: 60, count: 40, logarithmic: true).dropFirst()
    let rule = GaussRules.rule(precision)
    let start = 40
    func curve(_ name: String, gain: Int, slope: Int) -> FigureData.Column {
      let token = FirstToken(gain: Rational(gain), slope: Rational(slope))
      var times = Array(repeating: Ball.indeterminate(in: precision), count: positions.count)
      var elapsed = Ball(0, in: precision)
      let order = gain < 0 ? Array((0..<start).reversed()) : Array((start + 1)..<positions.count)
      for i in order {
        let previous = gain < 0 ? i + 1 : i - 1
        elapsed =
          elapsed
          + token.time(
            from: Ball(positions[previous], in: precision), to: Ball(positions[i], in: precision), rule: rule)
        times[i] = elapsed
      }
      return FigureData.Column(name, times)
    }
    return FigureData(
      "token-dynamics", title: "When the first token passes a position, from x(0) = 2",
      caption: """
        t against x for x' = mu softplus(S x) x^3 by certified quadrature. Left of x = 2, mu = -1: t = 1/(2 x^2 log \
        2), whatever S is. Right of it, mu = 1: for S >= 0 the time has a limit, the blow-up; for S = -1 it grows like \
        e^x/x^3, so that x is log t, and a little more.
        """,
      xLabel: "x", yLabel: "t", logX: true, logY: true, x: FigureData.Column("x", positions),
      curves: [
        curve("mu = -1, S = 0", gain: -1, slope: 0), curve("mu = -1, S = 1", gain: -1, slope: 1),
        curve("mu = 1, S = 0", gain: 1, slope: 0), curve("mu = 1, S = 1", gain: 1, slope: 1),
        curve("mu = 1, S = -1", gain: 1, slope: -1),
      ],
      guides: [FigureData.Guide(.vertical, 2, label: "x(0)")])
  }

  private struct Token: Sendable {
    var gain, slope: Rational
    let start: Rational
    /// The position at which the time is taken.
    let end: Rational
    var share: Rational = 1
    /// How many log X are subtracted.
    var logarithms = 3

    private static let positive = Generator<Rational>.rational(above: 0, upTo: 3, denominator: 2)

    static let dying = Generator { draw in
      let start = try draw(positive)
      return Token(
        gain: -(try draw(positive)), slope: try draw(.rational(in: 0...2, denominator: 2)), start: start,
        end: start / (try draw(.power(of: 2, in: 1...10))))
    }

    static let exploding = Generator { draw in
      let start = try draw(positive)
      return Token(
        gain: try draw(positive), slope: try draw(.rational(in: 0...2, denominator: 2)), start: start,
        end: 10 * start)
    }

    static let growing = Generator { draw in
      let slope = try draw(.rational(above: 0, upTo: 2, denominator: 2))
      return Token(
        gain: try draw(positive), slope: -slope, start: Rational(draw.integer(in: 1...4), 2) / slope,
        end: Rational(draw.integer(in: 20...40)) / slope)
    }

    private var values: [NamedValue] {
      [NamedValue("mu", gain), NamedValue("S", slope), NamedValue("x(0)", start)]
    }
    private var token: FirstToken { FirstToken(gain: gain, slope: slope) }
    private func ball(_ x: Rational, _ precision: Precision) -> Ball { Ball(x, in: precision) }
    private func time(_ precision: Precision) -> Ball {
      token.time(from: ball(start, precision), to: ball(end, precision), rule: GaussRules.rule(precision))
    }

    func dies(_ precision: Precision) -> [Evidence] {
      let x = ball(end, precision)
      let logarithm = Ball.log(ball(2, precision))
      let ratio = x * x * 2 * ball(gain.magnitude, precision) * logarithm * time(precision)
      let early = ball(end / start, precision)
      let place = values + [NamedValue("x", end)]
      return [
        Evidence(
          "1 - (x/x(0))^2 - 2 S x/log 2 <= x^2 2|mu| t log 2",
          1 - early * early - 2 * ball(slope, precision) * x / logarithm,
          atMost: ratio + ball(Rational.pow(2, -40), precision), at: place),
        Evidence("x^2 2|mu| t log 2 <= 1", ratio, atMost: 1 + 0 * ratio, at: place),
      ]
    }

    func explodes(_ precision: Precision) -> [Evidence] {
      let x = ball(start, precision)
      let time = token.blowUpTime(from: x, rule: GaussRules.rule(precision))
      let free = FirstToken(gain: gain, slope: 0).blowUpTime(from: x, rule: GaussRules.rule(precision))
      let slack = ball(1 + Rational.pow(2, -40), precision)
      return [
        Evidence(
          "T <= 1/(2 mu x(0)^2 log 2)", time, atMost: ball(share, precision) * slack * free, at: values),
        Evidence("t(10 x(0)) < T", self.time(precision), lessThan: time, at: values),
      ]
    }

    /// A position is passed before the bound of the blow-up time, as it is for S >= 0.
    func isInfiniteInTime(_ precision: Precision) -> Evidence {
      let free = FirstToken(gain: gain, slope: 0).blowUpTime(
        from: ball(start, precision), rule: GaussRules.rule(precision))
      return Evidence("t(10 x(0)) <= 1/(2 mu x(0)^2 log 2)", time(precision), atMost: free, at: values)
    }

    func grows(_ precision: Precision) -> [Evidence] {
      let scaled = ball(slope.magnitude * end, precision)
      let logarithm = Ball.log(time(precision))
      let law =
        scaled - ball(Rational(logarithms), precision) * Ball.log(scaled)
        + Ball.log(ball(slope * slope / gain, precision))
      let place = values + [NamedValue("x", end)]
      return [
        Evidence(
          "X - 3 log X + log(S^2/mu) - 1/100 <= log t, X = |S| x", law - ball(Rational(1, 100), precision),
          atMost: logarithm, at: place),
        Evidence("log t <= X - 3 log X + log(S^2/mu) + 6/X", logarithm, atMost: law + 6 / scaled, at: place),
      ]
    }
  }
}
