import Arithmetic

/// The cotangents of an ``AffineProblem``: the gradient of a loss with respect to everything that the problem is made
/// of.
public struct AffineCotangents<A: Arithmetic>: Sendable {
  /// Of S_(-1), shape (rows, columns).
  public var initialState: A.Vector
  /// Of each step's parts, in the step's shapes. Where a step has a `logDecay`, that of the log-gate, D_t . dl/dD_t,
  /// stands beside that of the gate: the one or the other is the parameter.
  public var steps: [AffineStep<A>]
}

extension AffineProblem {
  /// The adjoint recurrence: the gradient of l = sum_t <c_t, y_t> + <C, S_n> with respect to the initial state and to
  /// each part of each step.
  ///
  /// The cotangent Lambda_t of the state S_t obeys the transposed recurrence, backwards in time. With r_t = Lambda_t^T
  /// a_t and the read-out after the update,
  ///
  ///     Lambda_t = D_(t+1) Lambda_(t+1) + b_(t+1) r_(t+1)^T + q_t c_t^T,   Lambda_n = C
  ///
  /// where gate and correction are those of the *next* step: a reverse scan over gates that are not shifted is wrong.
  /// Read before the update, q_(t+1) c_(t+1)^T stands in place of q_t c_t^T. Then, with z_t = S_(t-1)^T b_t,
  ///
  ///     dl/dD_t = diag(Lambda_t S_(t-1)^T),   dl/dk_t = Lambda_t v_t,   dl/dv_t = Lambda_t^T k_t,
  ///     dl/da_t = Lambda_t z_t,   dl/db_t = S_(t-1) r_t,   dl/dq_t = S c_t with the S that is read.
  ///
  /// No gate is divided by: gates may be 0. The states are computed anew from every sqrt(n)-th, which are kept. A
  /// rounding of the state (``roundState``) is applied in the forward pass, and its derivative taken as 1. Over complex
  /// numbers the pairing is bilinear: nothing is conjugated.
  ///
  /// - Parameters:
  ///   - outputs: c_t for each step, shape (columns).
  ///   - finalState: C, shape (rows, columns); zeros where nil.
  /// - Source: Martin, Cundy, arXiv 1709.04057, section 2.2, for the diagonal recurrence.
  public func cotangents(ofOutputs outputs: [A.Vector], finalState: A.Vector? = nil) -> AffineCotangents<A> {
    precondition(outputs.count == steps.count, "each output has a cotangent")
    precondition(finalState.map { $0.count == initialState.count } ?? true, "the final state has the state's shape")
    let interval = max(1, Int(Double(steps.count).squareRoot().rounded(.up)))
    let checkpoints = states(from: initialState, steps[...], every: interval)
    var pass = AdjointPass<A>(
      cotangent: finalState ?? A.Vector(zeros: initialState.count, in: context), columns: columns, readTime: readTime)
    var cotangents: [AffineStep<A>] = []
    cotangents.reserveCapacity(steps.count)
    for start in stride(from: 0, to: steps.count, by: interval).reversed() {
      let segment = steps[start..<min(start + interval, steps.count)]
      let states = states(from: checkpoints[start / interval], segment, every: 1)
      for t in segment.indices.reversed() {
        let (before, after) = (states[t - start], states[t - start + 1])
        cotangents.append(pass.retreat(over: steps[t], from: before, to: after, cotangent: outputs[t]))
      }
    }
    return AffineCotangents(initialState: pass.cotangent, steps: cotangents.reversed())
  }

  /// The state before the first of some steps, and after every `interval`-th.
  private func states(from start: A.Vector, _ steps: ArraySlice<AffineStep<A>>, every interval: Int) -> [A.Vector] {
    var recurrence = AffineRecurrence<A>(initialState: start, columns: columns)
    var states = [start]
    var output = A.Vector(zeros: columns, in: context)
    for (t, step) in steps.enumerated() {
      recurrence.advance(step, output: &output, rounding: roundState)
      if (t + 1) % interval == 0 { states.append(recurrence.state) }
    }
    return states
  }
}

/// The backward pass, step by step.
private struct AdjointPass<A: Arithmetic> {
  /// The cotangent of the state before the steps that have been passed.
  var cotangent: A.Vector
  let columns: Int
  let readTime: ReadTime

  /// The cotangents of one step, whose output has the cotangent c, between the states before and after it.
  mutating func retreat(
    over step: AffineStep<A>, from before: A.Vector, to after: A.Vector, cotangent c: A.Vector
  ) -> AffineStep<A> {
    if readTime == .afterUpdate { cotangent.addOuterProduct(step.query, c) }
    var result = AffineStep<A>(
      decay: combinedRows { row(cotangent, $0).dot(row(before, $0)) }, key: product(cotangent, step.value),
      value: transposedProduct(cotangent, step.key), query: product(readTime == .afterUpdate ? after : before, c))
    if step.logDecay != nil {
      result.logDecay = result.decay
      result.logDecay?.multiply(by: step.decay)
    }
    if let (target, source) = step.correction {
      let reading = transposedProduct(cotangent, target)
      result.correction = (
        product(cotangent, transposedProduct(before, source)), product(before, reading)
      )
      cotangent.multiplyRows(by: step.decay)
      cotangent.addOuterProduct(source, reading)
    } else {
      cotangent.multiplyRows(by: step.decay)
    }
    if readTime == .beforeUpdate { cotangent.addOuterProduct(step.query, c) }
    return result
  }

  private func row(_ matrix: A.Vector, _ i: Int) -> A.Vector {
    A.Vector((i * columns..<(i + 1) * columns).map { matrix[$0] }, in: matrix.context)
  }

  private func combinedRows(_ element: (Int) -> A) -> A.Vector {
    A.Vector((0..<cotangent.count / columns).map(element), in: cotangent.context)
  }

  /// M x.
  private func product(_ matrix: A.Vector, _ x: A.Vector) -> A.Vector { combinedRows { row(matrix, $0).dot(x) } }

  /// M^T x.
  private func transposedProduct(_ matrix: A.Vector, _ x: A.Vector) -> A.Vector {
    var result = A.Vector(zeros: columns, in: matrix.context)
    result.formProduct(x, matrix: matrix)
    return result
  }
}
