import Arithmetic

/// The forget gate of HGRN and HGRN2, whose values are at least a bound lb that the layer has learned:
///
///     f = lb + (1 - lb) sigmoid(x),   h_t = f_t h_(t-1) + (1 - f_t) i_t
///
/// - Source: Qin et al., arXiv 2311.04823, section 3.2, and arXiv 2404.07904, eq. (3); `fla.models.hgrn`.
public enum LowerBoundedGate {
  /// f.
  public static func gate<A: ElementaryArithmetic>(logit: A, bound: A) -> A {
    lowerBounded(gate: A.sigmoid(logit), bound)
  }

  /// 1 - f = (1 - lb) sigmoid(-x), without the cancellation of the difference.
  public static func complement<A: ElementaryArithmetic>(logit: A, bound: A) -> A {
    (1 - bound) * A.sigmoid(-logit)
  }

  /// 1 - f as 1 - e^(log f): near f = 1 what is left is the rounding error.
  public static func complementByDifference<A: RealElementaryArithmetic>(logit: A, bound: A) -> A {
    1 - A.exp(logGate(logit: logit, bound: bound))
  }

  /// log f = log(e^(log lb) + e^(log(1 - lb) + log sigmoid(x))), for lb > 0.
  public static func logGate<A: RealElementaryArithmetic>(logit: A, bound: A) -> A {
    logarithmOfSum(A.log(bound), A.log(1 - bound) - A.softplus(-logit))
  }

  /// One step of HGRN2, S_t = diag(f_t) S_(t-1) + (1 - f_t) i_t^T read by q_t, with S of shape (keys, values): a copy
  /// of HGRN for each entry.
  ///
  /// - Parameters:
  ///   - gates: f_t, shape (keys).
  ///   - value: i_t, shape (values).
  ///   - query: q_t, shape (keys).
  public static func step<A: Arithmetic>(gates: A.Vector, value: A.Vector, query: A.Vector) -> AffineStep<A> {
    var complement = gates
    complement.fill(with: A(1, in: gates.context))
    complement.subtract(gates)
    return AffineStep(decay: gates, key: complement, value: value, query: query)
  }
}
