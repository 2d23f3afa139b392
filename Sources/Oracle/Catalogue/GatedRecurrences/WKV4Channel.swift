import Arithmetic
import Definitions

/// One channel of one batch row of RWKV-4.
struct WKV4Channel<N: NumberSystem> {
  let row: Int
  let channel: Int
  let e: Evaluation<N>

  private func has(_ mutation: WKV4Scan.Mutation) -> Bool { e.has(mutation) }
  private var times: Range<Int> { 0..<e.length("length") }

  func outputs() -> [OutputPart<N>]? {
    guard let (values, state) = e.form.name == "stabilized" ? stabilized() : ratios() else { return nil }
    var (y, final) = (e.output("y"), e.output("final_state"))
    for t in times { y.append(values[t], at: row, t, channel) }
    let parts = [state.numerator, state.denominator, state.exponent ?? e.constant(Self.nothing)]
    for (place, value) in parts.enumerated() { final.append(value, at: row, place, channel) }
    return [y, final]
  }

  /// The exponent of a state that has seen nothing.
  private static var nothing: Double { -1e38 }

  /// w, u and the keys and values of each step.
  private var decay: N.Real {
    let w = e.input("w")[channel]
    return e.word("gate_domain") == "loglog" ? -N.Real.exp(w) : w
  }
  private var bonus: N.Real { e.input("u")[channel] }
  private func key(_ t: Int) -> N.Real { e.input("k")[row, has(.previousKey) ? max(t - 1, 0) : t, channel] }
  private func value(_ t: Int) -> N.Real { e.input("v")[row, t, channel] }

  /// The state before the first step.
  private func initialState() -> StabilizedWKV4<N.Real> {
    let empty = StabilizedWKV4(numerator: e.constant(0), denominator: e.constant(0), exponent: nil)
    guard let state = e.optionalInput("state") else { return empty }
    let parts = (0..<3).map { state[row, $0, channel] }
    if state.stored(row, 0, channel) == 0, state.stored(row, 1, channel) == 0 { return empty }
    return has(.swappedStates)
      ? StabilizedWKV4(numerator: parts[1], denominator: parts[0], exponent: parts[2])
      : StabilizedWKV4(numerator: parts[0], denominator: parts[1], exponent: parts[2])
  }

  private func stabilized() -> (values: [N.Real], state: StabilizedWKV4<N.Real>)? {
    let (decay, bonus) = (decay, bonus)
    var state = initialState()
    let values = times.map { t in
      let value = state.output(bonus: bonus, key: key(t), value: value(t))
      state.advance(decay: decay, key: key(t), value: self.value(t))
      return value
    }
    return (values, state)
  }

  /// The definition: numerator and denominator themselves.
  private func ratios() -> (values: [N.Real], state: StabilizedWKV4<N.Real>)? {
    let (decay, bonus) = (decay, bonus)
    let initial = initialState()
    let scale = initial.exponent.map { N.Real.exp($0) } ?? e.constant(0)
    let start = N.Real.Vector([initial.numerator * scale, initial.denominator * scale], in: e.context)
    let problem = e.problem(
      initialState: start, columns: 2, steps: times.map { step($0, decay, bonus) },
      readTime: has(.ownStepTwice) ? .afterUpdate : .beforeUpdate)
    guard let (sums, final) = N.solve(problem, e.form.affine) else { return nil }
    let values = times.map { output($0, sums[$0], decay, bonus) }
    var exponent = initial.exponent
    for t in times {
      let key = key(t)
      exponent = has(.exponentOfDecayOnly) ? key : exponent.map { N.Real.maximum($0 + decay, key) } ?? key
    }
    let shrink = exponent.map { has(.unscaledState) ? e.constant(1) : N.Real.exp(-$0) } ?? e.constant(0)
    var denominator = final[1] * shrink
    if has(.undecayedDenominator) { denominator = denominator / N.Real.exp(IntegerConstant(times.count) * decay) }
    let state = StabilizedWKV4(numerator: final[0] * shrink, denominator: denominator, exponent: exponent)
    return (values, state)
  }

  private func step(_ t: Int, _ decay: N.Real, _ bonus: N.Real) -> AffineStep<N.Real> {
    let rate = has(.growingDecay) ? -decay : has(.decayTwice) ? 2 * decay : decay
    let key = has(.bonusInState) ? key(t) + bonus : key(t)
    var step = WKV4.step(decay: rate, key: has(.decayOnOwnKey) ? key + decay : key, value: value(t))
    if has(.undecayedDenominator) { step.value[1] = step.value[1] / N.Real.exp(IntegerConstant(t + 1) * decay) }
    return step
  }

  private func output(_ t: Int, _ sums: N.Real.Vector, _ decay: N.Real, _ bonus: N.Real) -> N.Real {
    var (numerator, denominator) = (sums[0], sums[1])
    if has(.undecayedDenominator) { denominator = denominator / N.Real.exp(IntegerConstant(t) * decay) }
    if has(.decayBeforeRead) { numerator = numerator * N.Real.exp(decay) }
    if has(.decayBeforeRead) { denominator = denominator * N.Real.exp(decay) }
    let weight = N.Real.exp(key(t) + bonus)
    if has(.bonusOnHistory) {
      let history = N.Real.exp(bonus)
      return WKV4.output(
        numerator: history * numerator, denominator: history * denominator, bonus: e.constant(0), key: key(t),
        value: value(t))
    }
    if has(.withoutOwnStep), t > 0 { return numerator / denominator }
    if has(.numeratorOnly) { return numerator + weight * value(t) }
    if has(.denominatorWithoutOwnStep), t > 0 { return (numerator + weight * value(t)) / denominator }
    let own = has(.bonusMissing) ? e.constant(0) : has(.bonusTwice) ? 2 * bonus : bonus
    return WKV4.output(numerator: numerator, denominator: denominator, bonus: own, key: key(t), value: value(t))
  }
}
