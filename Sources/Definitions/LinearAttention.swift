import Arithmetic

extension AffineStep where A: ElementaryArithmetic {
  /// One step of linear attention with a decay:
  ///
  ///     S_t = Diag(e^(g_t)) S_(t-1) + k_t v_t^T,   o_t = S_t^T q_t
  ///
  /// with S of shape (keys, values). Scalar g_t: retention, Mamba-2, simple GLA; a vector: GLA, HGRN2, RWKV-5 and RWKV-6,
  /// which read before the update; g_t = 0: linear attention.
  ///
  /// - Parameters:
  ///   - query: q_t, scaled, shape (keys).
  ///   - key: k_t, shape (keys).
  ///   - value: v_t, shape (values).
  ///   - logDecay: g_t, natural logarithms, shape (keys).
  /// - Source: Yang et al., arXiv 2312.06635, eq. (3).
  @inlinable public static func linearAttention(
    query: A.Vector, key: A.Vector, value: A.Vector, logDecay: A.Vector
  ) -> AffineStep {
    var decay = logDecay
    A.formExponential(&decay, of: logDecay)
    return AffineStep(decay: decay, key: key, value: value, query: query, logDecay: logDecay)
  }
}

/// Log-decays of heads that depend on nothing but the head.
public enum HeadDecay {
  /// log(1 - 2^(-5 - h)), of retention.
  ///
  /// - Source: Sun et al., arXiv 2307.08621, eq. (8).
  public static func retention<A: ElementaryArithmetic>(head: Int, in context: A.Context) -> A {
    A.log(1 - A.pow(A(2, in: context), -5 - head))
  }

  /// -(8/H)(1 - l/L) h, of lightning attention: H heads, layer l of L.
  ///
  /// - Source: Qin et al., arXiv 2401.04658; `fla.ops.lightning_attn`.
  public static func lightning<A: Arithmetic>(
    head: Int, heads: Int, layer: A, layers: A, in context: A.Context
  ) -> A {
    -A(8 * head, in: context) / A(heads, in: context) * (1 - layer / layers)
  }
}

/// lb + (1 - lb) a: a gate a that is at least lb, as in HGRN and HGRN2.
///
/// - Source: Qin et al., arXiv 2404.07904, eq. (3).
public func lowerBounded<A: Arithmetic>(gate: A, _ bound: A) -> A { bound + (1 - bound) * gate }
