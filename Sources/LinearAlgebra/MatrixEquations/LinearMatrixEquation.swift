import Arithmetic

/// Continuous or discrete time: where the eigenvalues of a stable matrix are.
public enum TimeDomain: Sendable, CaseIterable {
  /// h' = A h: stable is the open left half plane.
  case continuous
  /// h_k = A h_(k-1): stable is the open unit disc.
  case discrete
}

/// A linear matrix equation for X, shape (n, m), with A (n, n), B (m, m) and Q (n, m):
///
///     continuous:  A X + X B + Q = 0      (Sylvester; Lyapunov for B = A*)
///     discrete:    A X B - X + Q = 0      (Stein; discrete Lyapunov for B = A*)
///
/// The continuous one has exactly one solution if and only if no eigenvalue of A is minus one of B, the discrete one if
/// and only if no product of an eigenvalue of A and one of B is 1.
///
/// - Source: Golub and Van Loan, Matrix Computations, 4th ed., section 7.6.3; Antoulas, Approximation of Large-Scale
///   Dynamical
///   Systems, chapter 6.
public struct LinearMatrixEquation<Scalar: ConjugateArithmetic>: Sendable {
  public let domain: TimeDomain
  /// A, shape (n, n).
  public let left: Matrix<Scalar>
  /// B, shape (m, m).
  public let right: Matrix<Scalar>
  /// Q, shape (n, m).
  public let constant: Matrix<Scalar>

  /// The Sylvester equation A X + X B + Q = 0, or the Stein equation A X B - X + Q = 0.
  public init(_ domain: TimeDomain, left: Matrix<Scalar>, right: Matrix<Scalar>, constant: Matrix<Scalar>) {
    precondition(
      left.isSquare && right.isSquare && constant.rows == left.rows && constant.columns == right.rows,
      "A and B are square, Q has the rows of A and the columns of B")
    self.domain = domain
    self.left = left
    self.right = right
    self.constant = constant
  }

  /// The Lyapunov equation A P + P A* + Q = 0, or A P A* - P + Q = 0.
  public init(lyapunov domain: TimeDomain, _ matrix: Matrix<Scalar>, constant: Matrix<Scalar>) {
    self.init(domain, left: matrix, right: matrix.adjoint, constant: constant)
  }

  public var context: Scalar.Context { constant.context }

  /// A X + X B + Q, or A X B - X + Q.
  public func residual(of x: Matrix<Scalar>) -> Matrix<Scalar> {
    switch domain {
    case .continuous: left * x + x * right + constant
    case .discrete: left * x * right - x + constant
    }
  }

  /// The matrix of X -> A X + X B, or of X -> A X B - X, on the elements of X row by row: A (x) I + I (x) B^T, or
  /// A (x) B^T - I, shape (n m, n m).
  public var kroneckerMatrix: Matrix<Scalar> {
    let (n, m) = (left.rows, right.rows)
    let one = Scalar(1, in: context)
    return Matrix<Scalar>(n * m, n * m, in: context) { row, column in
      let (i, j, k, l) = (row / m, row % m, column / m, column % m)
      switch domain {
      case .continuous:
        let first = j == l ? left[i, k] : Scalar(0, in: context)
        return i == k ? first + right[l, j] : first
      case .discrete:
        let product = left[i, k] * right[l, j]
        return row == column ? product - one : product
      }
    }
  }

  /// X by elimination in the system of n m equations with ``kroneckerMatrix``: O(n^3 m^3) operations, for small sizes.
  /// As accurate as elimination with row pivoting: exact over `Rational`, an enclosure over `Ball` and `Disc`.
  ///
  /// - Throws: `singularEquation`.
  public func solutionByElimination() throws(LinearAlgebraError) -> Matrix<Scalar> {
    let (n, m) = (left.rows, right.rows)
    var negative = constant.elements
    negative.multiply(by: Scalar(-1, in: context))
    let vector = Matrix<Scalar>(rows: n * m, columns: 1, elements: negative)
    guard let factors = try? LUDecomposition(kroneckerMatrix) else { throw .singularEquation }
    return Matrix<Scalar>(rows: n, columns: m, elements: factors.solve(vector).elements)
  }
}
