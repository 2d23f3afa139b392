import Arithmetic

/// One head of forgetting attention: softmax attention whose logits decay with the gates between query and key,
///
///     o_t = sum_(s <= t) p_ts v_s,   p_t = softmax_s(q_t^T k_s + sum_(s < r <= t) g_r),
///
/// over the last `window` positions where a window is given. f = e^g = 1 is softmax attention.
///
/// - Source: Lin et al., arXiv 2503.02130, equation (2).
public struct ForgettingAttention<A: RealElementaryArithmetic>: Sendable {
  /// q_t, with the scale, and k_t, shape (length, key).
  public var queries: [A.Vector]
  public var keys: [A.Vector]
  /// v_t, shape (length, value).
  public var values: [A.Vector]
  /// g_t = log f_t, shape (length).
  public var logGates: [A]
  /// The number of positions that a query sees, itself among them; nil for all before it.
  public var window: Int?

  public init(queries: [A.Vector], keys: [A.Vector], values: [A.Vector], logGates: [A], window: Int? = nil) {
    self.queries = queries
    self.keys = keys
    self.values = values
    self.logGates = logGates
    self.window = window
  }

  /// The positions that t sees.
  public func visible(from t: Int) -> ClosedRange<Int> { max(0, window.map { t - $0 + 1 } ?? 0)...t }

  /// sum_(s < r <= t) g_r for each s that t sees, each added up from t backwards.
  public func biases(at t: Int) -> [A] {
    var sum = A(0, in: logGates[t].context)
    var biases: [A] = []
    for s in visible(from: t).reversed() {
      biases.append(sum)
      sum = sum + logGates[s]
    }
    return biases.reversed()
  }

  /// G_t = g_0 + ... + g_t, shape (length).
  public var cumulativeGates: [A] {
    var sums: [A] = []
    for gate in logGates { sums.append(sums.last.map { $0 + gate } ?? gate) }
    return sums
  }

  /// o_t, shape (value), given the bias of each position that t sees.
  public func output(at t: Int, biases: [A]) -> A.Vector {
    let range = visible(from: t)
    let logits = zip(range, biases).map { s, bias in queries[t].dot(keys[s]) + bias }
    return attend(logits, to: range)
  }

  /// sum_s softmax(logits)_s v_s over a range of positions.
  public func attend(_ logits: [A], to range: ClosedRange<Int>) -> A.Vector {
    let context = values[range.lowerBound].context
    let shift = softmaxShift(logits, in: context)
    var output = A.Vector(zeros: values[range.lowerBound].count, in: context)
    var sum = A(0, in: context)
    for (s, logit) in zip(range, logits) {
      let weight = A.exp(logit - shift)
      output.addProduct(weight, values[s])
      sum = sum + weight
    }
    return A.Vector(output.elements.map { $0 / sum }, in: context)
  }
}
