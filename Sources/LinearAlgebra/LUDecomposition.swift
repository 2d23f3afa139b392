import Arithmetic

/// P A = L U with row pivoting: L unit lower triangular, U upper triangular, P a permutation.
///
/// Row i of P A is row `permutation[i]` of A. The pivot of a column is the element whose lower bound in modulus is the
/// largest, which is partial pivoting for rounding arithmetics and the most certain one for enclosures.
///
/// - Accuracy: over a rounding arithmetic |P A - L U| <= n u |L| |U| elementwise, to first order (Higham, Accuracy and
///   Stability of Numerical Algorithms, 2nd ed., Theorem 9.3); exact over `Rational`; an enclosure over `Ball` and `Disc`.
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
      let divisor = a[k, k]
      for i in k + 1..<max(n, k + 1) {
        let factor = a[i, k] / divisor
        a[i, k] = factor
        a.elements.addProduct(-factor, a.rowStrip(k, from: k + 1), to: a.rowStrip(i, from: k + 1))
      }
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
      for j in 0..<i { x.elements.addProduct(-factors[i, j], x.rowStrip(j), to: x.rowStrip(i)) }
    }
    for i in (0..<order).reversed() {
      for j in i + 1..<max(order, i + 1) {
        x.elements.addProduct(-factors[i, j], x.rowStrip(j), to: x.rowStrip(i))
      }
      x.elements.multiply(x.rowStrip(i), by: Scalar(1, in: right.context) / factors[i, i])
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
