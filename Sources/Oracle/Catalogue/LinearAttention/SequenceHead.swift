import Arithmetic
import Definitions

/// One head of one sequence of a call: a part of a ``SequenceHeadKernel``, with the defects that such kernels share.
struct SequenceHead<N: NumberSystem> {
  typealias Vector = N.Real.Vector

  let evaluation: Evaluation<N>
  let segment: Segment
  /// The head of the state.
  let head: Int
  /// The head of queries and keys.
  let keyHead: Int
  /// The steps in the order of the recurrence.
  let times: [Int]

  init(part: Int, of kernel: some SequenceHeadKernel, in evaluation: Evaluation<N>) {
    self.evaluation = evaluation
    let heads = evaluation.length(kernel.stateHeads)
    let keyHeads = evaluation.length("heads")
    let (sequence, head) = part.quotientAndRemainder(dividingBy: heads)
    segment = evaluation.call.segment(sequence)
    self.head = head
    if evaluation.has(MatrixStateDefect.tiledHeads) {
      keyHead = head % keyHeads
    } else if evaluation.has(MatrixStateDefect.firstKeyHead) {
      keyHead = 0
    } else {
      keyHead = head / (heads / keyHeads)
    }
    times = evaluation.flag("reverse") ? segment.range.reversed() : Array(segment.range)
  }

  func has(_ defect: MatrixStateDefect) -> Bool { evaluation.has(defect) }

  /// The step before a step in the order of the recurrence; the first one itself.
  func before(_ t: Int) -> Int {
    let isReversed = evaluation.flag("reverse")
    let previous = isReversed ? t + 1 : t - 1
    return segment.range.contains(previous) ? previous : t
  }

  // MARK: Inputs

  /// The factor of queries: the flag, or 1/sqrt(K).
  var scale: N.Real {
    if let scale = evaluation.number("scale") { return evaluation.constant(scale) }
    return 1 / N.Real.sqrt(N.Real(evaluation.length("keys"), in: evaluation.context))
  }

  /// A query of this head, scaled.
  func query(_ t: Int, _ name: String = "q", normalized norm: ((Vector) -> Vector)? = nil) -> Vector {
    var query = evaluation.input(name).vector(segment.row, has(.previousQuery) ? before(t) : t, keyHead)
    if let norm { query = norm(query) }
    if !has(.noScale) && !has(.scaleOnKeys) { query.multiply(by: scale) }
    if has(.scaleTwice) { query.multiply(by: scale) }
    return query
  }

  /// A key of this head.
  func key(_ t: Int, _ name: String = "k", normalized norm: ((Vector) -> Vector)? = nil) -> Vector {
    var key = evaluation.input(name).vector(segment.row, t, keyHead)
    if let norm { key = norm(key) }
    if has(.scaleOnKeys) { key.multiply(by: scale) }
    return key
  }

  /// The vector of this head in a tensor (batch, length, heads, size).
  func vector(_ name: String, _ t: Int) -> Vector { evaluation.input(name).vector(segment.row, t, head) }

  /// The number of this head in a tensor (batch, length, heads).
  func scalar(_ name: String, _ t: Int) -> N.Real { evaluation.input(name)[segment.row, t, head] }

  /// K equal numbers.
  func repeated(_ x: N.Real) -> Vector {
    var vector = evaluation.zeros(evaluation.length("keys"))
    vector.fill(with: x)
    return vector
  }

  /// The log-decay of a step, by a function of the step.
  func logDecay(_ t: Int, _ gate: (Int) -> Vector) -> Vector {
    let position = evaluation.flag("reverse") ? segment.range.upperBound - 1 - t : t - segment.range.lowerBound
    let isUndecayed =
      has(.noDecay) || has(.undecayedInitialState) && position == 0
      || has(.undecayedCarry) && position > 0 && position % 64 == 0
    if isUndecayed { return evaluation.zeros(evaluation.length("keys")) }
    var gate = gate(has(.previousDecay) ? before(t) : t)
    if has(.growingDecay) { gate.multiply(by: evaluation.constant(-1)) }
    if has(.decayTwice) { gate.multiply(by: evaluation.constant(2)) }
    if has(.binaryDecay) { gate.multiply(by: N.Real.log(evaluation.constant(2))) }
    return gate
  }

  // MARK: The recurrence

  /// The state before the first step.
  func initialState() -> Vector {
    let (keys, values) = (evaluation.length("keys"), evaluation.length("values"))
    guard let tensor = evaluation.optionalInput("initial_state") else { return evaluation.zeros(keys * values) }
    var state = tensor.block(segment.index, head)
    if evaluation.flag(FlagSpecification.stateLayout.name) {
      state = Vector((0..<state.count).map { state[$0 % values * keys + $0 / values] }, in: evaluation.context)
    }
    return transposed(state)
  }

  /// The outputs of the steps, in the order of the recurrence, and the final state.
  func solve(
    _ steps: [AffineStep<N.Real>], from initial: Vector? = nil, columns: Int? = nil,
    readTime: ReadTime = .afterUpdate, stepsAToken: Int = 1
  ) -> (outputs: [Vector], finalState: Vector)? {
    var problem = evaluation.problem(
      initialState: initial ?? initialState(), columns: columns ?? evaluation.length("values"), steps: steps,
      readTime: has(.readBeforeUpdate) ? .beforeUpdate : has(.readAfterUpdate) ? .afterUpdate : readTime)
    if steps.isEmpty { return ([], problem.initialState) }
    if has(.decayedNewPair) {
      for i in steps.indices { problem.steps[i].key.multiply(by: problem.steps[i].decay) }
    }
    let chunk = has(.lostCarry16) ? 16 : has(.lostCarry64) ? 64 : nil
    let solution = N.realNumbers.solve(
      problem, in: evaluation, losingStateEvery: chunk.map { $0 * stepsAToken })
    guard let solution, has(.stateBeforeLastStep) else { return solution }
    problem.steps.removeLast(stepsAToken)
    guard !problem.steps.isEmpty else { return (solution.outputs, problem.initialState) }
    return N.realNumbers.solve(problem, in: evaluation).map { (solution.outputs, $0.finalState) }
  }

  /// The parts of the output and of the final states.
  func parts(_ outputs: [Vector], _ finalState: Vector) -> [OutputPart<N>] {
    var o = evaluation.output("o")
    for (t, output) in zip(times, outputs) { o.append(output, at: segment.row, t, head) }
    var states = evaluation.output("final_state")
    let values = evaluation.length("values")
    let state = transposed(finalState)
    let isTransposed = evaluation.flag(FlagSpecification.stateLayout.name)
    for i in 0..<state.count {
      let (key, value) = i.quotientAndRemainder(dividingBy: values)
      states.append(state[i], at: [segment.index, head] + (isTransposed ? [value, key] : [key, value]))
    }
    return times.isEmpty ? [states] : [o, states]
  }

  /// A state in the other layout, where that is the defect and the shapes do not show it.
  private func transposed(_ state: Vector) -> Vector {
    let (keys, values) = (evaluation.length("keys"), evaluation.length("values"))
    guard has(.transposedState), keys == values else { return state }
    var result = state
    for i in 0..<state.count { result[i] = state[i % keys * keys + i / keys] }
    return result
  }
}
