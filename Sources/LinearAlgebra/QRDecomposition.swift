import Arithmetic

/// A = Q R for a matrix of m rows and n columns: Q unitary of order m, R upper triangular (trapezoidal), by Householder
/// reflections.
///
/// - Accuracy: R is the exact factor of a matrix A + E with |E_j|_2 <= c m n u |A_j|_2 for every column j, and Q as it
///   is
///   applied is within c m n u of a unitary matrix (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
///   Theorem 19.4). 2 n^2 (m - n/3) products and sums.
/// - Source: Golub and Van Loan, Matrix Computations, 4th ed., section 5.2.
public struct QRDecomposition<Scalar: RoundingArithmetic>: Sendable {
  /// R, of the shape of A, with zeros below its diagonal. The diagonal has any sign or phase.
  public let triangular: Matrix<Scalar>
  private let reflections: [HouseholderReflection<Scalar>?]

  /// - Throws: `undefinedElement`.
  public init(_ matrix: Matrix<Scalar>) throws(LinearAlgebraError) {
    try matrix.checkElements()
    var r = matrix
    let zero = Scalar(0, in: matrix.context)
    var reflections: [HouseholderReflection<Scalar>?] = []
    for k in 0..<min(max(matrix.rows - 1, 0), matrix.columns) {
      let column = r.elements.elements(r.columnStrip(k, from: k))
      let reflection = HouseholderReflection(taking: column, in: matrix.context)
      reflections.append(reflection)
      guard let reflection else { continue }
      reflection.applyFromLeft(to: &r, row: k, column: k + 1)
      r[k, k] = reflection.image
      for i in k + 1..<matrix.rows { r[i, k] = zero }
    }
    triangular = r
    self.reflections = reflections
  }

  /// Q B.
  public func applyingUnitary(to matrix: Matrix<Scalar>) -> Matrix<Scalar> {
    precondition(matrix.rows == triangular.rows, "as many rows as the matrix has")
    var product = matrix
    for (k, reflection) in reflections.enumerated().reversed() {
      reflection?.applyFromLeft(to: &product, row: k, column: 0)
    }
    return product
  }

  /// Q* B.
  public func applyingAdjoint(to matrix: Matrix<Scalar>) -> Matrix<Scalar> {
    precondition(matrix.rows == triangular.rows, "as many rows as the matrix has")
    var product = matrix
    for (k, reflection) in reflections.enumerated() { reflection?.applyFromLeft(to: &product, row: k, column: 0) }
    return product
  }

  /// Q, of order m.
  public var unitary: Matrix<Scalar> { applyingUnitary(to: Matrix(identity: triangular.rows, in: triangular.context)) }

  /// The X for which |A X - B|_2 is least, column by column, for m >= n and A of full rank: R X = the first n rows of
  /// Q* B.
  ///
  /// - Accuracy: the exact least-squares solution of a problem with A and B moved by c m n u |A_j|_2, c m n u |B_j|_2
  ///   in
  ///   every column (Higham, Theorem 20.3).
  /// - Throws: `noPivot` where R has a 0 on its diagonal, or fewer rows than columns.
  public func leastSquares(_ right: Matrix<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> {
    let (m, n) = (triangular.rows, triangular.columns)
    guard m >= n else { throw .noPivot(column: m) }
    for k in 0..<n where triangular[k, k].lowerMagnitude.isZero { throw .noPivot(column: k) }
    var x = applyingAdjoint(to: right)[0..<n, 0..<right.columns]
    for i in (0..<n).reversed() {
      let row = triangular.rowStrip(i, from: i + 1)
      for j in 0..<x.columns {
        x.elements.subtractDot(row, of: triangular.elements, x.columnStrip(j, from: i + 1), from: i * x.columns + j)
      }
      x.elements.divide(x.rowStrip(i), by: triangular[i, i])
    }
    return x
  }
}
