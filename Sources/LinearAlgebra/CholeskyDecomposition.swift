import Arithmetic

/// A = L D L* for a Hermitian positive definite A: L unit lower triangular, D diagonal and positive. Cholesky's
/// decomposition without its roots, so that it is exact over `Rational`.
///
/// Over an enclosure it exists only where every matrix that is enclosed is positive definite, which proves it.
///
/// - Accuracy: over a rounding arithmetic |A - L D L*| <= (n + 1) u |L| |D| |L*| elementwise, to first order (Higham,
///   Accuracy and Stability of Numerical Algorithms, 2nd ed., Theorem 10.3). n^3/6 products.
public struct CholeskyDecomposition<Scalar: ConjugateArithmetic>: Sendable {
  /// L below the diagonal; on and above it D L*.
  public let factors: Matrix<Scalar>

  /// Only the diagonal and what is above it is read.
  ///
  /// - Throws: `notSquare`; `notPositiveDefinite` for the first pivot that is not certainly positive.
  public init(_ matrix: Matrix<Scalar>) throws(LinearAlgebraError) {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    let n = matrix.rows
    var a = matrix
    for k in 0..<n {
      let left = a.rowStrip(k, to: k)
      for j in k..<n { a.elements.subtractDot(left, a.columnStrip(j, to: k), from: k * n + j) }
      let pivot = a[k, k].realPart
      guard pivot.isPositive.isTrue else { throw .notPositiveDefinite(column: k) }
      let divisor = Scalar(realPart: pivot)
      a[k, k] = divisor
      for j in k + 1..<max(n, k + 1) { a[j, k] = a[k, j].conjugate }
      if k + 1 < n { a.elements.divide(a.columnStrip(k, from: k + 1), by: divisor) }
    }
    factors = a
  }

  public var order: Int { factors.rows }

  /// D.
  public var pivots: [Scalar.RealPart] { factors.diagonal.map(\.realPart) }

  /// det A, the product of the pivots.
  public var determinant: Scalar.RealPart {
    pivots.reduce(Scalar.RealPart(1, in: factors.context)) { $0 * $1 }
  }

  /// L.
  public var unitLower: Matrix<Scalar> {
    Matrix(order, order, in: factors.context) { i, j in
      i > j ? factors[i, j] : Scalar(i == j ? 1 : 0, in: factors.context)
    }
  }

  /// X with A X = B, by forward and back substitution.
  public func solve(_ right: Matrix<Scalar>) -> Matrix<Scalar> {
    precondition(right.rows == order, "as many rows as the matrix has")
    var x = right
    for i in 0..<order {
      let row = factors.rowStrip(i, to: i)
      for j in 0..<x.columns {
        x.elements.subtractDot(row, of: factors.elements, x.columnStrip(j, to: i), from: i * x.columns + j)
      }
    }
    for i in (0..<order).reversed() {
      let row = factors.rowStrip(i, from: i + 1)
      for j in 0..<x.columns {
        x.elements.subtractDot(row, of: factors.elements, x.columnStrip(j, from: i + 1), from: i * x.columns + j)
      }
      x.elements.divide(x.rowStrip(i), by: factors[i, i])
    }
    return x
  }
}

extension CholeskyDecomposition where Scalar: ElementaryArithmetic {
  /// G = L sqrt(D), lower triangular with a positive diagonal: A = G G*.
  public var lower: Matrix<Scalar> { unitLower.multipliedFromRight(byDiagonal: factors.diagonal.map(Scalar.sqrt)) }
}
