import Arithmetic
import Definitions

/// What a wrong kernel hands on where a chunk ends, in place of the state: defects that many kernels share.
enum ChunkDefect: Sendable {
  /// Zeros.
  case lostState
  /// A state whose inputs have all been decayed from the start of the chunk, rather than each from its own step.
  case decayFromStart
  /// A state without the decay of what was there when the chunk began.
  case undecayedState
}

extension AffineProblem {
  /// The outputs and the final state where each chunk of `size` steps hands on a wrong state. Within a chunk all is right.
  func solve(
    losing defect: ChunkDefect, every size: Int, with solver: (AffineProblem) -> Solution?
  ) -> Solution? {
    var outputs: [A.Vector] = []
    var state = initialState
    for start in stride(from: 0, to: steps.count, by: max(size, 1)) {
      var chunk = self
      chunk.steps = Array(steps[start..<min(start + max(size, 1), steps.count)])
      chunk.initialState = state
      guard let solution = solver(chunk) else { return nil }
      outputs += solution.outputs
      state = start + size < steps.count ? chunk.wrongState(defect, solution.finalState) : solution.finalState
    }
    return (outputs, state)
  }

  private func wrongState(_ defect: ChunkDefect, _ state: A.Vector) -> A.Vector {
    var result = A.Vector(zeros: state.count, in: context)
    guard defect != .lostState else { return result }
    var inputs = AffineRecurrence<A>(initialState: result, columns: columns)
    for step in steps { inputs.update(step) }
    var carried = state
    carried.subtract(inputs.state)
    switch defect {
    case .lostState: break
    case .undecayedState:
      result = inputs.state
      result.add(initialState)
    case .decayFromStart:
      for step in steps { result.addOuterProduct(step.key, step.value) }
      for step in steps.dropFirst() { result.multiplyRows(by: step.decay) }
      result.add(carried)
    }
    return result
  }
}
