import Arithmetic
import LinearAlgebra

/// Modes driven by colored noise, x = C s of a filter s_t = F s_(t-1) + f e_t of white noise e, as one linear system
/// whose input is e:
///
///     h_t = a h_(t-1) + x_t,   g_t = a g_(t-1) + h_(t-1),   x_t = C F s_(t-1) + C f e_t,
///
/// with g = dh/da. The state is (s, h_1, g_1, h_2, g_2, ...) for the eigenvalues a_1, a_2, ...
///
/// Its second moments come from the recurrences alone, stationary ones by a Stein equation, those after some steps by
/// iteration: what closed forms are compared with.
public struct DrivenModes<S: ConjugateArithmetic>: Sendable {
  /// F, f and C, real and stable.
  public let filter: LinearSystem<S>
  /// E|e_t|^2.
  public let variance: S
  /// a_1, a_2, ..., |a_i| < 1.
  public let eigenvalues: [S]

  public init(filter: LinearSystem<S>, variance: S, eigenvalues: [S]) {
    self.filter = filter
    self.variance = variance
    self.eigenvalues = eigenvalues
  }

  /// A first-order autoregressive input x_t = rho x_(t-1) + e_t with E|e_t|^2 = 1 - rho^2, so that R(D) = rho^|D|;
  /// |rho| < 1.
  public init(autoregressive ratio: S, eigenvalues: [S]) {
    let one = S(1, in: ratio.context)
    let filter = LinearSystem(
      matrix: Matrix(column: [ratio], in: ratio.context), input: [one], output: [one])
    self.init(filter: filter, variance: (1 - ratio) * (1 + ratio), eigenvalues: eigenvalues)
  }

  /// A moving average x_t = sum_k c_k e_(t-k) of noise of variance 1; at least one coefficient.
  public init(movingAverage coefficients: [S], eigenvalues: [S]) {
    let context = coefficients[0].context
    let (zero, one) = (S(0, in: context), S(1, in: context))
    let order = coefficients.count
    let shift = Matrix<S>(order, order, in: context) { $0 == $1 + 1 ? one : zero }
    let filter = LinearSystem(matrix: shift, input: (0..<order).map { $0 == 0 ? one : zero }, output: coefficients)
    self.init(filter: filter, variance: one, eigenvalues: eigenvalues)
  }

  /// The place of h_i in the state; that of g_i is the next.
  public func index(ofMode i: Int) -> Int { filter.order + 2 * i }

  /// The matrix of the recurrences and the column with which e_t enters.
  public var system: (matrix: Matrix<S>, column: Matrix<S>) {
    let (context, order) = (filter.context, filter.order + 2 * eigenvalues.count)
    let zero = S(0, in: context)
    // x_t = C F s_(t-1) + C f e_t.
    let (memory, direct) = (filter.output * filter.matrix, filter.output * filter.input)
    var matrix = Matrix<S>(zeros: order, order, in: context)
    for i in 0..<filter.order {
      for j in 0..<filter.order { matrix[i, j] = filter.matrix[i, j] }
    }
    for (i, a) in eigenvalues.enumerated() {
      let (state, derivative) = (index(ofMode: i), index(ofMode: i) + 1)
      for j in 0..<filter.order { matrix[state, j] = memory[0, j] }
      matrix[state, state] = a
      matrix[derivative, state] = S(1, in: context)
      matrix[derivative, derivative] = a
    }
    let column = Matrix<S>(order, 1, in: context) { row, _ in
      guard row >= filter.order else { return filter.input[row, 0] }
      return (row - filter.order).isMultiple(of: 2) ? direct[0, 0] : zero
    }
    return (matrix, column)
  }

  /// The stationary E[z w*] of the state z and that of other modes w, driven by the same noise, shape (state of z,
  /// state of w); those of the modes themselves where there are no others. Exact over `Rational` and its complex
  /// numbers.
  ///
  /// - Throws: `singularEquation` where two eigenvalues, of the filter or of modes, have a product of modulus 1.
  public func stationaryMoments(with other: DrivenModes? = nil) throws(LinearAlgebraError) -> Matrix<S> {
    let (left, right) = (system, (other ?? self).system)
    let noise = (left.column * right.column.adjoint).scaled(by: variance)
    return try LinearMatrixEquation(.discrete, left: left.matrix, right: right.matrix.adjoint, constant: noise)
      .solutionByElimination()
  }

  /// E[z z*] after `steps` steps of the modes from h = 0, the input being stationary from the start; shape
  /// (state, state).
  ///
  /// - Throws: `singularEquation` where the filter is not stable.
  public func moments(after steps: Int) throws(LinearAlgebraError) -> Matrix<S> {
    let input = try DrivenModes(filter: filter, variance: variance, eigenvalues: []).stationaryMoments()
    let (matrix, column) = system
    let noise = (column * column.adjoint).scaled(by: variance)
    var moments = Matrix<S>(zeros: matrix.rows, matrix.rows, in: matrix.context)
    for i in 0..<filter.order {
      for j in 0..<filter.order { moments[i, j] = input[i, j] }
    }
    for _ in 0..<steps { moments = matrix * moments * matrix.adjoint + noise }
    return moments
  }
}
