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

/// The minimal LSTM, whose two gates are normalized to the sum 1:
///
///     h_t = f'_t h_(t-1) + i'_t g(x_t),   f' = f/(f + i),   i' = i/(f + i),   f = sigmoid(p_t),   i = sigmoid(q_t)
///
/// with g of ``MinimalGatedUnit``.
///
/// - Source: Feng et al., arXiv 2410.01201, section 3.2 and appendix B.
public enum MinimalLSTM {
  /// f' and i' from p and q.
  public static func gates<A: ElementaryArithmetic>(forget: A, input: A) -> (forget: A, input: A) {
    let (f, i) = (A.sigmoid(forget), A.sigmoid(input))
    return (f / (f + i), i / (f + i))
  }

  /// log f' = -softplus(d) and log i' = -softplus(-d), d = softplus(-p) - softplus(-q).
  public static func logGates<A: ElementaryArithmetic>(forget: A, input: A) -> (forget: A, input: A) {
    let difference = A.softplus(-forget) - A.softplus(-input)
    return (-A.softplus(difference), -A.softplus(-difference))
  }

  /// One step, with h of shape (1).
  public static func step<A: ElementaryArithmetic>(forget: A, input: A, candidate: A) -> AffineStep<A> {
    let gates = gates(forget: forget, input: input)
    return AffineStep(
      decay: gates.forget, key: gates.input * candidate, logDecay: logGates(forget: forget, input: input).forget)
  }
}
