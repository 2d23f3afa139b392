import Arithmetic
import LinearAlgebra

/// e^(alpha t) sum_(k < m) (nu t)^k/k!: an upper bound of |e^(W t)|_2 for t >= 0, where W = Q (D + N) Q* is a Schur
/// form of order m, alpha the largest real part of D and nu = |N|_2.
///
/// - Source: Golub, Van Loan, Matrix Computations, 4th ed., section 9.3.2 (Van Loan 1977).
public func schurExponentialBound<A: RealElementaryArithmetic>(
  abscissa alpha: A, nonnormality nu: A, order m: Int, time t: A
) -> A {
  var (term, sum) = (A(1, in: t.context), A(0, in: t.context))
  for k in 0..<m {
    sum = sum + term
    term = term * nu * t / IntegerConstant(k + 1)
  }
  return A.exp(alpha * t) * sum
}

/// (M + 2 r)/(pi r^2): an upper bound of |P|_2 for the solution of W* P + P W = -I, where W is stable with the norm M
/// and the complex stability radius r = min_w sigma_min(i w I - W), whatever its order.
///
/// By Plancherel's theorem P = 1/(2 pi) int (i w - W)^-* (i w - W)^-1 dw; the resolvent is at most 1/r where |w| <= M +
/// r, and at most 1/(|w| - M) beyond.
public func lyapunovSolutionBound<A: RealElementaryArithmetic>(norm: A, stabilityRadius r: A) -> A {
  (norm + 2 * r) / (A.pi(in: r.context) * r * r)
}
