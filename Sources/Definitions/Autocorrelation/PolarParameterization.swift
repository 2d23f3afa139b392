import Arithmetic

/// A map from two trained weights to a complex eigenvalue nu e^(i theta):
///
/// | case | nu | theta | source |
/// |---|---|---|---|
/// | `exponential` | e^(-e^w) | e^v | LRU, arXiv 2303.06349, section 3.3 |
/// | `freePhase` | tanh w | v | |
/// | `balanced` | tanh w | K(nu) v, K(nu) = (1 - nu^2)/(nu sqrt(1 + nu^2)) | arXiv 2405.21064, section 3 |
///
/// The balanced one makes the loss of a normalized mode have the second derivative 1 in v under white inputs.
public enum PolarParameterization: Sendable, CaseIterable {
  case exponential, freePhase, balanced

  /// nu.
  public func modulus<A: RealElementaryArithmetic>(_ w: A) -> A {
    switch self {
    case .exponential: Reparameterization.doubleExponential(w)
    case .freePhase, .balanced: Reparameterization.hyperbolicTangent(w)
    }
  }

  /// theta; of the balanced map at a nu that carries a derivative or, where the gradient through it is stopped, does
  /// not.
  public func phase<A: RealElementaryArithmetic>(_ v: A, modulus nu: A) -> A {
    switch self {
    case .exponential: A.exp(v)
    case .freePhase: v
    case .balanced: Self.balancedPhaseScale(nu) * v
    }
  }

  /// K(nu) = (1 - nu^2)/(nu sqrt(1 + nu^2)), 0 < nu < 1.
  public static func balancedPhaseScale<A: RealElementaryArithmetic>(_ nu: A) -> A {
    (1 - nu) * (1 + nu) / (nu * A.sqrt(1 + nu * nu))
  }

  /// The second derivative in w, at the optimum and at fixed v, of the balanced map without a stopped gradient:
  ///
  ///     1 + (theta (1 - nu^2) K'(nu)/K(nu)^2)^2,   (1 - nu^2) K'/K^2 = -(1 + 3 nu^2)/((1 - nu^2) sqrt(1 + nu^2)).
  ///
  /// About 1 + 8 theta^2/(1 - nu^2)^2 near the unit circle.
  public static func balancedCurvature<A: RealElementaryArithmetic>(modulus nu: A, phase theta: A) -> A {
    let square = nu * nu
    let coupling = theta * (1 + 3 * square) / ((1 - nu) * (1 + nu) * A.sqrt(1 + square))
    return 1 + coupling * coupling
  }
}
