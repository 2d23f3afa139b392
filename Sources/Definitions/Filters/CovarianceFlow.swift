import Arithmetic
import LinearAlgebra

/// The moments of dx = F x dt + noise of intensity Q between two observations: m' = F m and the Lyapunov equation
///
///     P' = F P + P F* + Q,   P(t) = Phi P_0 Phi* + integral of e^(sF) Q e^(sF*) over [0, t],   Phi = e^(tF),
///
/// in the three forms that are in use. Exact over `Rational` for a nilpotent F, enclosed over balls.
///
/// - Source: Sarkka, Solin, Applied Stochastic Differential Equations, sections 6.1 and 6.3; Ansari et al., arXiv
///   2301.11308.
public struct CovarianceFlow<S: ConjugateArithmetic>: Sendable {
  /// F, shape (state, state).
  public var drift: Matrix<S>
  /// Q, shape (state, state).
  public var diffusion: Matrix<S>

  public init(drift: Matrix<S>, diffusion: Matrix<S>) {
    precondition(drift.isSquare && diffusion.isSquare && drift.rows == diffusion.rows, "Q has the size of F")
    self.drift = drift
    self.diffusion = diffusion
  }

  private var order: Int { drift.rows }

  /// e^(tF).
  ///
  /// - Throws: as `Matrix.exponential()`.
  public func transition(after time: S) throws(LinearAlgebraError) -> Matrix<S> {
    try drift.scaled(by: time).exponential()
  }

  /// F P + P F* + Q.
  public func derivative(at covariance: Matrix<S>) -> Matrix<S> {
    drift * covariance + covariance * drift.adjoint + diffusion
  }

  /// P(t) = C D^-1 with the matrix fraction
  ///
  ///     [C; D] = exp(t [F, Q; 0, -F*]) [P_0; I].
  ///
  /// D = e^(-tF*) grows for a stable F, and its condition number with it: by e^(t (b - a)) for eigenvalues -a and -b.
  /// About as many digits are lost.
  ///
  /// - Throws: as `Matrix.exponential()`; `noPivot` where D is, or may be, singular.
  public func covarianceByFraction(
    from start: Matrix<S>, after time: S
  ) throws(LinearAlgebraError) -> Matrix<S> {
    let n = order
    var block = Matrix<S>(zeros: 2 * n, 2 * n, in: drift.context)
    block.set(drift, row: 0, column: 0)
    block.set(diffusion, row: 0, column: n)
    block.set(-drift.adjoint, row: n, column: n)
    var fraction = Matrix<S>(zeros: 2 * n, n, in: drift.context)
    fraction.set(start, row: 0, column: 0)
    fraction.set(Matrix(identity: n, in: drift.context), row: n, column: 0)
    let result = try block.scaled(by: time).exponential() * fraction
    let (c, d) = (result[0..<n, 0..<n], result[n..<2 * n, 0..<n])
    return try d.adjoint.solve(c.adjoint).adjoint
  }

  /// P(t) = Phi P_0 Phi* + Phi G with Van Loan's block exponential
  ///
  ///     exp(t [-F, Q; 0, F*]) = [ e^(-tF), G; 0, Phi* ].
  ///
  /// The integral Phi G is a small number times a large one for a stable F.
  ///
  /// - Throws: as `Matrix.exponential()`.
  /// - Source: Van Loan, "Computing integrals involving the matrix exponential", IEEE Trans. Automat. Control 23
  ///   (1978).
  public func covarianceByBlockExponential(
    from start: Matrix<S>, after time: S
  ) throws(LinearAlgebraError) -> Matrix<S> {
    let n = order
    var block = Matrix<S>(zeros: 2 * n, 2 * n, in: drift.context)
    block.set(-drift, row: 0, column: 0)
    block.set(diffusion, row: 0, column: n)
    block.set(drift.adjoint, row: n, column: n)
    let result = try block.scaled(by: time).exponential()
    let transition = result[n..<2 * n, n..<2 * n].adjoint
    return transition * start * transition.adjoint + transition * result[0..<n, n..<2 * n]
  }

  /// P(t) = P_inf + Phi (P_0 - P_inf) Phi* with the solution of F P_inf + P_inf F* + Q = 0: nothing grows for a stable
  /// F.
  ///
  /// - Throws: as `Matrix.exponential()`; as `LinearMatrixEquation.solutionByElimination()`.
  public func covarianceByStationaryState(
    from start: Matrix<S>, after time: S
  ) throws(LinearAlgebraError) -> Matrix<S> {
    let stationary = try LinearMatrixEquation(lyapunov: .continuous, drift, constant: diffusion)
      .solutionByElimination()
    let transition = try transition(after: time)
    return stationary + transition * (start - stationary) * transition.adjoint
  }
}
