import Arithmetic

extension AffineProblem {
  /// The outputs and the final state in a form of the recurrence; nil where the form does not apply: forms with
  /// logarithms in an arithmetic without exp, or where a step has no `logDecay`, and quotients where a gate is 0.
  public func solve(_ form: AffineForm) -> Solution? {
    switch form {
    case .recurrent: recurrent()
    default: nil
    }
  }

  /// Step by step, with ``AffineRecurrence``.
  func recurrent() -> Solution {
    var recurrence = AffineRecurrence<A>(initialState: initialState, columns: columns, readTime: readTime)
    var outputs: [A.Vector] = []
    outputs.reserveCapacity(steps.count)
    var output = A.Vector(zeros: columns, in: context)
    for step in steps {
      recurrence.advance(step, output: &output, rounding: roundState)
      outputs.append(output)
    }
    return (outputs, recurrence.state)
  }
}
