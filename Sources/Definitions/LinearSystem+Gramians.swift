import Arithmetic
import LinearAlgebra

extension LinearSystem where S: ConjugateArithmetic {
  /// The reachability Gramian, the Hermitian solution P of
  ///
  ///     continuous:  A P + P A* + B B* = 0,   P = integral of e^(tA) B B* e^(tA*) over t >= 0
  ///     discrete:    A P A* - P + B B* = 0,   P = sum of A^k B B* (A*)^k over k >= 0
  ///
  /// with the sum and the integral for a stable A. Shape (state, state). Exact over `Rational`, certified in balls.
  ///
  /// - Throws: `singularEquation` where the equation does not have one solution; `noConvergence`, `notVerified` where A
  ///   is not
  ///   stable.
  /// - Source: Antoulas, Approximation of Large-Scale Dynamical Systems, sections 4.2.1 and 4.3.
  public func reachabilityGramian(_ domain: TimeDomain) throws(LinearAlgebraError) -> Matrix<S> {
    try LinearMatrixEquation(lyapunov: domain, matrix, constant: input * input.adjoint).solution()
  }

  /// The observability Gramian, the Hermitian solution Q of
  ///
  ///     continuous:  A* Q + Q A + C* C = 0,   Q = integral of e^(tA*) C* C e^(tA) over t >= 0
  ///     discrete:    A* Q A - Q + C* C = 0,   Q = sum of (A*)^k C* C A^k over k >= 0.
  ///
  /// Shape (state, state). The eigenvalues of P Q are the squares of the Hankel singular values.
  ///
  /// - Throws: as ``reachabilityGramian(_:)``.
  public func observabilityGramian(_ domain: TimeDomain) throws(LinearAlgebraError) -> Matrix<S> {
    try LinearMatrixEquation(lyapunov: domain, matrix.adjoint, constant: output.adjoint * output).solution()
  }
}

/// The reachability Gramian of the diagonal system with eigenvalues lambda and input rows b_i, in closed form:
///
///     continuous:  P_ij = -<b_i, b_j> / (lambda_i + conj lambda_j)
///     discrete:    P_ij =  <b_i, b_j> / (1 - lambda_i conj lambda_j),     <x, y> = sum_k x_k conj(y_k).
///
/// The observability Gramian is that of the conjugate eigenvalues and of C*.
///
/// - Parameters:
///   - eigenvalues: lambda, shape (state).
///   - input: B, shape (state, inputs).
/// - Throws: `singularEquation` where a divisor is, or may be, 0.
/// - Source: Antoulas, Approximation of Large-Scale Dynamical Systems, section 4.3.2.
public func reachabilityGramian<S: ConjugateArithmetic>(
  _ domain: TimeDomain, eigenvalues: [S], input: Matrix<S>
) throws(LinearAlgebraError) -> Matrix<S> {
  precondition(input.rows == eigenvalues.count, "one row of B an eigenvalue")
  var gramian = input * input.adjoint
  let one = S(1, in: input.context)
  for i in eigenvalues.indices {
    for j in eigenvalues.indices {
      let conjugate = eigenvalues[j].conjugate
      let divisor = domain == .continuous ? -(eigenvalues[i] + conjugate) : one - eigenvalues[i] * conjugate
      guard !divisor.lowerMagnitude.isZero else { throw .singularEquation }
      gramian[i, j] = gramian[i, j] / divisor
    }
  }
  return gramian
}
