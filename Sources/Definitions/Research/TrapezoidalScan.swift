import Arithmetic

/// Mamba-3's scan of one head with the trapezoidal rule:
///
///     S_t = e^a_t (S_(t-1) + (1 - lambda_t) Delta_t k_(t-1) v_(t-1)^T) + lambda_t Delta_t k_t v_t^T,   y_t = S_t^T q_t
///
/// Each step is two of the affine recurrence: the first decays the state and what the last input adds to it, the second
/// adds the new input and is read.
///
/// - Source: Mamba-3, section on the generalized trapezoidal discretization; state-spaces/mamba, mamba3_siso.
public enum TrapezoidalScan<A: ElementaryArithmetic> {
  /// The two steps of t.
  ///
  /// - Parameters:
  ///   - logDecay: a_t.
  ///   - previous: (1 - lambda_t) Delta_t.
  ///   - current: lambda_t Delta_t.
  ///   - last: k_(t-1) and v_(t-1).
  public static func steps(
    logDecay: A, previous: A, current: A, last: (key: A.Vector, value: A.Vector), key: A.Vector, value: A.Vector,
    query: A.Vector
  ) -> [AffineStep<A>] {
    let decay = A.exp(logDecay)
    func constant(_ x: A) -> A.Vector {
      var vector = key
      vector.fill(with: x)
      return vector
    }
    var (before, now) = (last.key, key)
    before.multiply(by: previous * decay)
    now.multiply(by: current)
    let (one, zero) = (A(1, in: key.context), A(0, in: key.context))
    return [
      AffineStep(
        decay: constant(decay), key: before, value: last.value, query: query, logDecay: constant(logDecay)),
      AffineStep(decay: constant(one), key: now, value: value, query: query, logDecay: constant(zero)),
    ]
  }

  /// x with each pair (x_2i, x_2i+1) turned by an angle; elements beyond the pairs stay.
  public static func rotated(_ x: A.Vector, by angles: [A]) -> A.Vector {
    var output = x
    for (i, angle) in angles.enumerated() {
      let (cosine, sine) = (A.cos(angle), A.sin(angle))
      output[2 * i] = cosine * x[2 * i] - sine * x[2 * i + 1]
      output[2 * i + 1] = (sine * x[2 * i]).addingProduct(cosine, x[2 * i + 1])
    }
    return output
  }
}
