import Arithmetic

/// A = U diag(values) V*, thin: with k = min(rows, columns), U has shape (rows, k) and V shape (columns, k), both with
/// orthonormal columns, and the values are not negative and descend.
///
/// - Accuracy: U, V and the values are those of a matrix within c n u ||A|| of A, so that each value is off by at most
///   c n u ||A||. With ``Method/jacobi`` the values of A = B D, D diagonal and B with columns of length 1, are off by at
///   most c n u kappa(B) of themselves, however small they are.
public struct SingularValueDecomposition<Scalar: RoundingArithmetic>: Sendable {
  public enum Method: Sendable, CaseIterable {
    /// Householder reflections to a bidiagonal matrix, then QR steps with implicit shifts: some 8/3 n^3 products for
    /// the values of a square matrix.
    /// - Source: Golub and Reinsch, Numer. Math. 14 (1970); Demmel and Kahan, SIAM J. Sci. Stat. Comput. 11 (1990).
    case golubKahan
    /// Rotations of pairs of columns until all are orthogonal: several times slower, and more accurate for small
    /// values.
    /// - Source: Hestenes, J. SIAM 6 (1958); Demmel and Veselic, SIAM J. Matrix Anal. Appl. 13 (1992).
    case jacobi
  }

  /// The singular values, the largest first, k of them.
  public let values: [Scalar.RealPart]
  /// U, shape (rows, k); nil where it was not asked for.
  public let left: Matrix<Scalar>?
  /// V, shape (columns, k); nil where it was not asked for.
  public let right: Matrix<Scalar>?

  /// - Parameter vectors: whether U and V are wanted.
  /// - Throws: `undefinedElement`; `noConvergence`.
  public init(_ matrix: Matrix<Scalar>, vectors: Bool = true, method: Method = .golubKahan) throws(LinearAlgebraError) {
    try matrix.checkElements()
    let isWide = matrix.rows < matrix.columns
    var a = isWide ? matrix.adjoint : matrix
    // Scaled by a power of two where squares could overflow or underflow.
    let exponent = Scalar.RealPart.scalingExponent(a.largestElementBound)
    let isScaled = abs(exponent) > Scalar.RealPart.exponentLimit / 4
    if isScaled { a.elements.multiply(by: Scalar.powerOfTwo(-exponent, in: a.context)) }
    var factors =
      switch method {
      case .golubKahan: try GolubKahanIteration(a, vectors: vectors).factors
      case .jacobi: try OneSidedJacobi(a, vectors: vectors).factors
      }
    if isScaled {
      let scale = Scalar.RealPart.powerOfTwo(exponent, in: a.context)
      factors.values = factors.values.map { $0 * scale }
    }
    let order = factors.values.indices.sorted { i, j in
      factors.values[j].isLess(than: factors.values[i]).isTrue
        || (!factors.values[i].isLess(than: factors.values[j]).isTrue && i < j)
    }
    values = order.map { factors.values[$0] }
    func sorted(_ rows: Matrix<Scalar>?) -> Matrix<Scalar>? {
      rows.map { rows in Matrix(rows.columns, rows.rows, in: rows.context) { rows[order[$1], $0] } }
    }
    (left, right) = (sorted(isWide ? factors.right : factors.left), sorted(isWide ? factors.left : factors.right))
  }
}

extension Matrix where Scalar: RoundingArithmetic {
  /// The singular values, the largest first, min(rows, columns) of them.
  ///
  /// - Throws: `undefinedElement`; `noConvergence`.
  public func singularValues(
    method: SingularValueDecomposition<Scalar>.Method = .golubKahan
  ) throws(LinearAlgebraError) -> [Scalar.RealPart] {
    try SingularValueDecomposition(self, vectors: false, method: method).values
  }
}

/// What an algorithm finds, not sorted: values, and the singular vectors as *rows*.
struct SingularFactors<Scalar: RoundingArithmetic> {
  var values: [Scalar.RealPart]
  /// U^T, not conjugated.
  var left: Matrix<Scalar>?
  /// V^T, not conjugated.
  var right: Matrix<Scalar>?
}
