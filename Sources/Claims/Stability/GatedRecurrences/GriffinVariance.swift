import Arithmetic
import Definitions
import PropertyTesting

extension GatedRecurrences {
  /// sqrt(1 - a^2) as a normalization.
  static let griffinVariance = Claim(
    "griffin.T-variance",
    title: "The factor sqrt(1 - a^2) preserves the variance of white inputs, not the size of states",
    statement: """
      Let h_t = a_t h_(t-1) + sqrt(1 - a_t^2) x_t with white inputs of mean 0 and variance 1 and gates that do not \
      depend on them. Then E h_t^2 = 1 from the first step on if a_1 = 0, as at the beginning of a sequence, and 1 - \
      a^(2t) with a constant gate from h_0 = 0. For |x| <= 1 only |h_t| <= sqrt((1 + a)/(1 - a)), which a constant \
      input attains in the limit.
      """,
    source: griffin("section 2.4, the motivation of equation (4)"),
    hypotheses: [
      Hypothesis("white", "E x_s x_t = 0 for s < t"),
      Hypothesis("independent gates", "a_t does not depend on the inputs; in the model it is a function of x_t"),
      Hypothesis("beginning", "a_1 = 0 and the factor 1, or h_0 of variance 1"),
    ],
    method: .exact,
    notes: [
      "The expectation is the mean over all sign sequences, each run through the recurrence. Gates are a = (1 - "
        + "s^2)/(1 + s^2), for which sqrt(1 - a^2) = 2s/(1 + s^2) and sqrt((1 + a)/(1 - a)) = 1/s are rational.",
      "The factor 1 at a sequence's first step, where the code sets a to 0, is no exception: sqrt(1 - 0) = 1.",
    ],
    effort: 0.5,
    check: Check(GatedChannel.generator) { channel, _ in [channel.hasUnitVariance] + channel.bounds },
    falsifiers: [
      Falsifier(
        "one sign for all inputs", dropping: "white",
        Check(GatedChannel.generator.with { $0.inputs = .constant }) { channel, _ in channel.hasUnitVariance }),
      Falsifier(
        "a gate that closes for negative inputs", dropping: "independent gates",
        Check(GatedChannel.generator.with { $0.inputs = .gating }) { channel, _ in channel.hasUnitVariance }),
      Falsifier(
        "from the zero state with an ordinary first step", dropping: "beginning",
        Check(GatedChannel.generator.with { $0.startsSequence = false }) { channel, _ in channel.hasUnitVariance }),
      Falsifier(
        "nine tenths of the bound of |h_t|",
        Check(GatedChannel.generator.with { $0.length = 60 }) { channel, _ in channel.bounds(share: Rational(9, 10)) }),
    ],
    quoted: { precision in
      let a = Ball(Rational(9995, 10_000), in: precision)
      return [Evidence("sqrt((1 + a)/(1 - a)) at a = 0.9995", Ball.sqrt((1 + a) / (1 - a)), isQuotedAs: "63")]
    },
    figures: [
      FigureRecipe("griffin-variance") { precision in
        let times = (0...14).map { 1 << $0 }
        let decays = [Rational(9, 10), Rational(99, 100), Rational(1999, 2000)]
        func column(_ name: String, _ style: FigureData.Column.Style, _ value: (Int) -> Ball) -> FigureData.Column {
          FigureData.Column(name, times.map(value), style: style)
        }
        return FigureData(
          "griffin-variance", title: "States of the RG-LRU under white and under constant inputs",
          caption: """
            The root mean square sqrt(1 - a^(2t)) of h_t from h_0 = 0 under white inputs of variance 1, and with \
            dashes h_t under the constant input 1, which grows to sqrt((1 + a)/(1 - a)): 63 for a = 0.9995. All values \
            are enclosed.
            """,
          xLabel: "t", yLabel: "size of h_t", logX: true, logY: true,
          x: FigureData.Column("t", times.map(Double.init)),
          curves: decays.flatMap { decay in
            let a = Ball(decay, in: precision)
            return [
              column("white, a = \(decay.approximation)", .line) { Ball.sqrt(1 - Ball.pow(a, 2 * $0)) },
              column("constant, a = \(decay.approximation)", .dashedLine) {
                Ball.sqrt((1 + a) / (1 - a)) * (1 - Ball.pow(a, $0))
              },
            ]
          })
      }
    ])
}

/// A channel with gates for which sqrt(1 - a^2) is rational.
private struct GatedChannel: Sendable {
  enum Inputs { case signs, constant, gating }

  /// s_t, with a_t = (1 - s_t^2)/(1 + s_t^2).
  let slopes: [Rational]
  var inputs = Inputs.signs
  /// Whether the first step has a = 0 and the factor 1.
  var startsSequence = true
  /// The steps under a constant input.
  var length = 12

  static let generator = Generator<[Rational]>.array(
    of: .rational(above: 0, upTo: 1, denominator: 6), count: 2...6
  ).map { GatedChannel(slopes: $0) }

  static func decay(_ s: Rational) -> Rational { (1 - s * s) / (1 + s * s) }
  static func scale(_ s: Rational) -> Rational { 2 * s / (1 + s * s) }

  var values: [NamedValue] { [NamedValue("a", slopes.map(Self.decay))] }

  /// The last state for a sequence of inputs.
  private func state(_ x: [Rational]) -> Rational {
    let steps = slopes.indices.map { t -> AffineStep<Rational> in
      // A slope of 1 is the gate 0 with the factor 1.
      let isFirst = t == 0 && startsSequence
      let s = isFirst || inputs == .gating && x[t].signum < 0 ? 1 : slopes[t]
      return RealGatedLRU.step(decay: Self.decay(s), scale: Self.scale(s), gatedInput: x[t])
    }
    return GatedRecurrences.states(steps, from: 0).last ?? 0
  }

  /// E h_t^2 = 1, over all sign sequences; for the constant input over its two signs.
  var hasUnitVariance: Evidence {
    let count = slopes.count
    let sequences: [[Rational]] =
      inputs == .constant
      ? [[Rational]](repeating: Array(repeating: 1, count: count), count: 1)
      : (0..<(1 << count)).map { bits in (0..<count).map { Rational(bits >> $0 & 1 == 0 ? 1 : -1) } }
    let sum = sequences.reduce(Rational(0)) { sum, x in
      let h = state(x)
      return sum + h * h
    }
    return Evidence("E h_t^2 = 1", sum / Rational(sequences.count), equals: 1, at: values)
  }

  var bounds: [Evidence] { bounds() }

  /// With the first gate for all steps and from h_0 = 0: the variance by the impulse response, and the size under the
  /// input 1.
  func bounds(share: Rational = 1) -> [Evidence] {
    let s = slopes[0]
    let (a, scale) = (Self.decay(s), Self.scale(s))
    func states(_ x: [Rational]) -> [Rational] {
      GatedRecurrences.states(
        x.map { RealGatedLRU.step(decay: a, scale: scale, gatedInput: $0) }, from: Rational(0))
    }
    let response = states((0..<length).map { $0 == 0 ? 1 : 0 })
    let variance = response.reduce(Rational(0)) { $0 + $1 * $1 }
    let driven = states(Array(repeating: 1, count: length))
    let place = [NamedValue("a", a), NamedValue("t", length)]
    return [
      Evidence("E h_t^2 = 1 - a^(2t)", variance, equals: 1 - Rational.pow(a, 2 * length), at: place),
      Evidence("h_t <= sqrt((1 + a)/(1 - a))", driven[length - 1], atMost: share / s, at: place),
      Evidence(
        "h_t = sqrt((1 + a)/(1 - a)) (1 - a^t) for the input 1", driven[length - 1],
        equals: (1 - Rational.pow(a, length)) / s, at: place),
    ]
  }
}
