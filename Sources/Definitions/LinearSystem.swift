import Arithmetic
import LinearAlgebra

/// A linear time-invariant system with a dense state matrix, in continuous time
///
///     h' = A h + B u,   y = C h + D u,
///
/// or in discrete time h_k = A h_(k-1) + B u_k, y_k = C h_k + D u_k; which of the two, the function that is called
/// says. The output is read *after* the update: the discrete transfer function is z C (z I - A)^-1 B + D.
public struct LinearSystem<S: SizedArithmetic>: Sendable {
  /// A, shape (state, state).
  public var matrix: Matrix<S>
  /// B, shape (state, inputs).
  public var input: Matrix<S>
  /// C, shape (outputs, state).
  public var output: Matrix<S>
  /// D, shape (outputs, inputs).
  public var feedthrough: Matrix<S>

  /// - Parameter feedthrough: 0, where nothing is said.
  public init(matrix: Matrix<S>, input: Matrix<S>, output: Matrix<S>, feedthrough: Matrix<S>? = nil) {
    precondition(
      matrix.isSquare && input.rows == matrix.rows && output.columns == matrix.rows, "A, B and C have one state size")
    self.matrix = matrix
    self.input = input
    self.output = output
    self.feedthrough = feedthrough ?? Matrix(zeros: output.rows, input.columns, in: matrix.context)
  }

  /// The single-input single-output system with vectors B and C, shape (state).
  public init(matrix: Matrix<S>, input: [S], output: [S]) {
    self.init(
      matrix: matrix, input: Matrix(column: input, in: matrix.context), output: Matrix([output], in: matrix.context))
  }

  /// n.
  public var order: Int { matrix.rows }
  public var context: S.Context { matrix.context }

  /// G(s) = C (s I - A)^-1 B + D, shape (outputs, inputs): the transfer function in continuous time.
  ///
  /// - Throws: `noPivot` where s is, or may be, an eigenvalue of A.
  public func transferFunction(at s: S) throws(LinearAlgebraError) -> Matrix<S> {
    output * (try resolvent(at: s, times: input)) + feedthrough
  }

  /// (s I - A)^-1 X.
  ///
  /// - Throws: `noPivot` where s is, or may be, an eigenvalue of A.
  public func resolvent(at s: S, times right: Matrix<S>) throws(LinearAlgebraError) -> Matrix<S> {
    try (-matrix).addingToDiagonal(s).solve(right)
  }

  /// C A^k B, k = 0 ..< count: the convolution kernel in discrete time, without D.
  public func markovParameters(_ count: Int) -> [Matrix<S>] {
    var state = input
    return (0..<count).map { _ in
      defer { state = matrix * state }
      return output * state
    }
  }

  /// The discrete system of the generalized bilinear transform with step Delta:
  ///
  ///     Abar = (I - alpha Delta A)^-1 (I + (1 - alpha) Delta A),   Bbar = (I - alpha Delta A)^-1 Delta B.
  ///
  /// alpha = 0 is the forward Euler method, 1/2 the bilinear one, 1 the backward Euler method.
  ///
  /// - Throws: `noPivot` where 1/(alpha Delta) is, or may be, an eigenvalue of A.
  public func discretized(step: S, alpha: Rational = Rational(1, 2)) throws(LinearAlgebraError) -> LinearSystem {
    let implicit = matrix.scaled(by: -(S(alpha, in: context) * step)).addingToDiagonal(S(1, in: context))
    let explicit = matrix.scaled(by: S(1 - alpha, in: context) * step).addingToDiagonal(S(1, in: context))
    let factors = try LUDecomposition(implicit)
    return LinearSystem(
      matrix: factors.solve(explicit), input: factors.solve(input.scaled(by: step)), output: output,
      feedthrough: feedthrough)
  }

  /// The same system in the coordinates g = T^-1 h: (T^-1 A T, T^-1 B, C T, D).
  ///
  /// - Throws: `noPivot` where T is, or may be, singular.
  public func transformed(by transform: Matrix<S>) throws(LinearAlgebraError) -> LinearSystem {
    let factors = try LUDecomposition(transform)
    return LinearSystem(
      matrix: factors.solve(matrix * transform), input: factors.solve(input), output: output * transform,
      feedthrough: feedthrough)
  }

  /// y_k, k = 0 ..< inputs.count, in discrete time from h_(-1) = 0, for a single input and a single output.
  public func outputs(of inputs: [S]) -> [S] {
    precondition(input.columns == 1 && output.rows == 1, "one input and one output")
    var state = Matrix<S>(zeros: order, 1, in: context)
    return inputs.map { u in
      state = matrix * state + input.scaled(by: u)
      return (output * state)[0, 0] + feedthrough[0, 0] * u
    }
  }
}
