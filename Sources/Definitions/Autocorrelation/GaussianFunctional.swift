import Arithmetic
import LinearAlgebra

/// A linear functional y = sum_s rho_s x_s of a Gaussian input with mean mu and covariance K: the last output of a
/// linear state-space model with the kernel rho, or the integral int_0^T rho(T - s) x(s) ds sampled.
///
/// - Source: Liu, Li, arXiv 2405.02670, Proposition 1.
public struct GaussianFunctional<A: RealArithmetic>: Sendable {
  /// rho, shape (length).
  public let kernel: [A]
  /// mu, shape (length).
  public let mean: [A]
  /// F with K = F F^T, shape (length, factors).
  public let factor: Matrix<A>

  public init(kernel: [A], mean: [A], factor: Matrix<A>) {
    precondition(
      !kernel.isEmpty && kernel.count == mean.count && kernel.count == factor.rows, "one weight and mean for each time")
    self.kernel = kernel
    self.mean = mean
    self.factor = factor
  }

  private func sum(_ terms: [A]) -> A { terms.reduce(A(0, in: factor.context), +) }

  /// E y = sum_s rho_s mu_s.
  public var outputMean: A { sum(zip(kernel, mean).map { $0 * $1 }) }

  /// The variance of y, |F^T rho|^2.
  public var outputVariance: A {
    sum(
      (0..<factor.columns).map { column in
        let entry = sum(kernel.indices.map { kernel[$0] * factor[$0, column] })
        return entry * entry
      })
  }
}

extension GaussianFunctional where A: ElementaryArithmetic {
  /// sum_s |rho_s| sqrt(K_ss).
  public var totalDeviation: A {
    sum(
      kernel.indices.map { s in
        kernel[s].magnitude * A.sqrt(sum((0..<factor.columns).map { factor[s, $0] * factor[s, $0] }))
      })
  }

  /// The bound of E|y| by which the output is to be rescaled, sqrt(tau) = |E y| + sum_s |rho_s| sqrt(K_ss).
  public var scale: A { outputMean.magnitude + totalDeviation }
}

/// E|y| of a Gaussian y of mean m and variance v > 0, enclosed:
///
///     sqrt(2 v/pi) e^-x sum_(k >= 0) x^k/(1/2)_k,   x = m^2/(2 v),   (1/2)_k = (1/2)(3/2)...(k - 1/2):
///
/// all terms are positive, and from some k on they fall geometrically. Indeterminate where 10^4 terms are not enough.
///
/// - Source: Abramowitz, Stegun, 13.1.27, for the mean of the folded normal distribution.
public func foldedNormalMean(mean: Ball, variance: Ball) -> Ball {
  let precision = variance.context
  let x = mean * mean / (2 * variance)
  var term = Ball(1, in: precision)
  var sum = term
  for k in 1...10_000 {
    let ratio = x / Ball(Rational(2 * k - 1, 2), in: precision)
    term = term * ratio
    sum = sum + term
    // What follows is less than twice the term, halved again and again.
    let isSmall = term.isLess(than: Ball(Rational.pow(2, -precision.bits), in: precision)).isTrue
    if isSmall, (2 * ratio).isLess(than: Ball(1, in: precision)).isTrue {
      let total = sum + Ball.hull(Ball(0, in: precision), term)
      return Ball.sqrt(2 * variance / Ball.pi(in: precision)) * Ball.exp(-x) * total
    }
  }
  return Ball.indeterminate(in: precision)
}

/// The variance of int_0^T e^(-alpha (T - s)) x(s) ds for an input with the covariance e^(-beta |s - t|), alpha and
/// beta positive and different:
///
///     2/(beta - alpha) ((1 - e^(-2 alpha T))/(2 alpha) - (1 - e^(-(alpha + beta) T))/(alpha + beta)).
public func filteredVariance<A: ElementaryArithmetic>(decay alpha: A, correlationRate beta: A, duration: A) -> A {
  func mass(_ rate: A) -> A { -A.expMinusOne(-(rate * duration)) / rate }
  return 2 * (mass(2 * alpha) - mass(alpha + beta)) / (beta - alpha)
}
