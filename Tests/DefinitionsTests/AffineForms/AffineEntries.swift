import Arithmetic
import Definitions

/// The numbers that an affine problem is made of, in a fixed order: the initial state, then D, k, v, q, a, b of each
/// step.
enum AffineEntries<A: Arithmetic> {
  static func list(_ state: A.Vector, _ steps: [AffineStep<A>]) -> [A] {
    var entries = state.elements
    for step in steps {
      for part in [step.decay, step.key, step.value, step.query] { entries += part.elements }
      if let (target, source) = step.correction { entries += target.elements + source.elements }
    }
    return entries
  }

  /// A problem of the same shape, made of other numbers.
  static func problem(_ problem: AffineProblem<Exact>, of entries: [A], in context: A.Context) -> AffineProblem<A> {
    var rest = entries[...]
    func next(_ vector: Exact.Vector) -> A.Vector {
      defer { rest = rest.dropFirst(vector.count) }
      return A.Vector(rest.prefix(vector.count), in: context)
    }
    let state = next(problem.initialState)
    let steps = problem.steps.map { step in
      var result = AffineStep<A>(
        decay: next(step.decay), key: next(step.key), value: next(step.value), query: next(step.query))
      result.correction = step.correction.map { (next($0.target), next($0.source)) }
      return result
    }
    return AffineProblem(initialState: state, columns: problem.columns, steps: steps, readTime: problem.readTime)
  }

  /// sum_t <c_t, y_t> + <C, S_n>.
  static func loss(_ problem: AffineProblem<A>, _ outputs: [A.Vector], _ state: A.Vector) -> A {
    guard let solution = problem.solve(.recurrent) else { preconditionFailure("the definition always applies") }
    return zip(solution.outputs, outputs).reduce(solution.finalState.dot(state)) { $0 + $1.0.dot($1.1) }
  }

  static func vectors(_ values: [[Exact]], in context: A.Context) -> [A.Vector] {
    values.map { A.Vector($0.map { A($0.rational, in: context) }, in: context) }
  }
}
