import Arithmetic

extension Matrix where Scalar: ConjugateArithmetic {
  /// e^A and phi_k(A) B, k = 1 ... `count`, with
  ///
  ///     phi_k(z) = sum_j z^j/(j + k)!,   phi_1(z) = (e^z - 1)/z,
  ///     phi_k(A) = integral of e^((1-s)A) s^(k-1)/(k-1)! ds over [0, 1].
  ///
  /// They are the first block row of the exponential of [[A, B, 0, ...], [0, 0, I, ...], ..., [0, 0, ..., 0]], so that
  /// A may be singular and nothing cancels.
  ///
  /// - Parameter right: B, shape (rows, any).
  /// - Throws: as ``exponential()``.
  /// - Source: Van Loan, "Computing integrals involving the matrix exponential", IEEE Trans. Automat. Control 23
  ///   (1978);
  ///   Al-Mohy and Higham, SIAM J. Sci. Comput. 33 (2011), theorem 2.1.
  public func phiFunctions(
    _ count: Int, times right: Matrix
  ) throws(LinearAlgebraError) -> (exponential: Matrix, phi: [Matrix]) {
    guard isSquare else { throw .notSquare(rows: rows, columns: columns) }
    precondition(right.rows == rows && count >= 0, "B has the rows of A")
    let (n, m) = (rows, right.columns)
    let size = n + count * m
    let augmented = Matrix(size, size, in: context) { i, j in
      if i < n { return j < n ? self[i, j] : j < n + m ? right[i, j - n] : Scalar(0, in: context) }
      return Scalar(j == i + m ? 1 : 0, in: context)
    }
    let result = try augmented.exponential()
    return (
      result[0..<n, 0..<n], (0..<count).map { k in result[0..<n, n + k * m..<n + (k + 1) * m] }
    )
  }
}
