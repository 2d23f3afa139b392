import Arithmetic

extension LinearMatrixEquation {
  /// X, by what suits the arithmetic and the matrices:
  ///
  /// | arithmetic | triangular A and B | otherwise |
  /// |---|---|---|
  /// | exact | ``solutionBySubstitution()`` | ``solutionByCharacteristicPolynomial()`` |
  /// | rounding | ``solutionBySubstitution()`` | elimination up to 36 unknowns, doubling for stable A and B |
  /// | `Ball`, `Disc` | ``certifiedSolution()`` | ``certifiedSolution()`` |
  /// | other enclosures | ``solutionBySubstitution()`` | ``solutionByElimination()`` |
  ///
  /// - Throws: `singularEquation` where the equation does not have one solution; `noConvergence` where doubling does
  ///   not
  ///   converge, as A or B is not stable; `notVerified` where an enclosure could not be verified.
  public func solution() throws(LinearAlgebraError) -> Matrix<Scalar> {
    guard left.rows > 0, right.rows > 0 else { return constant }
    if let certifiable = self as? any CertifiableEquation {
      // The solution has the scalars of the equation.
      return try certifiable.certified() as! Matrix<Scalar>
    }
    if let x = try solutionBySubstitution() { return x }
    switch Scalar.resultKind {
    case .exact: return try solutionByCharacteristicPolynomial()
    case .enclosure: return try solutionByElimination()
    case .rounded: return constant.elements.count <= 36 ? try solutionByElimination() : try solutionByDoubling()
    }
  }
}

/// What ``LinearMatrixEquation/solution()`` asks of an equation whose arithmetic it does not know.
private protocol CertifiableEquation {
  func certified() throws(LinearAlgebraError) -> any Sendable
}

extension LinearMatrixEquation: CertifiableEquation where Scalar: EnclosureArithmetic {
  fileprivate func certified() throws(LinearAlgebraError) -> any Sendable { try certifiedSolution() }
}
