import Arithmetic
import LinearAlgebra

/// Modes driven by a first-order autoregressive input, as one linear system whose input is white noise:
///
///     x_t = rho x_(t-1) + e_t,   h_t = a h_(t-1) + x_t,   g_t = a g_(t-1) + h_(t-1),   E|e_t|^2 = 1 - rho^2,
///
/// with g = dh/da. The state is (x, h_1, g_1, h_2, g_2, ...) for the eigenvalues a_1, a_2, ...
///
/// Its moments come from the recurrences alone, by a Stein equation: what closed forms are compared with.
public struct AutoregressiveDrive<S: ConjugateArithmetic>: Sendable {
  /// rho, real, |rho| < 1.
  public let ratio: S
  /// a_1, a_2, ..., |a_i| < 1.
  public let eigenvalues: [S]

  public init(ratio: S, eigenvalues: [S]) {
    self.ratio = ratio
    self.eigenvalues = eigenvalues
  }

  /// The matrix of the recurrences, shape (1 + 2 modes, 1 + 2 modes), and the column with which e_t enters, of variance
  /// 1.
  ///
  /// In the column h_t takes e_t at once, because x_t does: h_t = a h_(t-1) + rho x_(t-1) + e_t.
  private var recurrences: (matrix: Matrix<S>, column: Matrix<S>) {
    let context = ratio.context
    let (zero, one) = (S(0, in: context), S(1, in: context))
    let order = 1 + 2 * eigenvalues.count
    var matrix = Matrix<S>(zeros: order, order, in: context)
    matrix[0, 0] = ratio
    for (index, a) in eigenvalues.enumerated() {
      let (state, derivative) = (1 + 2 * index, 2 + 2 * index)
      matrix[state, 0] = ratio
      matrix[state, state] = a
      matrix[derivative, state] = one
      matrix[derivative, derivative] = a
    }
    return (matrix, Matrix<S>(order, 1, in: context) { row, _ in row == 0 || row % 2 == 1 ? one : zero })
  }

  /// The stationary E[z z*] of the state z, shape (1 + 2 modes, 1 + 2 modes): exact over `Rational` and its complex
  /// numbers.
  ///
  /// - Throws: `singularEquation` where |rho| = 1 or some |a| = 1.
  public func stationaryMoments() throws(LinearAlgebraError) -> Matrix<S> {
    let (matrix, column) = recurrences
    let variance = (1 - ratio) * (1 + ratio)
    return try LinearMatrixEquation(
      lyapunov: .discrete, matrix, constant: (column * column.adjoint).scaled(by: variance)
    ).solutionByElimination()
  }
}
