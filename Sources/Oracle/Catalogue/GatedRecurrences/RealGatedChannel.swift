import Arithmetic
import Definitions

/// One channel of one batch row of an RG-LRU.
struct RealGatedChannel<N: NumberSystem> {
  let row: Int
  let channel: Int
  let e: Evaluation<N>

  private func has(_ mutation: RealGatedLRUScan.Mutation) -> Bool { e.has(mutation) }
  private var length: Int { e.length("length") }

  func outputs() -> [OutputPart<N>]? {
    let steps = steps()
    var state = e.zeros(1)
    if let cache = e.optionalInput("cache") { state[0] = cache[row, channel] }
    if has(.undecayedCache), let first = steps.first { state[0] = state[0] / first.decay[0] }
    let problem = e.problem(
      initialState: state, columns: 1, steps: steps, readTime: has(.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
    let runs = Runs(length: length) { t in has(.lateReset) ? t > 0 && isReset(t - 1) : isReset(t) }
    let solution = runs.solve(problem, e.form.affine) { N.solve($0, e.form.affine) }
    guard let (readouts, states) = solution else { return nil }
    var (y, last) = (e.output("y"), e.output("last_h"))
    for t in 0..<length { y.append(readouts[t][0], at: row, t, channel) }
    last.append(states[states.count - 1][0], at: row, channel)
    return [y, last]
  }

  private func isReset(_ t: Int) -> Bool { e.optionalInput("segment_pos").map { $0.stored(row, t) == 0 } ?? false }

  private func steps() -> [AffineStep<N.Real>] {
    let x = e.input("x")
    let parameter = parameter()
    let logDecays = (0..<length).map { t in
      let gate = has(.ungatedDecay) ? e.constant(1) : gate(has(.swappedGates) ? "input_gate" : "recurrent_gate", t)
      if has(.withoutEight) { return -(gate * N.Real.softplus(parameter)) }
      if has(.sigmoidParameter) { return -(8 * gate * N.Real.sigmoid(parameter)) }
      return RealGatedLRU.logDecay(recurrenceGate: gate, parameter: parameter)
    }
    return (0..<length).map { t in
      let gate = has(.ungatedInput) ? e.constant(1) : gate(has(.swappedGates) ? "recurrent_gate" : "input_gate", t)
      let scale = isReset(t) && !has(.scaleAtReset) ? e.constant(1) : scale(logDecays[t])
      var input = gate * x[row, t, channel]
      if has(.resetAfterInput), isReset(t) { input = e.constant(0) }
      let logDecay = logDecays[has(.previousDecay) ? max(t - 1, 0) : t]
      return RealGatedLRU.step(logDecay: logDecay, scale: e.stored(scale, at: .decay), gatedInput: input)
    }
  }

  private func parameter() -> N.Real {
    let parameter = e.input("a_param")[channel]
    return has(.negatedParameter) ? -parameter : parameter
  }

  /// sqrt(1 - a^2).
  private func scale(_ logDecay: N.Real) -> N.Real {
    if has(.withoutScale) { return e.constant(1) }
    if has(.rootOfOneMinusDecay) { return N.Real.sqrt(-N.Real.expMinusOne(logDecay)) }
    if has(.rootMissing) { return -N.Real.expMinusOne(2 * logDecay) }
    if has(.complementScale) { return -N.Real.expMinusOne(logDecay) }
    if e.form.name == "one-minus-square" { return N.Real.sqrt(1 - N.Real.exp(2 * logDecay)) }
    return RealGatedLRU.inputScale(logDecay: logDecay)
  }

  /// A gate, given or as the sigmoid of its linear map.
  private func gate(_ name: String, _ t: Int) -> N.Real {
    if let gate = e.optionalInput(name) { return gate[row, t, channel] }
    let weight = e.input(name + "_weight")
    let (heads, width) = (weight.shape[0], weight.shape[1])
    let (block, own) = has(.tiledBlocks) ? (channel % heads, channel / heads) : (channel / width, channel % width)
    var sum: N.Real?
    for i in 0..<width {
      let x = e.input("x")[row, t, block * width + i]
      let term = x * (has(.transposedWeights) ? weight[block, own, i] : weight[block, i, own])
      sum = sum.map { $0 + term } ?? term
    }
    var z = sum ?? e.constant(0)
    if let bias = e.optionalInput(name + "_bias") { z = z + bias[block, own] }
    return N.Real.sigmoid(z)
  }
}
