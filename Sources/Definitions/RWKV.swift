import Arithmetic

/// RWKV-5 and RWKV-6 (the time mixing of Eagle and Finch) read the state before its update, and give the step's own key
/// and value a weight of their own:
///
///     y_t = (S_(t-1) + Diag(u) k_t v_t^T)^T r_t,   S_t = Diag(w_t) S_(t-1) + k_t v_t^T
///
/// The recurrence is linear attention read before the update; this is what is added to it.
///
/// - Parameters:
///   - receptance: r_t, shape (keys).
///   - bonus: u, shape (keys).
///   - key: k_t, shape (keys).
///   - value: v_t, shape (values).
/// - Returns: (r_t . u . k_t) v_t, shape (values).
/// - Source: Peng et al., arXiv 2404.05892, eq. (18) and (19).
public func bonusReadout<Vector: ArithmeticVector>(
  receptance: Vector, bonus: Vector, key: Vector, value: Vector
) -> Vector {
  var weights = bonus
  weights.multiply(by: key)
  var readout = value
  readout.multiply(by: weights.dot(receptance))
  return readout
}

extension AffineStep where A: ElementaryArithmetic {
  /// One step of RWKV-7 (Goose), a transition that is diagonal plus a matrix of rank one:
  ///
  ///     S_t = Diag(e^(g_t)) S_(t-1) + b_t (a_t^T S_(t-1)) + k_t v_t^T,   y_t = S_t^T r_t
  ///
  /// with S of shape (keys, values), the transpose of the paper's. a_t meets the state before its decay.
  ///
  /// - Parameters:
  ///   - receptance: r_t, shape (keys).
  ///   - key: k_t, shape (keys).
  ///   - value: v_t, shape (values).
  ///   - removal: a_t, shape (keys): what the state is asked under, minus the normalized key in the model.
  ///   - replacement: b_t, shape (keys): where it is put back.
  ///   - logDecay: g_t, natural logarithms, shape (keys).
  /// - Source: Peng et al., arXiv 2503.14456, eq. (17).
  @inlinable public static func diagonalPlusLowRank(
    receptance: A.Vector, key: A.Vector, value: A.Vector, removal: A.Vector, replacement: A.Vector, logDecay: A.Vector
  ) -> AffineStep {
    var decay = logDecay
    A.formExponential(&decay, of: logDecay)
    return AffineStep(
      decay: decay, key: key, value: value, query: receptance, correction: (replacement, removal), logDecay: logDecay)
  }
}

/// Log-decays of RWKV as functions of what kernels are given.
public enum RWKVDecay {
  /// -e^w: RWKV-5, RWKV-6, and early kernels of RWKV-7.
  public static func doubleExponential<A: ElementaryArithmetic>(_ w: A) -> A { -A.exp(w) }

  /// -e^(-1/2) sigmoid(w): RWKV-7, a decay between e^(-e^(-1/2)) = 0.545 and 1.
  ///
  /// - Source: Peng et al., arXiv 2503.14456, eq. (10).
  public static func sigmoid<A: ElementaryArithmetic>(_ w: A) -> A {
    -A.exp(A(-1, in: w.context) / 2) * A.sigmoid(w)
  }
}
