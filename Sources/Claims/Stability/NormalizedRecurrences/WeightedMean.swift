import Arithmetic
import Definitions
import PropertyTesting

extension NormalizedRecurrences {
  /// RWKV-4's WKV.
  static let weightedMean = Claim(
    "rwkv4.T-stab",
    title: "RWKV-4's stabilized triple gives the plain quotient, which is a mean of the values",
    statement: """
      Numerator, denominator and exponent (a, b, p) with a = num e^-p, b = den e^-p and p' = max(p + w, k) give wkv_t \
      as the plain quotient of sums does, as do any other exponents; and min v_s <= wkv_t <= max v_s. In floats with \
      unit roundoff u it exceeds neither by more than ((1 + u)^(8t + 8) - 1) max |v_s|.
      """,
    source: Source("BlinkDL/RWKV-LM, the CUDA kernel of version 4", arXiv: "2305.13048", "equation (16)", .code),
    hypotheses: [
      Hypothesis("finite keys", "k_t is finite: weights are positive"),
      Hypothesis("bonus", "the weight of the step itself has u, that of the others w"),
    ],
    method: .exact,
    notes: [
      "The catalogue says that the initial exponent -1e38, -infinity in binary16, makes NaN there. It does not by "
        + "itself: max(-infinity, u + k) is finite and e^(-infinity) is 0. NaN needs u + k = -infinity too, as for a "
        + "masked key."
    ],
    effort: 0.5,
    check: .all(
      Check(MeanInstance.generator) { instance, _ in instance.isMean() },
      Check(MeanInstance.generator) { instance, precision in instance.isBoundedInFloats(precision) }),
    falsifiers: [
      Falsifier(
        "a masked key beside an empty state in binary16", dropping: "finite keys",
        Check(MeanInstance.generator) { instance, _ in [instance.isDefinedWhenMasked] }),
      Falsifier(
        "w in place of u", dropping: "bonus",
        Check(MeanInstance.generator.with { $0.plainBonus = -1 }) { instance, _ in instance.isMean() }),
      Falsifier(
        "an exponent that is not taken out of the state",
        Check(MeanInstance.generator.with { $0.isShifted = true }) { instance, _ in instance.isMean() }),
    ])

  /// How RWKV-4's state grows.
  static let exponentGrowth = Claim(
    "rwkv4.N-growth",
    title: "RWKV-4's exponent stays between the last and the largest key; its stabilized denominator may grow like t",
    statement: """
      k_t <= p_t <= max k_s and 1 <= b_t <= t for all w <= 0, and b_t = t for keys k_s = s w. Without the exponent, \
      with constant keys, the denominator is e^k (1 - e^(tw))/(1 - e^w) < e^k/(1 - e^w): the length does not make it \
      overflow, keys do, at once for k > 88.7 in binary32 and k > 11.1 in binary16.
      """,
    source: Source(
      "derived here, about RWKV-4", arXiv: "2305.13048", "equation (16) and its stabilized form", .derived),
    hypotheses: [Hypothesis("decay", "w <= 0: in the model w = -e^d")],
    method: .exact,
    notes: ["b_t in binary16 therefore loses the weights of new keys only for t > 2048 keys that fall as fast as w."],
    effort: 0.5,
    check: .all(
      Check(MeanInstance.generator) { instance, _ in instance.isConfined() },
      Check(Generator<Int>.integer(in: -40...100)) { overflow($0, $1) }),
    falsifiers: [
      Falsifier(
        "w = 1", dropping: "decay",
        Check(MeanInstance.generator.with { $0.decay = 1 }) { instance, _ in instance.isConfined() }),
      Falsifier(
        "b_t <= t - 1", Check(MeanInstance.generator) { instance, _ in instance.isConfined(count: -1) }),
    ])

  /// The plain denominator of 64 constant keys in binary32, at w = -1/8.
  private static func overflow(_ key: Int, _ precision: Precision) -> [Evidence] {
    let decay = RoundedFloat(Rational(-1, 8), in: .binary32)
    let step = WKV4.step(decay: decay, key: RoundedFloat(key, in: .binary32), value: RoundedFloat(0, in: .binary32))
    var recurrence = AffineRecurrence<RoundedFloat>(rows: 1, columns: 2, in: .binary32)
    for _ in 0..<64 { recurrence.update(step) }
    let limit = Ball.exp(Ball(key, in: precision)) / -Ball.expMinusOne(Ball(decay.value, in: precision))
    let (isFinite, bound) = (recurrence.state[1].isFinite, Ball.exp(logLargest(.binary32, precision)))
    let place = [NamedValue("k", key), NamedValue("w", "-1/8")]
    // Finite where the sum of all weights is below the largest number, infinite where one weight is above it.
    let fits = limit.isLess(than: bound).isTrue
    let isBeyond = bound.isLess(than: Ball.exp(Ball(key, in: precision))).isTrue
    guard fits || isBeyond else { return [] }
    return [
      Evidence(
        "the plain denominator is finite iff e^k/(1 - e^w) is in range", holds: Truth(isFinite == fits), at: place)
    ]
  }
}

/// Keys and values of a channel, with integer logarithms.
private struct MeanInstance: Sendable {
  var decay: Int
  let bonus: Int
  let keys: [Int]
  let values: [Rational]
  /// Exponents in place of p_t.
  let exponents: [Int]
  /// The bonus of the plain form less u, where a falsifier has another.
  var plainBonus = 0
  /// Whether the exponents are put in without taking them out of the state.
  var isShifted = false

  static let generator = Generator { draw in
    let count = draw.integer(in: 1...6)
    let integers = Generator<[Int]>.array(of: .integer(in: -4...4), count: count)
    return MeanInstance(
      decay: -draw.integer(in: 0...3), bonus: draw.integer(in: -3...3), keys: try draw(integers),
      values: try draw(.array(of: .rational(in: -2...2, denominator: 3), count: count)), exponents: try draw(integers))
  }

  var named: [NamedValue] {
    [NamedValue("w", decay), NamedValue("u", bonus), NamedValue("k", keys), NamedValue("v", values)]
  }

  /// wkv_t of all steps and the last state, stabilized.
  private func stabilized<A: RealElementaryArithmetic>(
    _ start: StabilizedWKV4<A>, _ make: (Rational) -> A, exponents: [Int]? = nil
  ) -> (outputs: [A], state: StabilizedWKV4<A>) {
    var state = start
    let outputs = keys.indices.map { t in
      let (key, value) = (make(Rational(keys[t])), make(values[t]))
      let output = state.output(bonus: make(Rational(bonus)), key: key, value: value)
      state.advance(decay: make(Rational(decay)), key: key, value: value)
      if let exponents, let old = state.exponent {
        // The same state with another exponent.
        let new = make(Rational(exponents[t]))
        let factor = isShifted ? make(1) : A.exp(old - new)
        state = StabilizedWKV4(
          numerator: state.numerator * factor, denominator: state.denominator * factor, exponent: new)
      }
      return output
    }
    return (outputs, state)
  }

  private var empty: StabilizedWKV4<Exact> { StabilizedWKV4(numerator: 0, denominator: 0, exponent: nil) }
  private func exact(_ x: Rational) -> Exact { Exact(x) }

  func isMean() -> [Evidence] {
    var recurrence = AffineRecurrence<Exact>(rows: 1, columns: 2, in: Intrinsic(), readTime: .beforeUpdate)
    var sums = Exact.Vector([0, 0])
    let plain = keys.indices.map { t in
      let (key, value) = (Exact(keys[t]), Exact(values[t]))
      recurrence.advance(WKV4.step(decay: Exact(decay), key: key, value: value), output: &sums)
      return WKV4.output(
        numerator: sums[0], denominator: sums[1], bonus: Exact(bonus + plainBonus), key: key, value: value)
    }
    let last = plain.last ?? 0
    let (least, largest) = (values.dropFirst().reduce(values[0], min), values.dropFirst().reduce(values[0], max))
    return [
      Evidence("wkv_t by the triple = by the quotient", stabilized(empty, exact).outputs, equal: plain, at: named),
      Evidence(
        "wkv_t with other exponents = by the quotient", stabilized(empty, exact, exponents: exponents).outputs,
        equal: plain, at: named + [NamedValue("p", exponents)]),
      Evidence("wkv_t <= max v_s", last.rational, atMost: largest, at: named),
      Evidence("min v_s <= wkv_t", least, atMost: last.rational, at: named),
    ]
  }

  /// wkv_t in binary16 from the state of the released code, which begins with the exponent -1e38.
  func isBoundedInFloats(_ precision: Precision) -> [Evidence] {
    let format = FloatFormat.binary16
    func half(_ x: Rational) -> RoundedFloat { RoundedFloat(x, in: format) }
    let start = StabilizedWKV4(
      numerator: half(0), denominator: half(0), exponent: RoundedFloat(-1e38, in: format))
    let rounded = values.map { Rational(exactly: half($0).value) }
    let size = rounded.reduce(Rational(0)) { max($0, $1.magnitude) }
    let (least, largest) = (rounded.dropFirst().reduce(rounded[0], min), rounded.dropFirst().reduce(rounded[0], max))
    // A format's least number is added for underflow.
    let slack =
      (Rational.pow(1 + format.unitRoundoff, 8 * keys.count + 8) - 1) * size + Rational.pow(2, format.leastExponent)
    guard let found = stabilized(start, half).outputs.last, found.isDefined else {
      return [Evidence("wkv_t is a number in binary16", holds: .false, at: named)]
    }
    let value = Rational(exactly: found.value)
    return [
      Evidence("wkv_t in binary16 - max v_s <= its bound", value - largest, atMost: slack, at: named),
      Evidence("min v_s - wkv_t in binary16 <= its bound", least - value, atMost: slack, at: named),
    ]
  }

  /// The first output with a masked key and the released code's initial exponent, in binary16.
  var isDefinedWhenMasked: Evidence {
    let format = FloatFormat.binary16
    let state = StabilizedWKV4(
      numerator: RoundedFloat(0, in: format), denominator: RoundedFloat(0, in: format),
      exponent: RoundedFloat(-1e38, in: format))
    let output = state.output(
      bonus: RoundedFloat(bonus, in: format), key: RoundedFloat(-Double.infinity, in: format),
      value: RoundedFloat(values[0], in: format))
    return Evidence("wkv_t is a number", holds: Truth(output.isDefined), at: named)
  }

  /// k_t <= p_t <= max k_s and 1 <= b_t <= t, and b_t = t for k_s = s w.
  func isConfined(count extra: Int = 0) -> [Evidence] {
    let state = stabilized(empty, exact).state
    guard let exponent = state.exponent?.rational, let key = keys.last else { return [] }
    let largest = keys.reduce(keys[0], max)
    let falling = MeanInstance(
      decay: decay, bonus: bonus, keys: keys.indices.map { $0 * decay }, values: values, exponents: exponents)
    return [
      Evidence("k_t <= p_t", Exact(key), atMost: Exact(exponent), at: named),
      Evidence("p_t <= max k_s", Exact(exponent), atMost: Exact(largest), at: named),
      Evidence("1 <= b_t", Rational(1), atMost: state.denominator.rational, at: named),
      Evidence("b_t <= t", state.denominator.rational, atMost: Rational(keys.count + extra), at: named),
      Evidence(
        "b_t = t for k_s = s w", falling.stabilized(empty, exact).state.denominator, equals: Exact(keys.count),
        at: named),
    ]
  }
}
