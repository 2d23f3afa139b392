import Arithmetic

extension LinearMatrixEquation {
  /// X by the theorem of Cayley and Hamilton: O(m) products of matrices and one elimination, for exact arithmetics.
  ///
  /// Continuous: with M = -B and p = det(x I - M) = sum_k p_k x^k, A X - X M = -Q gives A^k X - X M^k = S_k with S_0 =
  /// 0, S_(k+1) = A S_k - Q M^k, and as p(M) = 0,
  ///
  ///     p(A) X = sum_k p_k S_k.
  ///
  /// Discrete: with p the characteristic polynomial of B, X = A X B + Q gives X - A^k X B^k = T_k = sum_(i<k) A^i Q
  /// B^i, and
  ///
  ///     (sum_k p_k A^(m-k)) X = sum_k p_k A^(m-k) T_k.
  ///
  /// Both matrices on the left are regular if and only if the equation has one solution.
  ///
  /// - Accuracy: exact over `Rational`; over rounding arithmetics it loses as many digits as a characteristic
  ///   polynomial.
  /// - Throws: `singularEquation`.
  /// - Source: Jameson, "Solution of the equation AX + XB = C by inversion of an M x M or N x N matrix", SIAM J. Appl.
  ///   Math.
  ///   16 (1968), for the continuous equation.
  public func solutionByCharacteristicPolynomial() throws(LinearAlgebraError) -> Matrix<Scalar> {
    let (n, m) = (left.rows, right.rows)
    let p = (domain == .continuous ? -right : right).characteristicPolynomial().polynomial.coefficients
    var evaluated = Matrix<Scalar>(zeros: n, n, in: context)
    var sum = Matrix<Scalar>(zeros: n, m, in: context)
    switch domain {
    case .continuous:
      for k in (0...m).reversed() { evaluated = (evaluated * left).addingToDiagonal(p[k]) }
      var (partial, term) = (sum, constant)
      for k in 1..<m + 1 {
        // S_k; `term` is Q M^(k-1).
        partial = left * partial - term
        term = -(term * right)
        sum = sum + partial.scaled(by: p[k])
      }
    case .discrete:
      var (partial, term) = (sum, constant)
      for k in 0...m {
        // T_k; `term` is A^k Q B^k.
        evaluated = (evaluated * left).addingToDiagonal(p[k])
        sum = left * sum + partial.scaled(by: p[k])
        partial = partial + term
        term = left * term * right
      }
    }
    guard let factors = try? LUDecomposition(evaluated) else { throw .singularEquation }
    return factors.solve(sum)
  }
}
