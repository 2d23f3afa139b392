import Arithmetic
import LinearAlgebra

/// S4ND's model on a grid: a system along each axis, states multiplied, and a matrix of output gains,
///
///     K(i, j) = x_i^T C y_j,   x_i = A1^i B1,   y_j = A2^j B2,
///
/// with C of shape (state 1, state 2). For C = c1 c2^T it is the product of the kernels c1^T A1^i B1 and c2^T A2^j B2.
///
/// - Source: Nguyen et al., arXiv 2210.06583, section 3.
public struct ProductSystem<S: SizedArithmetic>: Sendable {
  /// A1 and A2.
  public var matrices: [Matrix<S>]
  /// B1 and B2.
  public var inputs: [[S]]
  /// C, shape (state 1, state 2).
  public var output: Matrix<S>

  public init(matrices: [Matrix<S>], inputs: [[S]], output: Matrix<S>) {
    precondition(matrices.count == 2 && inputs.count == 2, "two axes")
    self.matrices = matrices
    self.inputs = inputs
    self.output = output
  }

  /// K, shape (height, width).
  public func kernel(height: Int, width: Int) -> Matrix<S> {
    let x = states(axis: 0, count: height)
    let y = states(axis: 1, count: width)
    return x.transposed * output * y
  }

  /// The states of one axis after a unit impulse, shape (state, count).
  private func states(axis: Int, count: Int) -> Matrix<S> {
    let system = LinearSystem(matrix: matrices[axis], input: inputs[axis], output: inputs[axis])
    return system.reachabilityMatrix(columns: count)
  }
}
