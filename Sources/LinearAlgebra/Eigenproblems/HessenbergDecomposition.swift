import Arithmetic

/// A = Q H Q*: H upper Hessenberg, 0 below the first subdiagonal, and Q unitary, by Householder reflections.
///
/// - Accuracy: H and Q are within c n^2 u |A| of an exact decomposition of A in the Frobenius norm (Higham, Accuracy
///   and
///   Stability of Numerical Algorithms, 2nd ed., Lemma 19.3). 5/3 n^3 products and sums, and 2/3 n^3 more for Q.
public struct HessenbergDecomposition<Scalar: RoundingArithmetic>: Sendable {
  /// H, with zeros where they belong.
  public let hessenberg: Matrix<Scalar>
  /// Q; nil where it was not asked for.
  public let unitary: Matrix<Scalar>?

  /// - Parameter vectors: whether Q is wanted.
  /// - Throws: `notSquare`; `undefinedElement`.
  public init(_ matrix: Matrix<Scalar>, vectors: Bool = true) throws(LinearAlgebraError) {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    try matrix.checkElements()
    let n = matrix.rows
    let zero = Scalar(0, in: matrix.context)
    var h = matrix
    var reflections: [HouseholderReflection<Scalar>?] = []
    for k in 0..<max(n - 2, 0) {
      let column = h.elements.elements(h.columnStrip(k, from: k + 1))
      let reflection = HouseholderReflection(taking: column, in: matrix.context)
      reflections.append(reflection)
      guard let reflection else { continue }
      reflection.applyFromLeft(to: &h, row: k + 1, column: k + 1)
      reflection.applyFromRight(to: &h, column: k + 1)
      h[k + 1, k] = reflection.image
      for i in k + 2..<n { h[i, k] = zero }
    }
    hessenberg = h
    guard vectors else {
      unitary = nil
      return
    }
    // From the last on: the first k + 1 rows and columns are those of the identity until then.
    var q = Matrix<Scalar>(identity: n, in: matrix.context)
    for (k, reflection) in reflections.enumerated().reversed() {
      reflection?.applyFromLeft(to: &q, row: k + 1, column: k + 1)
    }
    unitary = q
  }
}

extension Matrix where Scalar: SizedArithmetic {
  /// - Throws: `undefinedElement` for the first element that is not a finite number.
  func checkElements() throws(LinearAlgebraError) {
    for i in 0..<rows {
      for j in 0..<columns {
        let value = self[i, j]
        guard value.isDefined, value.upperMagnitude.isFinite else { throw .undefinedElement(row: i, column: j) }
      }
    }
  }
}
