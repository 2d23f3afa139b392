import Arithmetic
import LinearAlgebra

/// The published initializations of diagonal state-space models: N/2 conjugate pairs -1/2 +- i w_m, m = 0 ..< N/2.
///
/// | initialization | w_m |
/// |---|---|
/// | `legS` | the eigenvalues of the normal part of LegS, the largest first |
/// | `inverse` | (N/pi)(N/(2m + 1) - 1) |
/// | `linear` | pi m |
///
/// `real`, the eigenvalues -(m + 1), is the fourth; its modes are not oscillating.
///
/// - Source: Gu, Gupta, Goel, Re, arXiv 2206.11893, section 4.
public enum S4DInitialization: String, Sendable, CaseIterable {
  case legS, inverse, linear, real

  /// w_m, enclosed; 0 for `real`.
  ///
  /// - Parameter order: N, even.
  /// - Throws: `notVerified` where an eigenvalue of LegS could not be enclosed.
  public func frequency(_ index: Int, order: Int, precision: Precision) throws(LinearAlgebraError) -> Ball {
    precondition(index >= 0 && 2 * index < order, "a pair has an index below N/2")
    switch self {
    case .legS: return try LegSNormalSpectrum(order: order).frequency(index, precision: precision)
    case .inverse:
      let factor = Ball(Rational(order, 2 * index + 1) - 1, in: precision)
      return IntegerConstant(order) * factor / Ball.pi(in: precision)
    case .linear: return IntegerConstant(index) * Ball.pi(in: precision)
    case .real: return Ball(0, in: precision)
    }
  }

  /// The eigenvalue -1/2 + i w_m; -(m + 1) for `real`.
  public func eigenvalue(_ index: Int, order: Int, precision: Precision) throws(LinearAlgebraError) -> Disc {
    let decay = self == .real ? Rational(-(index + 1)) : Rational(-1, 2)
    return Disc(Ball(decay, in: precision), try frequency(index, order: order, precision: precision))
  }

  /// b with its imaginary part clipped to [-limit, limit], as the released code does with V* B: what comes out depends
  /// on the phase of the eigenvector, which is arbitrary.
  ///
  /// - Source: state-spaces/s4, `hippo.nplr`, whose limit `B_clip` is 2.
  public static func clipped(_ b: Disc, limit: Ball) -> Disc {
    Disc(b.real, Ball.maximum(-limit, Ball.minimum(limit, b.imaginary)))
  }
}

/// sum_m 2 Re(r_m e^(lambda_m k Delta)), the product of a Vandermonde matrix with S4D's weights, and its error in
/// floating point.
public struct VandermondeSum<Number: ComplexArithmetic & ElementaryArithmetic>: Sendable {
  /// lambda_m and r_m, one of each conjugate pair.
  public let eigenvalues, residues: [Number]

  public init(eigenvalues: [Number], residues: [Number]) {
    precondition(eigenvalues.count == residues.count, "one residue for each eigenvalue")
    (self.eigenvalues, self.residues) = (eigenvalues, residues)
  }

  /// The value at the lag k: the exponent is lambda_m (k Delta), one rounded product after the other.
  public func callAsFunction(lag k: Int, step: Number.Real) -> Number.Real {
    let time = Number(Number.Real(k, in: step.context) * step)
    let sum = zip(eigenvalues, residues).reduce(Number(0, in: step.context)) { sum, mode in
      sum + mode.1 * Number.exp(mode.0 * time)
    }
    return 2 * sum.real
  }
}

extension VandermondeSum where Number == Disc {
  /// An upper bound of the rounding error of the sum in an arithmetic of unit roundoff u, at the time t = k Delta, to
  /// first order: the exponent has two rounded products, the exponential, the product with r_m and the sum n + 8 more
  /// roundings,
  ///
  ///     u sum_m 2 |r_m| e^(Re lambda_m t) (2 |lambda_m| t + n + 8).
  public func errorBound(time t: Ball, unitRoundoff u: Ball) -> Ball {
    let roundings = IntegerConstant(eigenvalues.count + 8)
    return zip(eigenvalues, residues).reduce(Ball(0, in: t.context)) { sum, mode in
      let size = 2 * u * Ball.sqrt(mode.1.squaredMagnitude) * Ball.exp(mode.0.real * t)
      return sum + size * (2 * (Ball.sqrt(mode.0.squaredMagnitude) * t) + roundings)
    }
  }

  /// The largest value of the bound over all times t >= 0 for eigenvalues with Re lambda = -1/2, term by term: t
  /// e^(-t/2) <= 2/e.
  public func uniformErrorBound(unitRoundoff u: Ball) -> Ball {
    let longest = 2 * Ball.exp(-Ball(1, in: u.context))
    let roundings = IntegerConstant(eigenvalues.count + 8)
    return zip(eigenvalues, residues).reduce(Ball(0, in: u.context)) { sum, mode in
      let size = 2 * u * Ball.sqrt(mode.1.squaredMagnitude)
      return sum + size * (2 * (Ball.sqrt(mode.0.squaredMagnitude) * longest) + roundings)
    }
  }
}
