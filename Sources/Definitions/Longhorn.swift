import Arithmetic

/// Longhorn: each step is the closed form of an implicit online-learning step on the loss (k^T S - x)^2,
///
///     S_t = (I - Delta_t k_t k_t^T) S_(t-1) + Delta_t k_t x_t,   Delta_t = beta_t/(1 + beta_t <k_t, k_t>)
///
/// for each channel x with a state of its own, S of shape (state). The released kernel takes the diagonal of the transition.
///
/// - Source: Liu et al., arXiv 2407.14207, eq. (8) and Algorithm 1; Cranial-XIX/longhorn.
public enum Longhorn {
  /// Delta = beta/(1 + beta <k, k>).
  public static func rate<A: Arithmetic>(_ beta: A, key: A.Vector) -> A { beta / (1 + beta * key.dot(key)) }
}

extension AffineStep {
  /// S_t = (I - Delta k k^T) S_(t-1) + Delta k x, y_t = <q, S_t>.
  public static func longhorn(query: A.Vector, key: A.Vector, input: A, rate: A) -> AffineStep {
    var decay = key
    decay.fill(with: A(1, in: rate.context))
    var target = key
    target.multiply(by: -rate)
    return AffineStep(
      decay: decay, key: Self.scaled(key, rate), value: A.Vector([input], in: rate.context), query: query,
      correction: (target, key))
  }

  /// S_t = (1 - Delta k . k) . S_(t-1) + Delta k x, y_t = <q, S_t>.
  public static func diagonalLonghorn(query: A.Vector, key: A.Vector, input: A, rate: A) -> AffineStep {
    var decay = key
    for n in 0..<key.count { decay[n] = 1 - rate * (key[n] * key[n]) }
    return AffineStep(
      decay: decay, key: Self.scaled(key, rate), value: A.Vector([input], in: rate.context), query: query)
  }

  private static func scaled(_ key: A.Vector, _ rate: A) -> A.Vector {
    var scaled = key
    scaled.multiply(by: rate)
    return scaled
  }
}
