import Arithmetic

extension AffineStep where A: ElementaryArithmetic {
  /// One step of the delta rule with a decay:
  ///
  ///     S' = Diag(e^(g_t)) S_(t-1),   S_t = S' + beta_t k_t (v_t - S'^T p_t)^T,   o_t = S_t^T q_t
  ///
  /// with S of shape (keys, values): the memory is decayed, then asked what it holds under p_t, then corrected under k_t.
  /// p = k and g = 0: DeltaNet; a scalar g_t: Gated DeltaNet; a vector: Kimi Delta Attention; p != k: Comba.
  ///
  /// - Parameters:
  ///   - query: q_t, scaled, shape (keys).
  ///   - key: k_t, shape (keys).
  ///   - value: v_t, shape (values).
  ///   - rate: beta_t.
  ///   - logDecay: g_t, natural logarithms, shape (keys).
  ///   - probe: p_t, shape (keys); k_t where it is nil.
  /// - Source: Yang, Kautz, Hatamizadeh, arXiv 2412.06464, eq. (10); Kimi Team, arXiv 2510.26692, eq. (1).
  @inlinable public static func deltaRule(
    query: A.Vector, key: A.Vector, value: A.Vector, rate: A, logDecay: A.Vector, probe: A.Vector? = nil
  ) -> AffineStep {
    var decay = logDecay
    A.formExponential(&decay, of: logDecay)
    var source = probe ?? key
    source.multiply(by: decay)
    var scaledKey = key
    scaledKey.multiply(by: rate)
    var target = key
    target.multiply(by: -rate)
    return AffineStep(
      decay: decay, key: scaledKey, value: value, query: query, correction: (target, source), logDecay: logDecay)
  }
}

/// x/sqrt(<x, x> + eps): the normalization of queries and keys inside kernels of the delta rule.
public func normalized<A: ElementaryArithmetic>(_ x: A.Vector, epsilon: A) -> A.Vector {
  var y = x
  y.multiply(by: A(1, in: x.context) / A.sqrt(x.dot(x) + epsilon))
  return y
}

/// Gates of the delta rule as functions of what a layer projects.
public enum DeltaGate {
  /// -e^(A_log) softplus(r + bias), the log-decay of Gated DeltaNet and of Kimi Delta Attention.
  public static func logDecay<A: ElementaryArithmetic>(_ projection: A, logRate: A, bias: A?) -> A {
    -(A.exp(logRate) * A.softplus(bias.map { projection + $0 } ?? projection))
  }

  /// bound sigmoid(e^(A_log) (r + bias)), the log-decay of Kimi Delta Attention that lies between a negative bound and 0.
  public static func boundedLogDecay<A: ElementaryArithmetic>(
    _ projection: A, logRate: A?, bias: A?, lowerBound: A
  ) -> A {
    let biased = bias.map { projection + $0 } ?? projection
    return lowerBound * A.sigmoid(logRate.map { A.exp($0) * biased } ?? biased)
  }
}
