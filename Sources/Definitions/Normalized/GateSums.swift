import Arithmetic

/// What exponential gates add up to without a stabilizer.
public enum GateSums {
  /// n_t = sum_(s <= t) e^(i + (t - s) g) = e^i (e^(t g) - 1)/(e^g - 1), t e^i for g = 0: the normalizer of an sLSTM,
  /// and the denominator of RWKV-4's state, with constant gates.
  ///
  /// - Parameters:
  ///   - input: i.
  ///   - logForget: g = log f, positive where the forget gate is an exponential.
  ///   - isOne: whether g = 0.
  ///   - steps: t.
  public static func normalizer<A: ElementaryArithmetic>(
    input: A, logForget: A, isOne: Bool, steps: Int
  ) -> A {
    let count = A(steps, in: input.context)
    return A.exp(input) * (isOne ? count : A.expMinusOne(count * logForget) / A.expMinusOne(logForget))
  }

  /// max_(s <= t) (G_t - G_s + i_s), G the cumulative log-gates: the stabilizer m_t of a memory that begins empty,
  /// which the recurrence m_t = max(g_t + m_(t-1), i_t) computes.
  public static func stabilizer<A: RealArithmetic>(logForgets: [A], inputs: [A]) -> A? {
    guard let first = inputs.last else { return nil }
    var (largest, sum) = (first, A(0, in: first.context))
    for s in inputs.indices.dropLast().reversed() {
      sum = sum + logForgets[s + 1]
      largest = A.maximum(largest, sum + inputs[s])
    }
    return largest
  }
}
