import Arithmetic
import Definitions
import PropertyTesting

extension GatedRecurrences {
  /// What the released code draws.
  static let griffinInitialization = Claim(
    "griffin.N-init",
    title: "The released RG-LRU begins with a in [0.9, 0.999], so that a^c is in [0.43, 0.992], not in [0.9, 0.999]",
    statement: "Lambda is initialized so that a^c is uniform in [0.9, 0.999] at the beginning of training, c = 8.",
    source: griffin("section 2.4, initialization; against the released `rnn_param_init`"),
    hypotheses: [Hypothesis("radius", "the radius a = e^-sp(c) is drawn in [0.9, 0.999]")],
    method: .certified,
    notes: [
      "What is refuted is that the code does what the text says; either may be what was meant. With a^8 = 0.43 a state "
        + "has lost half of its content in one step at r = 1, with the text's 0.9 in seven.",
      "The code draws a^2, not a, uniformly: between 0.81 and 0.998 (plus 1e-8).",
    ],
    check: Check(radii) { radius, precision in
      let decay = fullDecay(radius, precision)
      let place = [NamedValue("a", radius)]
      return [
        Evidence("0.9 <= a^c", Ball(Rational(9, 10), in: precision), atMost: decay, at: place),
        Evidence("a^c <= 0.999", decay, atMost: Ball(Rational(999, 1000), in: precision), at: place),
      ]
    },
    correction: Correction(
      "At the beginning of training a_t at r_t = 1 is a^8 with 0.9 <= a <= 0.999: between 0.43046721 and "
        + "0.992027944...",
      Check(radii, isPower)),
    falsifiers: [
      Falsifier(
        "a radius of 4/5", dropping: "radius", Check(Generator<Rational>.always(Rational(4, 5)), isPower))
    ],
    quoted: { precision in
      [
        Evidence("0.9^8", fullDecay(Rational(9, 10), precision), isQuotedAs: "0.43"),
        Evidence("0.999^8", fullDecay(Rational(999, 1000), precision), isQuotedAs: "0.992"),
      ]
    })

  /// Radii with which the code begins.
  private static let radii = Generator<Int>.integer(in: 0...99).map { Rational(900 + $0, 1000) }

  /// a_t at r_t = 1 with the parameter that the code stores for a radius.
  private static func fullDecay(_ radius: Rational, _ precision: Precision) -> Ball {
    let parameter = RealGatedLRU.parameter(initialRadius: Ball(radius, in: precision))
    return Ball.exp(RealGatedLRU.logDecay(recurrenceGate: Ball(1, in: precision), parameter: parameter))
  }

  private static func isPower(_ radius: Rational, _ precision: Precision) -> [Evidence] {
    let decay = fullDecay(radius, precision)
    let place = [NamedValue("a", radius)]
    // The bounds, moved by less than the last digit that anybody prints: at the ends they are attained.
    let slack = Rational.pow(10, -12)
    let (least, largest) = (Rational.pow(Rational(9, 10), 8), Rational.pow(Rational(999, 1000), 8))
    return [
      Evidence(
        "a_t at r_t = 1 = a^8", decay, agreesWith: Ball(Rational.pow(radius, 8), in: precision), bits: 80, at: place),
      Evidence("0.9^8 <= a_t", Ball(least - slack, in: precision), atMost: decay, at: place),
      Evidence("a_t <= 0.999^8", decay, atMost: Ball(largest + slack, in: precision), at: place),
    ]
  }
}
