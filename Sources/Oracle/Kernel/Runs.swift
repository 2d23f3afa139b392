import Arithmetic
import Definitions

/// The stretches of one batch row at whose first step the state starts anew from zeros: packed documents (`seq_idx`),
/// episodes (`reset`), positions of 0 (`segment_pos`). The state before the row belongs to the first of them.
public struct Runs: Sendable {
  /// The steps of each stretch, in order.
  public let ranges: [Range<Int>]
  /// Whether the first stretch, too, starts from zeros, whatever the state before the row.
  public let startsFresh: Bool

  /// - Parameters:
  ///   - length: the steps of the row.
  ///   - isStart: whether the state before a step is replaced by zeros.
  public init(length: Int, isStart: (Int) -> Bool) {
    let starts = (0..<length).filter(isStart)
    let bounds = (starts.first == 0 ? starts : [0] + starts) + [length]
    ranges = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    startsFresh = starts.first == 0
  }

  /// The outputs of all steps, and the state after each stretch.
  ///
  /// Chunks are counted from the start of the row. A form that adds up log-gates within a chunk adds up those of the
  /// stretches before, too, whose rounding errors it then carries: so do kernels, and so does this, which puts those steps
  /// before the stretch without their inputs.
  ///
  /// - Parameters:
  ///   - problem: the whole row, with the state before it.
  ///   - form: the form in which `solver` solves.
  public func solve<A: Arithmetic>(
    _ problem: AffineProblem<A>, _ form: AffineForm,
    with solver: (AffineProblem<A>) -> AffineProblem<A>.Solution?
  ) -> (outputs: [A.Vector], states: [A.Vector])? {
    var outputs: [A.Vector] = []
    var states: [A.Vector] = []
    let zero = A(0, in: problem.context)
    for (place, range) in ranges.enumerated() {
      let isFresh = place > 0 || startsFresh
      let start = isFresh ? range.lowerBound - range.lowerBound % form.cumulativeSteps : range.lowerBound
      var part = problem
      part.steps = Array(problem.steps[start..<range.upperBound])
      if isFresh { part.initialState.fill(with: zero) }
      for t in 0..<range.lowerBound - start { part.steps[t].key.fill(with: zero) }
      guard let solution = solver(part) else { return nil }
      outputs += solution.outputs.dropFirst(range.lowerBound - start)
      states.append(solution.finalState)
    }
    return (outputs, states)
  }
}

extension AffineForm {
  /// Over how many steps the form adds up log-gates; 1 where it does not.
  fileprivate var cumulativeSteps: Int {
    switch self {
    case .logarithmicChunked(let size), .subchunked(let size, _): size
    case .logarithmicParallel: .max
    case .recurrent, .scan, .parallel, .chunked, .ratioChunked, .wy: 1
    }
  }
}
