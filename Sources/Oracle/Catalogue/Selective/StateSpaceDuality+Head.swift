import Arithmetic
import Definitions

extension StateSpaceDuality {
  /// One head of one batch row.
  struct Head<N: NumberSystem> {
    let row: Int
    let head: Int
    let e: Evaluation<N>
  }
}

extension StateSpaceDuality.Head {
  private func has(_ mutation: StateSpaceDuality.Mutation) -> Bool { e.has(mutation) }
  private var length: Int { e.length("length") }
  private var headdim: Int { e.length("headdim") }
  private var chunkSize: Int { max(Int(e.number("chunk_size") ?? 256), 1) }

  func outputs() -> [OutputPart<N>]? {
    let steps = steps()
    let runs = runs()
    let problem = e.problem(
      initialState: initialState(steps), columns: headdim, steps: steps,
      readTime: has(.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
    guard let (readouts, states) = runs.solve(problem, e.form.affine, with: solve) else { return nil }
    var y = e.output("y")
    for t in 0..<length {
      for p in 0..<headdim { y.append(output(t, p, readouts[t][p], steps[t]), at: row, t, head, p) }
    }
    var final = e.output("final_states")
    append(states[states.count - 1], to: &final, at: row)
    guard e.optionalInput("cu_seqlens") != nil else { return [y, final] }
    var documents = e.output("varlen_states")
    for place in 0..<e.length("sequences") { append(states[min(place, states.count - 1)], to: &documents, at: place) }
    return [y, final, documents]
  }

  private func solve(_ problem: AffineProblem<N.Real>) -> AffineProblem<N.Real>.Solution? {
    let solver = { N.solve($0, e.form.affine) }
    if has(.lostCarry) { return problem.solve(losing: .lostState, every: chunkSize, with: solver) }
    if has(.undecayedCarry) { return problem.solve(losing: .undecayedState, every: chunkSize, with: solver) }
    if has(.decayFromChunkStart) { return problem.solve(losing: .decayFromStart, every: chunkSize, with: solver) }
    return solver(problem)
  }

  /// Where documents start.
  private func runs() -> Runs {
    let documents = e.optionalInput("seq_idx")
    return Runs(length: length) { t in
      guard let documents else { return false }
      let shifted = has(.lateDocuments) ? t - 1 : t
      guard shifted > 0, documents.stored(row, shifted) != documents.stored(row, shifted - 1) else { return false }
      return !(has(.leakAtChunkStart) && t % chunkSize == 0)
    }
  }

  private func initialState(_ steps: [AffineStep<N.Real>]) -> N.Real.Vector {
    let count = e.length("state")
    var state = e.zeros(count * headdim)
    guard let tensor = e.optionalInput("initial_states") else { return state }
    for n in 0..<count {
      for p in 0..<headdim {
        let position = has(.transposedInitialState) ? n * headdim + p : p * count + n
        state[n * headdim + p] = tensor[row, head, position / count, position % count]
      }
    }
    if has(.undecayedInitialState), let first = steps.first { state.multiply(by: e.constant(1) / first.decay[0]) }
    return state
  }

  private func append(_ state: N.Real.Vector, to output: inout OutputPart<N>, at index: Int) {
    for p in 0..<headdim {
      for n in 0..<e.length("state") { output.append(state[n * headdim + p], at: index, head, p, n) }
    }
  }

  /// y_t of one channel from what the state gives.
  private func output(_ t: Int, _ p: Int, _ readout: N.Real, _ step: AffineStep<N.Real>) -> N.Real {
    let x = e.input("x")[row, t, head, p]
    let z = e.optionalInput("z")?[row, t, head, p]
    var y = e.stored(e.stored(readout, at: .readout), at: .readout)
    if has(.strictMask) { y = y - step.value[p] * step.query.dot(step.key) }
    let through = e.optionalInput("D").map { gain in
      (gain.rank == 1 ? gain[head] : gain[head, p]) * (has(.feedthroughOfStep) ? step.value[p] : x)
    }
    if let through, !has(.feedthroughAfterGate) { y = y + through }
    if let z, !has(.gatedInput) { y = y * (has(.sigmoidGate) ? N.Real.sigmoid(z) : z * N.Real.sigmoid(z)) }
    if let through, has(.feedthroughAfterGate) { y = y + through }
    return y
  }
}

extension StateSpaceDuality.Head {
  private func steps() -> [AffineStep<N.Real>] {
    let (heads, groups) = (e.length("heads"), e.length("groups"))
    let group = has(.tiledGroups) ? head % groups : head / (heads / groups)
    let (x, b, c) = (e.input("x"), e.input(has(.swappedGains) ? "C" : "B"), e.input(has(.swappedGains) ? "B" : "C"))
    let rate = has(.growingStates) ? -e.input("A")[head] : e.input("A")[head]
    let deltas = (0..<length).map(delta)
    return (0..<length).map { t in
      var input = x.vector(row, t, head)
      if has(.gatedInput), let z = e.optionalInput("z")?.vector(row, t, head) {
        for p in 0..<headdim { input[p] = input[p] * (z[p] * N.Real.sigmoid(z[p])) }
      }
      var step = AffineStep.stateSpaceDuality(
        rate: rate, step: deltas[t], input: input, inputGain: b.vector(row, t, group),
        outputGain: c.vector(row, has(.previousReadout) ? max(t - 1, 0) : t, group))
      for p in 0..<headdim { step.value[p] = e.stored(step.value[p], at: .operand) }
      if has(.zeroOrderHold) {
        step.value = input
        step.value.multiply(by: N.Real.expMinusOne(deltas[t] * rate) / rate)
      }
      if has(.inputWithoutStep) { step.value = input }
      if has(.stepTwice) { step.value.multiply(by: deltas[t]) }
      if has(.decayWithoutStep) { step.setDecay(logarithm: rate) }
      if has(.previousDecay) { step.setDecay(logarithm: deltas[max(t - 1, 0)] * rate) }
      if has(.ownDecay) { step.key.multiply(by: step.decay) }
      return step
    }
  }

  /// Delta_t.
  private func delta(_ t: Int) -> N.Real {
    var x = e.input("dt")[row, t, head]
    let bias = e.optionalInput("dt_bias")?[head]
    if let bias, !has(.biasAfterSoftplus) { x = e.stored(x + bias, at: .step) }
    if has(.limitBeforeSoftplus) { x = limited(x) }
    if e.flag("dt_softplus") {
      x = e.softplus(x)
    }
    if let bias, has(.biasAfterSoftplus) { x = x + bias }
    return e.stored(has(.limitBeforeSoftplus) ? x : limited(x), at: .step)
  }

  private func limited(_ x: N.Real) -> N.Real {
    let low = N.Real.maximum(x, e.constant(e.number("dt_limit_low") ?? 0))
    guard let high = e.number("dt_limit_high"), high.isFinite else { return low }
    return N.Real.minimum(low, e.constant(high))
  }
}
