import Arithmetic

/// One output of the causal depthwise convolution that stands before most state-space layers:
///
///     y_t = b + sum_(j < W) w_j x_(t - W + 1 + j)
///
/// - Parameters:
///   - window: x_(t - W + 1), ..., x_t, shape (W); nil for a position before the sequence, which adds nothing.
///   - weights: w, shape (W); the last one meets x_t.
///   - bias: b, if there is one.
/// - Source: Fu et al., arXiv 2212.14052, the shift SSM; Dao-AILab/causal-conv1d, `causal_conv1d_ref`.
public func shortConvolution<A: Arithmetic>(window: [A?], weights: A.Vector, bias: A?) -> A {
  precondition(window.count == weights.count, "one weight for each position")
  var sum = bias
  for (j, x) in window.enumerated() {
    guard let x else { continue }
    let term = weights[j] * x
    sum = sum.map { $0 + term } ?? term
  }
  return sum ?? A(0, in: weights.context)
}
