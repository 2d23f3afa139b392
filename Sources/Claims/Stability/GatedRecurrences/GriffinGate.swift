import Arithmetic
import Definitions
import PropertyTesting

extension GatedRecurrences {
  /// The sign of Lambda in the RG-LRU.
  static let griffinGate = Claim(
    "griffin.T-gate",
    title: "The decay sigma(Lambda)^(c r) is exp(-c sp(-Lambda) r); the printed exp(-c sp(Lambda) r) has another sign",
    statement: """
      The recurrent weight of the RG-LRU is a_t = a^(c r_t) with a = sigma(Lambda) and c = 8, and is computed as log \
      a_t = -c sp(Lambda) r_t.
      """,
    source: griffin("section 2.4, equations (3) and (6) and the remark on their implementation"),
    hypotheses: [Hypothesis("gate", "0 < r_t: a recurrence gate is a sigmoid")],
    method: .certified,
    notes: [
      "The printed form and the definition agree at Lambda = 0 alone, for sp(Lambda) - sp(-Lambda) = Lambda: the "
        + "printed logarithm is off by exactly c r Lambda. At Lambda = 2 it is -2.127 per unit of c r where -0.127 is "
        + "meant.",
      "The released code stores c = -Lambda and uses -8 r sp(c): consistent within itself.",
    ],
    check: Check(Gate.generator, isPrintedForm),
    correction: Correction(
      "log a_t = -c sp(-Lambda) r_t, so that 0 < a_t < 1, and the printed logarithm is log a_t - c r_t Lambda.",
      Check(Gate.generator) { isCorrectedForm($0, $1) + decays($0, $1) }),
    falsifiers: [
      Falsifier("a negative gate", dropping: "gate", Check(Gate.generator.with { $0.r = -$0.r }, decays))
    ],
    quoted: { precision in
      let two = Ball(2, in: precision)
      let eighth = Ball(Rational(1, 8), in: precision)
      return [
        Evidence(
          "-sp(-Lambda) at Lambda = 2", RealGatedLRU.logDecay(recurrenceGate: eighth, parameter: -two),
          isQuotedAs: "-0.127"),
        Evidence(
          "-sp(Lambda) at Lambda = 2", RealGatedLRU.logDecay(recurrenceGate: eighth, parameter: two),
          isQuotedAs: "-2.127"),
      ]
    },
    figures: [gateCurves])

  private static func isPrintedForm(_ gate: Gate, _ precision: Precision) -> Evidence {
    let (lambda, r) = gate.balls(precision)
    return Evidence(
      "exp(-8 sp(Lambda) r) = sigma(Lambda)^(8 r)",
      Ball.exp(RealGatedLRU.logDecay(recurrenceGate: r, parameter: lambda)),
      agreesWith: RealGatedLRU.decay(recurrenceGate: r, gateParameter: lambda), bits: 80, at: gate.values)
  }

  private static func isCorrectedForm(_ gate: Gate, _ precision: Precision) -> [Evidence] {
    let (lambda, r) = gate.balls(precision)
    let log = RealGatedLRU.logDecay(recurrenceGate: r, parameter: -lambda)
    return [
      Evidence(
        "exp(-8 sp(-Lambda) r) = sigma(Lambda)^(8 r)", Ball.exp(log),
        agreesWith: RealGatedLRU.decay(recurrenceGate: r, gateParameter: lambda), bits: 80, at: gate.values),
      Evidence(
        "-8 sp(Lambda) r = log a - 8 r Lambda", RealGatedLRU.logDecay(recurrenceGate: r, parameter: lambda),
        agreesWith: log - 8 * r * lambda, bits: 80, at: gate.values),
    ]
  }

  private static func decays(_ gate: Gate, _ precision: Precision) -> [Evidence] {
    let (lambda, r) = gate.balls(precision)
    return [
      Evidence(
        "a < 1", RealGatedLRU.decay(recurrenceGate: r, gateParameter: lambda), lessThan: Ball(1, in: precision),
        at: gate.values)
    ]
  }

  /// Lambda and r.
  private struct Gate: Sendable {
    let lambda: Rational
    var r: Rational

    static let generator = Generator { draw in
      Gate(
        lambda: try draw(.rational(in: -8...8, denominator: 8)),
        r: try draw(.rational(above: 0, upTo: 1, denominator: 16)))
    }

    var values: [NamedValue] { [NamedValue("Lambda", lambda), NamedValue("r", r)] }

    func balls(_ precision: Precision) -> (Ball, Ball) { (Ball(lambda, in: precision), Ball(r, in: precision)) }
  }

  private static let gateCurves = FigureRecipe("griffin-gate") { precision in
    let gates = grid(from: 0, to: 1, count: 100)
    func curve(_ name: String, _ style: FigureData.Column.Style, _ decay: (Ball) -> Ball) -> FigureData.Column {
      FigureData.Column(name, gates.map { decay(Ball($0, in: precision)) }, style: style)
    }
    func lambda(_ value: Rational) -> Ball { Ball(value, in: precision) }
    let drawn: [Rational] = [4, 2, 0]
    return FigureData(
      "griffin-gate", title: "The RG-LRU's decay against its recurrence gate",
      caption: """
        a_t = sigma(Lambda)^(8 r) for three Lambda, and with dashes what the printed exp(-8 sp(Lambda) r) gives: it \
        forgets the more, the larger Lambda is, where the definition remembers the more. The two agree at Lambda = 0 \
        alone. At r = 0 every state is kept as it is, which a gate that interpolates between a and 0 could not do. All \
        values are enclosed.
        """,
      xLabel: "r", yLabel: "a_t", x: FigureData.Column("r", gates),
      curves: drawn.map { value in
        curve("Lambda = \(value)", .line) {
          RealGatedLRU.decay(recurrenceGate: $0, gateParameter: lambda(value))
        }
      }
        + drawn.dropLast().map { value in
          curve("Lambda = \(value), as printed", .dashedLine) {
            Ball.exp(RealGatedLRU.logDecay(recurrenceGate: $0, parameter: lambda(value)))
          }
        })
  }
}
