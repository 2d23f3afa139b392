import Arithmetic

/// Which half of a matrix is zero.
enum Triangle {
  case lower, upper

  /// nil for a matrix with a nonzero element on both sides of the diagonal. A diagonal matrix is lower triangular.
  init?<Scalar: SizedArithmetic>(of matrix: Matrix<Scalar>) {
    let n = matrix.rows
    func isZero(_ i: Int, _ j: Int) -> Bool { matrix[i, j].upperMagnitude.isZero }
    if (0..<n).allSatisfy({ i in (i + 1..<max(n, i + 1)).allSatisfy { isZero(i, $0) } }) {
      self = .lower
    } else if (0..<n).allSatisfy({ i in (0..<i).allSatisfy { isZero(i, $0) } }) {
      self = .upper
    } else {
      return nil
    }
  }
}

extension LinearMatrixEquation {
  /// X for triangular A and B, row by row by substitution: 2 n m (n + m) operations in the continuous case. Nil where
  /// one of them is not triangular.
  ///
  /// Row i of the continuous equation, with A lower and B upper triangular, is
  /// x_i (a_ii I + B) = -q_i - sum_(k < i) a_ik x_k, a triangular system for the row.
  ///
  /// - Accuracy: exact over `Rational`; over rounding arithmetics the residual is small relative to |A| |X| + |X| |B|
  ///   (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 16.1); enclosures grow with the size.
  /// - Throws: `singularEquation` where a divisor a_ii + b_jj, or 1 - a_ii b_jj, is not certainly different from 0.
  public func solutionBySubstitution() throws(LinearAlgebraError) -> Matrix<Scalar>? {
    guard let rowOrder = Triangle(of: left), let columnOrder = Triangle(of: right) else { return nil }
    let (n, m) = (left.rows, right.rows)
    let one = Scalar(1, in: context)
    let rows = rowOrder == .lower ? Array(0..<n) : (0..<n).reversed()
    let columns = columnOrder == .upper ? Array(0..<m) : (0..<m).reversed()
    var x = domain == .continuous ? -constant : constant
    // The rows of X B, for the discrete equation.
    var product = Matrix<Scalar>(zeros: n, domain == .discrete ? m : 0, in: context)
    for (position, i) in rows.enumerated() {
      for k in rows[..<position] {
        switch domain {
        case .continuous: x.elements.addProduct(-left[i, k], x.rowStrip(k), to: x.rowStrip(i))
        case .discrete: x.elements.addProduct(left[i, k], product.rowStrip(k), of: product.elements, to: x.rowStrip(i))
        }
      }
      let diagonal = left[i, i]
      for j in columns {
        let divisor = domain == .continuous ? diagonal + right[j, j] : one - diagonal * right[j, j]
        guard !divisor.lowerMagnitude.isZero else { throw .singularEquation }
        let value = x[i, j] / divisor
        x[i, j] = value
        // The elements of row i that are still to be found, and those of B that meet them.
        let later = columnOrder == .upper ? j + 1..<max(m, j + 1) : 0..<j
        let factor = domain == .continuous ? -value : diagonal * value
        x.elements.addProduct(
          factor, right.rowStrip(j, from: later.lowerBound, to: later.upperBound), of: right.elements,
          to: x.rowStrip(i, from: later.lowerBound, to: later.upperBound))
        if domain == .discrete {
          product.elements.addProduct(value, right.rowStrip(j), of: right.elements, to: product.rowStrip(i))
        }
      }
    }
    return x
  }
}
