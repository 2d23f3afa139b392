import Arithmetic
import LinearAlgebra

/// A nonlinear recurrence s_t = f_t(s_(t-1)), t = 1 ... T, from a given s_0.
///
/// The step is written once, on dual numbers, which carry its Jacobian along.
public struct NonlinearRecurrence<A: Arithmetic>: Sendable {
  /// s_0, shape (state), at least one number.
  public var initialState: [A]
  /// T.
  public let length: Int
  /// f_t(s), for t = 1 ... T.
  public let step: @Sendable (_ t: Int, _ state: [Dual<A>]) -> [Dual<A>]

  public init(
    initialState: [A], length: Int, step: @escaping @Sendable (_ t: Int, _ state: [Dual<A>]) -> [Dual<A>]
  ) {
    precondition(!initialState.isEmpty, "a state has a number")
    self.initialState = initialState
    self.length = length
    self.step = step
  }

  public var order: Int { initialState.count }
  public var context: A.Context { initialState[0].context }

  /// f_t(s).
  public func value(_ t: Int, _ state: [A]) -> [A] { step(t, state.map { Dual(constant: $0) }).map(\.value) }

  /// The Jacobian of f_t at s, shape (state, state).
  public func jacobian(_ t: Int, _ state: [A]) -> Matrix<A> {
    var jacobian = Matrix<A>(zeros: order, order, in: context)
    for j in 0..<order {
      var point = state.map { Dual(constant: $0) }
      point[j] = Dual(variable: state[j])
      for (i, image) in step(t, point).enumerated() { jacobian[i, j] = image.tangent }
    }
    return jacobian
  }

  /// s_1 ... s_T, step by step: the definition.
  public func trajectory() -> [[A]] {
    var states: [[A]] = []
    var state = initialState
    for t in 0..<length {
      state = value(t + 1, state)
      states.append(state)
    }
    return states
  }
}

extension NonlinearRecurrence where A: ElementaryArithmetic {
  /// The recurrent network s_t = tanh(W s_(t-1) + b_t).
  ///
  /// - Parameters:
  ///   - weights: W, shape (state, state).
  ///   - inputs: b, shape (length, state).
  public init(tanh weights: Matrix<A>, inputs: [[A]], initialState: [A]) {
    self.init(initialState: initialState, length: inputs.count) { t, state in
      (0..<weights.rows).map { i in
        let start = Dual<A>(constant: inputs[t - 1][i])
        return Dual.tanh(state.indices.reduce(start) { $0 + Dual(constant: weights[i, $1]) * state[$1] })
      }
    }
  }
}
