import Arithmetic
import LinearAlgebra

/// Matrices that are stable whatever their free parameters are, and that are all the stable ones.
public enum StableParameterization<R: RealArithmetic & ConjugateArithmetic> where R.RealPart == R {
  /// X X^T + margin I, shape (n, n): positive definite for every X, shape (n, m), and every margin > 0.
  public static func definite(_ factor: Matrix<R>, margin: R) -> Matrix<R> {
    (factor * factor.transposed).addingToDiagonal(margin)
  }

  /// A = (J - R) Q, shape (n, n), with J = K - K^T skew and R, Q positive definite: the state matrix of a
  /// port-Hamiltonian system. All eigenvalues are in the open left half plane: H(x) = x^T Q x/2 decreases, H' = -(Q
  /// x)^T R (Q x).
  ///
  /// - Parameters:
  ///   - exchange: K.
  ///   - dissipation: R.
  ///   - energy: Q.
  /// - Source: Gillis, Sharma, Automatica 85 (2017).
  public static func portHamiltonian(exchange: Matrix<R>, dissipation: Matrix<R>, energy: Matrix<R>) -> Matrix<R> {
    (exchange - exchange.transposed - dissipation) * energy
  }

  /// J, R and Q of a matrix in the open left half plane: with A X + X A^T + I = 0, X > 0, they are A X + I/2, I/2 and
  /// X^-1.
  ///
  /// - Throws: `singularEquation`; `noPivot` where X is singular.
  public static func portHamiltonianFactors(
    of a: Matrix<R>
  ) throws(LinearAlgebraError) -> (skew: Matrix<R>, dissipation: Matrix<R>, energy: Matrix<R>) {
    let identity = Matrix<R>(identity: a.rows, in: a.context)
    let x = try LinearMatrixEquation(lyapunov: .continuous, a, constant: identity).solutionByElimination()
    let half = identity.scaled(by: R(Rational(1, 2), in: a.context))
    return (a * x + half, half, try x.inverse())
  }

  /// A = E^-1 F from H > 0 of shape (2n, 2n) and Y of shape (n, n):
  ///
  ///     H = [[H11, F^T], [F, P]],   E = (H11 + P + Y - Y^T)/2.
  ///
  /// All eigenvalues are in the open unit disc: H > 0 says F^T P^-1 F < E + E^T - P <= E^T P^-1 E, so that F E^-1,
  /// which is similar to A, contracts in the norm of P^-1.
  ///
  /// - Throws: `noPivot` where E is singular, which H > 0 excludes.
  /// - Source: Revay, Wang, Manchester, arXiv 2104.05942 (the direct parameterization of contracting models).
  public static func contracting(_ h: Matrix<R>, skew y: Matrix<R>) throws(LinearAlgebraError) -> Matrix<R> {
    let n = y.rows
    precondition(h.rows == 2 * n && h.columns == 2 * n && y.isSquare, "H has the order 2n of Y's n")
    let (f, p) = (h[n..<2 * n, 0..<n], h[n..<2 * n, n..<2 * n])
    let e = (h[0..<n, 0..<n] + p + y - y.transposed).scaled(by: R(Rational(1, 2), in: h.context))
    return try e.solve(f)
  }

  /// The H that ``contracting(_:skew:)`` maps to A with Y = 0, for A in the open unit disc: with A^T P A - P + I = 0, P
  /// > 0,
  ///
  ///     H = [[P, A^T P], [P A, P]].
  ///
  /// - Throws: `singularEquation`.
  public static func contractingFactor(of a: Matrix<R>) throws(LinearAlgebraError) -> Matrix<R> {
    let n = a.rows
    let identity = Matrix<R>(identity: n, in: a.context)
    let p = try LinearMatrixEquation(lyapunov: .discrete, a.transposed, constant: identity).solutionByElimination()
    let product = p * a
    return Matrix(2 * n, 2 * n, in: a.context) { i, j in
      switch (i < n, j < n) {
      case (true, true): p[i, j]
      case (true, false): product[j - n, i]
      case (false, true): product[i - n, j]
      case (false, false): p[i - n, j - n]
      }
    }
  }
}
