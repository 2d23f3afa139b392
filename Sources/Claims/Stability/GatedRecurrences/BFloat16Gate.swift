import Arithmetic
import Definitions
import PropertyTesting

extension GatedRecurrences {
  /// The RG-LRU with gates in bfloat16.
  static let griffinBFloat16 = Claim(
    "griffin.N-bf16",
    title: "In bfloat16 the RG-LRU is frozen for |log a| <= 2^-10 and an undamped integrator up to 2^-9",
    statement: """
      Let log a be a bfloat16 number, and a = e^(log a), a^2 = e^(2 log a), 1 - a^2 and its root be rounded to \
      bfloat16. Then a is 1 if and only if |log a| <= 2^-9, and the input scale is 0 if and only if |log a| <= 2^-10: \
      there the state is frozen and inputs are lost. For all |log a| between, a is 1 and the scale 1/16: the state is \
      t/16 after t inputs 1, beyond sqrt((1 + a)/(1 - a)) < 46. With log a in binary32 and sqrt(-expm1(2 log a)) the \
      scale's relative error is at most 3u/2 + u^2.
      """,
    source: Source(
      "derived here, about google-deepmind/recurrentgemma", arXiv: "2402.19427", "the gates of `RGLRU.forward`",
      .derived),
    hypotheses: [
      Hypothesis("bfloat16 gates", "log a, a, a^2 and the root are bfloat16 numbers"),
      Hypothesis("squared gate", "the scale is the root of 1 - e^(2 log a)"),
    ],
    method: .certified,
    notes: [
      "Among the quoted figures the statement is verified for all 32640 bfloat16 numbers log a <= 0. 128 of them, "
        + "the binade up to 2^-9, are undamped integrators.",
      "In terms of a: a rounds to 1 beyond 1 - 2^-9 and a^2 beyond sqrt(1 - 2^-9). A float accumulator, as the "
        + "released scan has, changes nothing of it; with the state in bfloat16 the integrator stops at 16, where 16 + "
        + "1/16 rounds to 16.",
      "In binary32, the default of the released JAX code, the same happens at |log a| = 2^-26 and 2^-25; 1 - e^(2 log "
        + "a) has an error of 3e-5 at |log a| = 1e-4 and of 1.3% at 1e-6.",
    ],
    check: .all(Check(LogGate.generator, regimes), Check(LogGate.integrators, integrates)),
    falsifiers: [
      Falsifier(
        "binary16 gates", dropping: "bfloat16 gates", Check(LogGate.generator.with { $0.format = .binary16 }, regimes)),
      Falsifier(
        "expm1 in bfloat16", dropping: "squared gate", Check(LogGate.generator.with { $0.isSquared = false }, regimes)),
      Falsifier("an error bound of u for the root of expm1", Check(LogGate.generator, { accurate($0, $1, bound: 1) })),
    ],
    quoted: quotedScales,
    figures: [scaleFigure])

  private static func quotedScales(_ precision: Precision) -> [Evidence] {
    let one = Ball(1, in: precision)
    let edge = one - Ball(Rational.pow(2, -9), in: precision)
    func scale(_ a: Rational) -> Ball { Ball.sqrt(1 - Ball(a * a, in: precision)) }
    /// The relative error of 1 - e^(2 log a) in binary32.
    func error(_ size: Rational) -> Ball {
      let log = RoundedFloat(-size, in: .binary32)
      let exact = Ball.expMinusOne(Ball(2 * log.value, in: precision))
      let found = RoundedFloat.exp(2 * log) - 1
      return (Ball(found.value, in: precision) / exact - 1).magnitude
    }
    let all = (0...0x7F7F).map { LogGate(bits: $0) }
    let isRight = all.allSatisfy { $0.isOne == $0.isAtMost(9) && $0.isFrozen == $0.isAtMost(10) && $0.hasScaleBetween }
    let integrators = all.filter { $0.isOne && !$0.isFrozen }
    return [
      Evidence("a rounds to 1 beyond", edge, isQuotedAs: "0.99805"),
      Evidence("a^2 rounds to 1 beyond", Ball.sqrt(edge), isQuotedAs: "0.99902"),
      Evidence("sqrt(1 - a^2) at a = 0.9985", scale(Rational(9985, 10_000)), isQuotedAs: "0.0548"),
      Evidence("sqrt(1 - a^2) at a = 0.999", scale(Rational(999, 1000)), isQuotedAs: "0.0447"),
      Evidence(
        "1/16 over it, less 1, in percent",
        100 * (Ball(Rational(1, 16), in: precision) / scale(Rational(999, 1000)) - 1), isQuotedAs: "40"),
      Evidence("error of 1 - a^2 in binary32 at |log a| = 1e-4", error(Rational(1, 10_000)), isQuotedAs: "3e-5"),
      Evidence(
        "error of 1 - a^2 in binary32 at |log a| = 1e-6, in percent", 100 * error(Rational(1, 1_000_000)),
        isQuotedAs: "1.3"),
      Evidence("the regimes hold for all 32640 log-gates", holds: Truth(isRight && all.count == 32640)),
      Evidence("128 log-gates are undamped integrators", holds: Truth(integrators.count == 128)),
    ]
  }

  private static func regimes(_ gate: LogGate, _ precision: Precision) -> [Evidence] {
    [
      Evidence("a = 1 iff |log a| <= 2^-9", holds: Truth(gate.isOne == gate.isAtMost(9)), at: gate.values),
      Evidence(
        "the scale is 0 iff |log a| <= 2^-10", holds: Truth(gate.isFrozen == gate.isAtMost(10)), at: gate.values),
      Evidence("the scale is 1/16 between", holds: Truth(gate.hasScaleBetween), at: gate.values),
    ] + accurate(gate, precision)
  }

  /// The scale in binary32 by expm1, which is exact for log a = 0.
  private static func accurate(
    _ gate: LogGate, _ precision: Precision, bound: Rational = Rational(3, 2)
  ) -> [Evidence] {
    let log = gate.log(in: .binary32)
    guard log.value < 0 else { return [] }
    let found = Ball(RealGatedLRU.inputScale(logDecay: log).value, in: precision)
    let exact = RealGatedLRU.inputScale(logDecay: Ball(log.value, in: precision))
    let u = FloatFormat.binary32.unitRoundoff
    return [
      Evidence(
        "|error of sqrt(-expm1(2 log a))|/u <= 3/2 + u", (found / exact - 1).magnitude / Ball(u, in: precision),
        atMost: Ball(bound + u, in: precision), at: gate.values)
    ]
  }

  /// 1024 inputs 1 into an undamped integrator, with the state in binary32 and in bfloat16.
  private static func integrates(_ gate: LogGate, _ precision: Precision) -> [Evidence] {
    func state(in format: FloatFormat) -> RoundedFloat {
      let step = RealGatedLRU.step(
        decay: RoundedFloat(gate.decay.value, in: format), scale: RoundedFloat(gate.scale.value, in: format),
        gatedInput: RoundedFloat(1, in: format))
      return GatedRecurrences.states(Array(repeating: step, count: 1024), from: RoundedFloat(0, in: format))[1023]
    }
    let a = Ball.exp(Ball(gate.log(in: .bfloat16).value, in: precision))
    let single = state(in: .binary32)
    return [
      Evidence(
        "sqrt((1 + a)/(1 - a)) < h_1024", Ball.sqrt((1 + a) / (1 - a)), lessThan: Ball(single.value, in: precision),
        at: gate.values),
      Evidence("h_1024 = 64", Rational(exactly: single.value), equals: 64, at: gate.values),
      Evidence(
        "h_1024 = 16 with a state in bfloat16", Rational(exactly: state(in: .bfloat16).value), equals: 16,
        at: gate.values),
    ]
  }

  private static let scaleFigure = FigureRecipe("griffin-scale") { precision in
    // Every bfloat16 number between 2^-13 and 2^-3.
    let gates = (0x3900...0x3E00).map { LogGate(bits: $0) }
    let exact = gates.map { RealGatedLRU.inputScale(logDecay: Ball($0.log(in: .bfloat16).value, in: precision)) }
    func ratio(
      _ name: String, _ format: FloatFormat, _ style: FigureData.Column.Style, _ scale: (RoundedFloat) -> RoundedFloat
    ) -> FigureData.Column {
      FigureData.Column(
        name, zip(gates, exact).map { Ball(scale($0.log(in: format)).value, in: precision) / $1 }, style: style)
    }
    return FigureData(
      "griffin-scale", title: "The RG-LRU's input scale near a = 1, as computed over exact",
      caption: """
        sqrt(1 - a^2) as computed over the exact value, at all bfloat16 numbers log a: by 1 - e^(2 log a) in bfloat16 \
        and in binary32, and by expm1 in bfloat16, every operation correctly rounded. In bfloat16 the scale is 0 up to \
        |log a| = 2^-10, where inputs are lost, and 1/16 up to 2^-9, where a is 1 too: an undamped integrator. All \
        values are enclosed.
        """,
      xLabel: "|log a|", yLabel: "computed/exact", logX: true, yRange: 0...1.5,
      x: FigureData.Column("|log a|", gates.map { -$0.log(in: .bfloat16).value }),
      curves: [
        ratio("bfloat16, 1 - e^(2 log a)", .bfloat16, .points) { RealGatedLRU.inputScaleBySquare(logDecay: $0) },
        ratio("bfloat16, expm1", .bfloat16, .line) { RealGatedLRU.inputScale(logDecay: $0) },
        ratio("binary32, 1 - e^(2 log a)", .binary32, .dashedLine) { RealGatedLRU.inputScaleBySquare(logDecay: $0) },
      ],
      guides: [
        FigureData.Guide(.vertical, 0x1p-10, label: "0"), FigureData.Guide(.vertical, 0x1p-9, label: "1/16"),
      ])
  }
}

/// A bfloat16 log-gate and what becomes of it.
private struct LogGate: Sendable {
  /// The bits of |log a| as a bfloat16 number.
  let bits: Int
  var format = FloatFormat.bfloat16
  /// Whether the scale is formed by 1 - e^(2 log a).
  var isSquared = true

  static let generator = Generator<Int>.oneOf(.integer(in: 0x3A00...0x3B80), .integer(in: 0...0x7F7F))
    .map { LogGate(bits: $0) }
  /// 2^-10 < |log a| <= 2^-9.
  static let integrators = Generator<Int>.integer(in: 0x3A81...0x3B00).map { LogGate(bits: $0) }

  var values: [NamedValue] { [NamedValue("log a", -size), NamedValue("bits", "0x" + String(bits, radix: 16))] }

  private var size: Double { BFloat16(bitPattern: UInt16(bits)).double }

  func log(in format: FloatFormat) -> RoundedFloat { RoundedFloat(-size, in: format) }
  var decay: RoundedFloat { .exp(log(in: format)) }
  var scale: RoundedFloat {
    isSquared
      ? RealGatedLRU.inputScaleBySquare(logDecay: log(in: format))
      : RealGatedLRU.inputScale(logDecay: log(in: format))
  }

  var isOne: Bool { decay.value == 1 }
  var isFrozen: Bool { scale.value == 0 }
  /// |log a| <= 2^-exponent.
  func isAtMost(_ exponent: Int) -> Bool { size <= Double(sign: .plus, exponent: -exponent, significand: 1) }
  /// The scale is 1/16 where the decay is 1 and the scale not 0.
  var hasScaleBetween: Bool { isAtMost(10) || !isAtMost(9) || scale.value == 0x1p-4 }
}
