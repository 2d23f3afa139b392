import Arithmetic
import Definitions

extension ErrorModel {
  /// The a-priori rounding error of a form of the affine recurrence: each output and each entry of the final state with
  /// its value, its magnitude and the bound of its error.
  ///
  /// Without corrections the form is evaluated in `RoundingBound`: the bound is elementwise, |q|^T |Gamma| |k| |v|. With
  /// corrections that majorant multiplies norms of |D| + |a||b|^T, which exceed 1 where the steps themselves contract, and
  /// grows exponentially. The error of a column of the state, e, fulfils instead
  ///
  ///     e_t = (D_t + a_t b_t^T) e_(t-1) + local_t,   |e_t| <= |D_t + a_t b_t^T|_2 |e_(t-1)| + |local_t|,
  ///
  /// where local_t is the error of one step (of one chunk) from the state as it was computed, elementwise. What is read
  /// has the error of its own step or chunk and |q_t| |e|. Side by side goes the elementwise recursion with |D| + |a||b|^T,
  /// and the products of the steps themselves (``ErrorPropagators``); the smallest is taken for each entry at each step.
  /// In a chunk the triangular system has the errors of ``TriangularErrors``. The bounds hold for errors of any size, not
  /// to first order alone.
  ///
  /// Nil where ``AffineProblem/solve(_:)`` gives nil. A scan along a tree of dense maps is evaluated elementwise.
  ///
  /// - Source: claim gdn.N-growth of the catalogue, K13, lemmas L3, L4 and L6.
  public static func bound(
    of problem: AffineProblem<RoundingBound>, form: AffineForm
  ) -> AffineProblem<RoundingBound>.Solution? {
    guard problem.hasCorrections, let size = form.chunkSize else { return problem.solve(form) }
    var run = AffineErrorRun(problem)
    for start in stride(from: 0, to: problem.steps.count, by: size) {
      guard run.advance(problem.steps[start..<min(start + size, problem.steps.count)], form) else { return nil }
    }
    return run.solution
  }
}

extension AffineForm {
  /// The steps between two states that the form computes; nil for scans, and for attention, which has no corrections.
  var chunkSize: Int? {
    switch self {
    case .recurrent: 1
    case .scan, .parallel, .logarithmicParallel: nil
    case .chunked(let size), .logarithmicChunked(let size), .ratioChunked(let size), .subchunked(let size, _),
      .wy(let size, _):
      size
    }
  }
}

/// The state's values and errors from chunk to chunk.
private struct AffineErrorRun {
  private var problem: AffineProblem<RoundingBound>
  private let context: FloatModel
  private let rows: Int
  private let columns: Int
  private var outputs: [RoundingBound.Vector] = []
  private var state: RoundingBound.Vector
  private var errors: StateErrors

  init(_ problem: AffineProblem<RoundingBound>) {
    self.problem = problem
    context = problem.context
    rows = problem.rows
    columns = problem.columns
    state = problem.initialState
    errors = StateErrors(entries: problem.initialState.elements.map { $0.bound() }, columns: problem.columns)
  }

  var solution: AffineProblem<RoundingBound>.Solution {
    var final = state
    for i in 0..<final.count { final[i] = settled(state[i], error: errors.entry(i)) }
    return (outputs, final)
  }

  /// The steps of one chunk; false where the form does not apply.
  mutating func advance(_ steps: ArraySlice<AffineStep<RoundingBound>>, _ form: AffineForm) -> Bool {
    problem.steps = Array(steps)
    // The state as it was computed: known to within its error, and exact as far as this chunk is concerned. Its value is
    // within the error too, because `Double` rounds no coarser than the format.
    for i in 0..<state.count {
      problem.initialState[i] = RoundingBound(state[i].value, error: 0, valueError: 2 * errors.entry(i), in: context)
    }
    let triangular = TriangularErrors()
    guard let local = problem.solve(form, settling: triangular.settle) else { return false }
    for (step, output) in zip(steps, local.outputs) {
      let query = step.query.elements
      if problem.readTime == .afterUpdate { errors.advance(TransitionSize(step)) }
      outputs.append(output, plus: errors.read(query.map(\.value), spread: query.map(\.valueError)), settled)
      if problem.readTime == .beforeUpdate { errors.advance(TransitionSize(step)) }
    }
    state = local.finalState
    errors.add(state.elements.map { $0.bound() })
    return true
  }

  /// An element with an error of its own. All bounds are convex in the unit roundoff u and 0 at 0, so that the evaluation
  /// in `Double`, with 2^-53 in place of u and functions that may be four times as far off, has a share of the error.
  private func settled(_ x: RoundingBound, error: Double) -> RoundingBound {
    RoundingBound(
      x.value, magnitude: x.magnitudeSum, error: error, valueError: 4 * (0x1p-53 / context.unitRoundoff) * error,
      in: context)
  }
}

extension [RoundingBound.Vector] {
  fileprivate mutating func append(
    _ output: RoundingBound.Vector, plus errors: [Double], _ settled: (RoundingBound, Double) -> RoundingBound
  ) {
    var result = output
    for j in 0..<output.count { result[j] = settled(output[j], (output[j].bound() + errors[j]).nextUp) }
    append(result)
  }
}
