import Arithmetic
import LinearAlgebra

/// The Hankel singular values of a system with the Gramians P and Q, in descending order: the square roots of the
/// eigenvalues of P Q, as those of (X* Q X) with P = X X*, X = V diag(sqrt(lambda)) from the eigenvectors of P.
///
/// - Parameters:
///   - reachability: P, Hermitian and positive semidefinite, shape (state, state).
///   - observability: Q, likewise.
///   - eigensystem: what computes the eigenvalues and, as columns, the eigenvectors of a Hermitian matrix.
/// - Accuracy: about n sqrt(u) times the largest; values below u times the largest are lost. An eigenvalue that
///   rounding made
///   negative counts as 0.
/// - Throws: `noConvergence`, `undefinedElement`.
/// - Source: Antoulas, Approximation of Large-Scale Dynamical Systems, section 5.4.
public func hankelSingularValues<S: RoundingArithmetic>(
  reachability: Matrix<S>, observability: Matrix<S>,
  eigensystem: (Matrix<S>) throws(LinearAlgebraError) -> (values: [S.RealPart], vectors: Matrix<S>) = jacobi
) throws(LinearAlgebraError) -> [S.RealPart] {
  let zero = S.RealPart(0, in: reachability.context)
  func root(_ x: S.RealPart) -> S.RealPart { x.isPositive.isTrue ? S.RealPart.sqrt(x) : zero }
  let (values, vectors) = try eigensystem(reachability)
  let factor = vectors.multipliedFromRight(byDiagonal: values.map { S(realPart: root($0)) })
  let middle = try eigensystem(factor.adjoint * observability * factor)
  return middle.values.reversed().map(root)
}

extension LinearSystem where S: RoundingArithmetic {
  /// The Hankel singular values, in descending order.
  ///
  /// - Throws: as the Gramians, and ``hankelSingularValues(reachability:observability:)``.
  public func hankelSingularValues(_ domain: TimeDomain) throws(LinearAlgebraError) -> [S.RealPart] {
    try Definitions.hankelSingularValues(
      reachability: reachabilityGramian(domain), observability: observabilityGramian(domain))
  }
}

/// By Jacobi's rotations.
public func jacobi<S: RoundingArithmetic>(
  _ matrix: Matrix<S>
) throws(LinearAlgebraError) -> (values: [S.RealPart], vectors: Matrix<S>) {
  let decomposition = try SymmetricEigendecomposition(matrix)
  return (decomposition.values, decomposition.vectors ?? matrix)
}

/// The Gramians of a diagonal system with one input and one output, in closed form.
///
/// - Parameters:
///   - eigenvalues: lambda, shape (state).
///   - input: b, shape (state).
///   - output: c, shape (state).
/// - Throws: `singularEquation` where a mode is not, or may not be, stable.
public func diagonalGramians<S: ConjugateArithmetic>(
  _ domain: TimeDomain, eigenvalues: [S], input: [S], output: [S], in context: S.Context
) throws(LinearAlgebraError) -> (reachability: Matrix<S>, observability: Matrix<S>) {
  (
    try reachabilityGramian(domain, eigenvalues: eigenvalues, input: Matrix(column: input, in: context)),
    try reachabilityGramian(
      domain, eigenvalues: eigenvalues.map(\.conjugate), input: Matrix(column: output.map(\.conjugate), in: context))
  )
}

/// How many of the values, in descending order, exceed `share` times the first: the numerical rank.
public func numericalRank<R: RealArithmetic>(_ values: [R], share: R) -> Int {
  guard let largest = values.first else { return 0 }
  return values.count { (share * largest).isLess(than: $0).isTrue }
}

/// Enclosures of the Hankel singular values, in descending order, from enclosures of the Gramians: the square roots of
/// the certified eigenvalues of P Q, which are real and not negative.
///
/// - Throws: `notVerified` where the precision is too low.
public func certifiedHankelSingularValues(
  reachability: Matrix<Ball>, observability: Matrix<Ball>
) throws(LinearAlgebraError) -> [Ball] {
  squareRoots(try (reachability * observability).certifiedEigenvalues())
}

/// Enclosures of the Hankel singular values of a complex system, as for a real one.
public func certifiedHankelSingularValues(
  reachability: Matrix<Disc>, observability: Matrix<Disc>
) throws(LinearAlgebraError) -> [Ball] {
  squareRoots(try (reachability * observability).certifiedEigenvalues())
}

private func squareRoots(_ enclosure: EigenEnclosure) -> [Ball] {
  enclosure.values.reversed().map { disc in
    let square = disc.real
    let zero = BigFloat(0, in: disc.context)
    // The roots of the ends: a ball about [0, x] reaches below 0, where it has no root.
    return Ball(
      lower: BigFloat.sqrt(max(square.lower, zero), in: disc.context, rounding: .down),
      upper: BigFloat.sqrt(max(square.upper, zero), in: disc.context, rounding: .up))
  }
}
