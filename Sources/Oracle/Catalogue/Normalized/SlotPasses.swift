import Arithmetic
import Definitions

/// The two passes of one head.
struct SlotPasses<N: NumberSystem> {
  let row: Int
  let index: Int
  let head: Int
  let range: Range<Int>
  let e: Evaluation<N>

  private func has(_ mutation: SlotMutation) -> Bool { e.has(mutation) }

  func outputs(slots: [N.Real.Vector], decays: [N.Real.Vector], logDecays: [N.Real.Vector]?) -> [OutputPart<N>]? {
    var (slots, decays, logDecays) = (slots, decays, logDecays)
    let count = e.length("slots")
    if has(.gateOfFirstSlot) {
      for t in decays.indices { decays[t].fill(with: decays[t][0]) }
      logDecays = nil
    }
    if has(.previousGates) { decays = decays.indices.map { decays[max($0 - 1, 0)] } }
    if has(.gateOnOwnInput) { for t in slots.indices { slots[t].multiply(by: decays[t]) } }
    let unit = N.Real.Vector((0..<count).map { _ in e.constant(1) }, in: e.context)
    let ones = decays.map { _ in unit }
    guard let (logits, keyState) = keyPass(slots, has(.keysNotDecayed) ? ones : decays, logDecays) else { return nil }
    let weights = logits.indices.map { t in self.weights(logits[has(.previousWeights) ? max(t - 1, 0) : t]) }
    let valueDecays = has(.valuesNotDecayed) ? ones : decays
    let steps = range.map { t in
      let place = t - range.lowerBound
      return GatedSlots<N.Real>.valueStep(
        decays: valueDecays[place], logDecays: logDecays?[place], slots: slots[place],
        value: e.input("v").vector(row, t, head), weights: weights[place])
    }
    let columns = e.length("value")
    var start = e.zeros(count * columns)
    if let state = e.optionalInput("initial_state_v") {
      for m in 0..<count { for j in 0..<columns { start[m * columns + j] = state[index, head, m, j] } }
    }
    let problem = e.problem(initialState: start, columns: columns, steps: steps)
    guard let (outputs, state) = N.solve(problem, e.form.affine) else { return nil }
    var (o, hk, hv) = (e.output("o"), e.output("final_state_k"), e.output("final_state_v"))
    for (t, output) in zip(range, outputs) { o.append(output, at: row, t, head) }
    for a in 0..<e.length("key") { for m in 0..<count { hk.append(keyState[m][a], at: index, head, a, m) } }
    for m in 0..<count { for j in 0..<columns { hv.append(state[m * columns + j], at: index, head, m, j) } }
    return [o, hk, hv].filter { !$0.positions.isEmpty }
  }

  /// The softmax of the logits of a step.
  private func weights(_ logits: N.Real.Vector) -> N.Real.Vector {
    let scale = e.number("scale").map { e.constant($0) } ?? 1 / N.Real.sqrt(e.constant(Double(e.length("key"))))
    var scaled = logits
    if !has(.missingScale), !has(.scaleAfterSoftmax) { scaled.multiply(by: scale) }
    if has(.scaleTwice) { scaled.multiply(by: scale) }
    if has(.noSoftmax) { return scaled }
    var weights: N.Real.Vector = softmax(scaled)
    if has(.scaleAfterSoftmax) { weights.multiply(by: scale) }
    return weights
  }

  /// hk_t^T q_t for each step, shape (slots), and the last state of each slot, shape (key).
  private func keyPass(
    _ slots: [N.Real.Vector], _ decays: [N.Real.Vector], _ logDecays: [N.Real.Vector]?
  ) -> (logits: [N.Real.Vector], state: [N.Real.Vector])? {
    var logits = slots
    var states: [N.Real.Vector] = []
    for m in 0..<e.length("slots") {
      let steps = range.map { t in
        let place = t - range.lowerBound
        return GatedSlots<N.Real>.keyStep(
          decay: decays[place][m], logDecay: logDecays.map { $0[place][m] }, slot: slots[place][m],
          key: e.input("k").vector(row, t, head), query: e.input("q").vector(row, t, head))
      }
      var start = e.zeros(e.length("key"))
      if let state = e.optionalInput("initial_state_k") {
        for a in 0..<start.count { start[a] = state[index, head, a, m] }
      }
      let problem = e.problem(
        initialState: start, columns: 1, steps: steps, readTime: has(.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
      guard let (outputs, state) = N.solve(problem, e.form.affine) else { return nil }
      for t in outputs.indices { logits[t][m] = outputs[t][0] }
      states.append(state)
    }
    return (logits, states)
  }
}
