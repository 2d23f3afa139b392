import Arithmetic

extension LinearMatrixEquation {
  /// X, by what suits the arithmetic and the matrices: by ``solutionBySubstitution()`` for triangular A and B,
  /// otherwise
  ///
  /// - over an exact arithmetic by ``solutionByCharacteristicPolynomial()``,
  /// - over `Float`, `Double`, `BigFloat` and their complex numbers by ``solutionBySchurForms()``,
  /// - over `Ball` and `Disc`, triangular or not, by ``certifiedSolution()``,
  /// - over other enclosures by ``solutionByElimination()``.
  ///
  /// - Throws: `singularEquation` where the equation does not have one solution, or may not; `noConvergence`;
  ///   `undefinedElement`; `notVerified` where an enclosure could not be verified.
  public func solution() throws(LinearAlgebraError) -> Matrix<Scalar> {
    guard left.rows > 0, right.rows > 0 else { return constant }
    // What these return has the scalars of the equation.
    if let certifiable = self as? any CertifiableEquation { return try certifiable.certified() as! Matrix<Scalar> }
    if let x = try solutionBySubstitution() { return x }
    if let rounding = self as? any RoundingEquation { return try rounding.rounded() as! Matrix<Scalar> }
    return Scalar.resultKind == .exact ? try solutionByCharacteristicPolynomial() : try solutionByElimination()
  }
}

/// What ``LinearMatrixEquation/solution()`` asks of an equation over enclosures.
private protocol CertifiableEquation {
  func certified() throws(LinearAlgebraError) -> any Sendable
}

extension LinearMatrixEquation: CertifiableEquation
where Scalar: EnclosureArithmetic, Scalar.Midpoint: RoundingArithmetic {
  fileprivate func certified() throws(LinearAlgebraError) -> any Sendable { try certifiedSolution() }
}

/// What ``LinearMatrixEquation/solution()`` asks of an equation over a rounding arithmetic.
private protocol RoundingEquation {
  func rounded() throws(LinearAlgebraError) -> any Sendable
}

extension LinearMatrixEquation: RoundingEquation where Scalar: RoundingArithmetic {
  fileprivate func rounded() throws(LinearAlgebraError) -> any Sendable { try solutionBySchurForms() }
}
