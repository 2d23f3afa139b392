import Arithmetic

extension Matrix where Scalar: EnclosureArithmetic, Scalar.Midpoint: RoundingArithmetic {
  /// Enclosures of the eigenvalues of every Hermitian (or symmetric) matrix that is enclosed: the k-th ball contains
  /// the k-th eigenvalue in ascending order, also where balls meet.
  ///
  /// With any approximate decomposition V, D, its residual E = A - V D V* and its defect of orthogonality ||I - V* V||
  /// <= a < 1, all in balls,
  ///
  ///     |lambda_k(A) - d_k| <= a |d_k| + ||E||,
  ///
  /// by Ostrowski's theorem, by which V D V* has eigenvalues between (1 - a) d_k and (1 + a) d_k, and Weyl's. All have
  /// about the same absolute error, a small multiple of n u ||A||.
  ///
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`; `notVerified` where the precision is too low for the
  ///   size.
  /// - Source: Horn and Johnson, Matrix Analysis, 2nd ed., theorems 4.3.1 and 4.5.9.
  public func certifiedHermitianEigenvalues() throws(LinearAlgebraError) -> [Ball] {
    guard isSquare else { throw .notSquare(rows: rows, columns: columns) }
    try checkElements()
    let decomposition = try SymmetricEigendecomposition(midpoint)
    // The vectors were asked for.
    let v = Matrix(points: decomposition.vectors!)
    let values = decomposition.values
    let product = v.multipliedFromRight(byDiagonal: values.map { Scalar(realPart: Ball($0)) }) * v.adjoint
    let error = (self - product).spectralNormBound
    let defect = (v.adjoint * v).addingToDiagonal(Scalar(-1, in: context)).spectralNormBound
    guard defect < .one, error.isFinite else {
      throw .notVerified(what: "a Hermitian eigendecomposition", precision: context.bits)
    }
    return values.map { Ball(midpoint: $0, radius: defect * Magnitude(upperBoundOf: $0) + error) }
  }
}
