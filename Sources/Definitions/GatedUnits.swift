import Arithmetic

/// The minimal gated recurrent unit, whose gate and candidate do not depend on its state:
///
///     h_t = (1 - z_t) h_(t-1) + z_t g(x_t),   z_t = sigmoid(k_t),   g(x) = x + 1/2 for x >= 0, sigmoid(x) for x < 0
///
/// - Source: Feng et al., arXiv 2410.01201, section 3.1 and appendix B.
public enum MinimalGatedUnit {
  /// g(x) > 0.
  ///
  /// - Parameter isNegative: whether x < 0.
  public static func candidate<A: ElementaryArithmetic>(_ x: A, isNegative: Bool) -> A {
    isNegative ? A.sigmoid(x) : x + A(Rational(1, 2), in: x.context)
  }

  /// log g(x).
  ///
  /// - Parameter isNegative: whether x < 0.
  public static func logCandidate<A: ElementaryArithmetic>(_ x: A, isNegative: Bool) -> A {
    isNegative ? -A.softplus(-x) : A.log(x + A(Rational(1, 2), in: x.context))
  }

  /// One step, with h of shape (1); the log-gate is log(1 - z) = -softplus(k).
  public static func step<A: ElementaryArithmetic>(gate: A, candidate: A) -> AffineStep<A> {
    AffineStep(decay: A.sigmoid(-gate), key: A.sigmoid(gate) * candidate, logDecay: -A.softplus(gate))
  }
}
