import Arithmetic

extension LinearMatrixEquation {
  /// X for stable A and B, by doubling: X = sum_k U^k W V^k as the limit of
  ///
  ///     X_(k+1) = X_k + U_k X_k V_k,   U_(k+1) = U_k^2,   V_(k+1) = V_k^2.
  ///
  /// The discrete equation has U = A, V = B, W = Q; the continuous one becomes discrete by the Cayley transform with a
  /// shift s > 0:  U = (A - s I)^-1 (A + s I), V = (B + s I)(B - s I)^-1, W = 2 s (A - s I)^-1 Q (B - s I)^-1.
  ///
  /// - Accuracy: a rounding error of the unit roundoff times the condition of the equation and the squared norms of the
  ///   powers U^(2^k), V^(2^k), which stay small where A and B are not far from normal.
  /// - Throws: `noConvergence` where A or B is not stable, as far as a hundred doublings tell.
  /// - Source: Smith, "Matrix equation XA + BX = C", SIAM J. Appl. Math. 16 (1968).
  func solutionByDoubling() throws(LinearAlgebraError) -> Matrix<Scalar> {
    var (u, v, x) = (left, right, constant)
    if domain == .continuous {
      let s = try cayleyShift()
      let one = Scalar(1, in: context)
      let (first, second) = (
        try LUDecomposition(left.addingToDiagonal(-s)), try LUDecomposition(right.addingToDiagonal(-s))
      )
      u = first.solve(left.addingToDiagonal(s))
      // (B - s I) commutes with (B + s I).
      v = second.solve(right.addingToDiagonal(s))
      x = (first.solve(constant) * second.inverse).scaled(by: (one + one) * s)
    }
    // The changes shrink quadratically, down to where they no longer change X.
    for _ in 0..<100 {
      let next = x + u * x * v
      guard next.frobeniusNormBound.isFinite else { break }
      if next.isEqual(to: x).isTrue { return x }
      (x, u, v) = (next, u * u, v * v)
    }
    throw .noConvergence(remaining: left.rows)
  }

  /// A power of two near the geometric mean of the extreme moduli of the eigenvalues of A and B.
  private func cayleyShift() throws(LinearAlgebraError) -> Scalar {
    func mean(_ matrix: Matrix<Scalar>) throws(LinearAlgebraError) -> Int {
      guard matrix.rows > 0 else { return 0 }
      let inverse = try LUDecomposition(matrix).inverse
      return (matrix.frobeniusNormBound.exponent - inverse.frobeniusNormBound.exponent) / 2
    }
    return Scalar.pow(Scalar(2, in: context), (try mean(left) + mean(right)) / 2)
  }
}
