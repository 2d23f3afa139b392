import Arithmetic
import Definitions

/// ``Adjoints`` with a common mistake: the reverse scan multiplies by the gate of the same step,
///
///     lambda_t = c_t + a_t lambda_(t+1)     in place of     c_t + a_(t+1) lambda_(t+1).
///
/// The forward pass is right, and so are the gradients that do not come through later states.
enum UnshiftedGates<Base: NumberSystem>: NumberSystem {
  typealias Real = Adjoint<Base.Real>
  typealias ComplexNumber = Complex<Adjoint<Base.Real>>

  static func input(
    _ value: Double, tensor: Int, position: Int, in context: AdjointContext<Base.Real>
  ) -> Adjoint<Base.Real> {
    Adjoints<Base>.input(value, tensor: tensor, position: position, in: context)
  }

  static func rounded(_ x: Adjoint<Base.Real>, to format: FloatFormat) -> Adjoint<Base.Real> {
    Adjoints<Base>.rounded(x, to: format)
  }

  /// The recurrence step by step, in which S_t depends on S_(t-1) as if the gate were that of the step before.
  static func solve(
    _ problem: AffineProblem<Real>, _ form: AffineForm
  ) -> (outputs: [Real.Vector], finalState: Real.Vector)? {
    var state = problem.initialState
    var outputs: [Real.Vector] = []
    for (t, step) in problem.steps.enumerated() {
      var output = Real.Vector(zeros: problem.columns, in: problem.context)
      if problem.readTime == .beforeUpdate { output.formProduct(step.query, matrix: state) }
      var projection = output
      if let source = step.correction?.source { projection.formProduct(source, matrix: state) }
      var decayed = constants(state)
      decayed.multiplyRows(by: step.decay)
      var carried = state
      carried.multiplyRows(by: constants(problem.steps[max(t - 1, 0)].decay))
      for i in 0..<state.count { state[i] = (decayed[i] + carried[i]).replacingValue(decayed[i].value) }
      if let target = step.correction?.target { state.addOuterProduct(target, projection) }
      state.addOuterProduct(step.key, step.value)
      problem.roundState?(&state)
      if problem.readTime == .afterUpdate { output.formProduct(step.query, matrix: state) }
      outputs.append(output)
    }
    return (outputs, state)
  }

  /// The values, which depend on nothing.
  private static func constants(_ vector: Real.Vector) -> Real.Vector {
    Real.Vector(vector.elements.map { Adjoint(constant: $0.value, on: vector.context.tape) }, in: vector.context)
  }
}
