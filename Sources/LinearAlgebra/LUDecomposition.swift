import Arithmetic

/// P A = L U with row pivoting: L unit lower triangular, U upper triangular, P a permutation.
///
/// Row i of P A is row `permutation[i]` of A. The pivot of a column is the element whose lower bound in modulus is the
/// largest, which is partial pivoting for rounding arithmetics and the most certain one for enclosures.
///
/// By Crout's order: an element of L or U is one sum of products (``ArithmeticVector/subtractDot(_:_:from:)``), and a
/// quotient.
///
/// - Accuracy: over a rounding arithmetic |P A - L U| <= n u |L| |U| elementwise, to first order (Higham, Accuracy and
///   Stability of Numerical Algorithms, 2nd ed., Theorem 9.3); over `BigFloat`, whose sums round once, 3 u |L| |U| at any
///   order n < 2^25. Exact over `Rational`; an enclosure over `Ball` and `Disc`.
public struct LUDecomposition<Scalar: SizedArithmetic>: Sendable {
  /// L below the diagonal, U on and above it.
  public let factors: Matrix<Scalar>
  public let permutation: [Int]
  /// Whether the permutation is an even one.
  public let isEven: Bool

  /// - Throws: `notSquare`; `noPivot` where a column has no element that is certainly not 0.
  public init(_ matrix: Matrix<Scalar>) throws(LinearAlgebraError) {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    let n = matrix.rows
    var a = matrix
    var permutation = Array(0..<n)
    var isEven = true
    for k in 0..<n {
      let above = a.columnStrip(k, to: k)
      for i in k..<n { a.elements.subtractDot(a.rowStrip(i, to: k), above, from: i * n + k) }
      var pivot = k
      var largest = Magnitude.zero
      for i in k..<n {
        let size = a[i, k].lowerMagnitude
        if size > largest { (pivot, largest) = (i, size) }
      }
      guard !largest.isZero else { throw .noPivot(column: k) }
      if pivot != k {
        a.elements.exchange(a.rowStrip(k), a.rowStrip(pivot))
        permutation.swapAt(k, pivot)
        isEven.toggle()
      }
      let left = a.rowStrip(k, to: k)
      for j in k + 1..<max(n, k + 1) { a.elements.subtractDot(left, a.columnStrip(j, to: k), from: k * n + j) }
      if k + 1 < n { a.elements.divide(a.columnStrip(k, from: k + 1), by: a[k, k]) }
    }
    factors = a
    self.permutation = permutation
    self.isEven = isEven
  }

  public var order: Int { factors.rows }

  /// det A.
  public var determinant: Scalar {
    let product = factors.diagonal.reduce(Scalar(1, in: factors.context)) { $0 * $1 }
    return isEven ? product : -product
  }

  /// X with A X = B, by forward and back substitution.
  public func solve(_ right: Matrix<Scalar>) -> Matrix<Scalar> {
    precondition(right.rows == order, "as many rows as the matrix has")
    var x = Matrix(right.rows, right.columns, in: right.context) { right[permutation[$0], $1] }
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

  /// A^-1.
  public var inverse: Matrix<Scalar> { solve(Matrix(identity: order, in: factors.context)) }
}

extension Matrix where Scalar: SizedArithmetic {
  /// X with A X = B, by elimination with row pivoting.
  public func solve(_ right: Matrix) throws(LinearAlgebraError) -> Matrix { try LUDecomposition(self).solve(right) }

  /// A^-1, by elimination with row pivoting.
  public func inverse() throws(LinearAlgebraError) -> Matrix { try LUDecomposition(self).inverse }
}
