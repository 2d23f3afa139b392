import Arithmetic

/// G with G G* near a positive semidefinite A: `rank` steps of Cholesky's method, each with the largest diagonal
/// element that is left as its pivot.
///
/// What is left, A - G G*, is positive semidefinite up to rounding, and no element of it is larger than its largest
/// diagonal element. For a matrix whose eigenvalues decay fast it is about as small as the eigenvalue of index `rank`.
///
/// - Accuracy: over rounding arithmetics within c rank u |A| of the exact remainder. n rank^2 products.
/// - Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 10.3.
public struct PivotedCholesky<Scalar: RoundingArithmetic>: Sendable {
  /// G, shape (n, rank).
  public let factor: Matrix<Scalar>

  /// - Parameter rank: the number of steps, at most; they end where no diagonal element is positive.
  /// - Throws: `notSquare`.
  public init(_ matrix: Matrix<Scalar>, rank: Int) throws(LinearAlgebraError) {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    let n = matrix.rows
    var diagonal = matrix.diagonal.map(\.realPart)
    var columns: [[Scalar]] = []
    while columns.count < min(rank, n) {
      var pivot = 0
      for i in 1..<max(n, 1) where diagonal[pivot].isLess(than: diagonal[i]).isTrue { pivot = i }
      guard n > 0, diagonal[pivot].isPositive.isTrue else { break }
      let root = Scalar(realPart: Scalar.RealPart.sqrt(diagonal[pivot]))
      let column = (0..<n).map { i in
        columns.reduce(matrix[i, pivot]) { $0.addingProduct(-$1[i], $1[pivot].conjugate) } / root
      }
      for i in 0..<n { diagonal[i] = diagonal[i] - column[i].squaredMagnitude }
      // Exactly 0, so that it is not chosen again.
      diagonal[pivot] = Scalar.RealPart(0, in: matrix.context)
      columns.append(column)
    }
    factor = Matrix(n, columns.count, in: matrix.context) { columns[$1][$0] }
  }
}
