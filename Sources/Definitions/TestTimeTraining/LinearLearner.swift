import Arithmetic

/// One head of TTT-linear: a linear learner z = x^T W + b, trained on each mini-batch to reconstruct v - k from k, by one
/// gradient step on 1/2 ||LN(z) - (v - k)||^2 taken at the mini-batch's start for each of its tokens:
///
///     g_s = d/dz 1/2 ||LN(z_s) - (v_s - k_s)||^2 at z_s = k_s^T W_0 + b_0
///     W_t = W_0 - sum_(s <= t) eta_ts k_s g_s^T,   b_t = b_0 - sum_(s <= t) eta_ts g_s
///     output_t = q_t + LN(q_t^T W_t + b_t)
///
/// The next mini-batch starts from W and b of this one's last token. Without a norm LN(z) = z.
///
/// - Source: Sun et al., arXiv 2407.04620, section 2 and appendix A; the layer norm and the residual are the released
///   code's.
public struct LinearLearner<A: RealElementaryArithmetic>: Sendable {
  /// The layer norm before the loss and after the readout.
  public var norm: LearnerNorm<A>?
  /// W_0, shape (size, size), from rows to columns, and b_0, shape (size).
  public var weights: A.Vector
  public var bias: A.Vector

  public init(weights: A.Vector, bias: A.Vector, norm: LearnerNorm<A>?) {
    self.weights = weights
    self.bias = bias
    self.norm = norm
  }

  /// z = x^T W + b.
  public func prediction(_ input: A.Vector) -> A.Vector {
    var output = bias
    output.formProduct(input, matrix: weights)
    output.add(bias)
    return output
  }

  /// g at a prediction z.
  public func gradient(at prediction: A.Vector, target: A.Vector) -> A.Vector {
    if let norm { return norm.gradient(at: prediction, target: target) }
    var gradient = prediction
    gradient.subtract(target)
    return gradient
  }

  /// q + LN(z).
  public func output(_ prediction: A.Vector, query: A.Vector) -> A.Vector {
    var output = norm?.applied(to: prediction) ?? prediction
    output.add(query)
    return output
  }

  /// W and b after the gradients with the learning rates of one token.
  public func updated(keys: ArraySlice<A.Vector>, gradients: ArraySlice<A.Vector>, rates: ArraySlice<A>) -> Self {
    var learner = self
    for ((key, gradient), rate) in zip(zip(keys, gradients), rates) {
      var scaled = gradient
      scaled.multiply(by: -rate)
      learner.weights.addOuterProduct(key, scaled)
      learner.bias.add(scaled)
    }
    return learner
  }

  /// q_t^T W_t + b_t in the dual form, without W_t: q_t^T W_0 + b_0 - sum_s eta_ts (q_t^T k_s) g_s - sum_s eta_ts g_s.
  public func dualPrediction(
    query: A.Vector, keys: ArraySlice<A.Vector>, gradients: ArraySlice<A.Vector>, rates: ArraySlice<A>
  ) -> A.Vector {
    var output = prediction(query)
    for ((key, gradient), rate) in zip(zip(keys, gradients), rates) {
      output.addProduct(-(rate * query.dot(key)), gradient)
      output.addProduct(-rate, gradient)
    }
    return output
  }
}

/// A layer norm LN(z) = weight . (z - mean)/sqrt(variance + epsilon) + bias, the variance being the mean of the squares.
public struct LearnerNorm<A: RealElementaryArithmetic>: Sendable {
  /// Each of shape (size).
  public let weight: A.Vector
  public let bias: A.Vector
  public let epsilon: A

  public init(weight: A.Vector, bias: A.Vector, epsilon: A) {
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }

  /// (z - mean)/sqrt(variance + epsilon) and the root.
  public func standardized(_ z: A.Vector) -> (values: A.Vector, deviation: A) {
    let count = A(z.count, in: z.context)
    let mean = sum(z) / count
    var centred = z
    for i in 0..<z.count { centred[i] = z[i] - mean }
    let deviation = A.sqrt(centred.dot(centred) / count + epsilon)
    return (A.Vector(centred.elements.map { $0 / deviation }, in: z.context), deviation)
  }

  /// LN(z).
  public func applied(to z: A.Vector) -> A.Vector {
    var output = standardized(z).values
    output.multiply(by: weight)
    output.add(bias)
    return output
  }

  /// d/dz 1/2 ||LN(z) - target||^2 = (n h - sum_i h_i - x sum_i h_i x_i)/(n sqrt(variance + epsilon)), where
  /// h = weight . (LN(z) - target) and x is z standardized.
  public func gradient(at z: A.Vector, target: A.Vector) -> A.Vector {
    let (values, deviation) = standardized(z)
    var slope = applied(to: z)
    slope.subtract(target)
    slope.multiply(by: weight)
    let count = A(z.count, in: z.context)
    let (total, aligned) = (sum(slope), slope.dot(values))
    return A.Vector(
      (0..<z.count).map { (count * slope[$0] - total - values[$0] * aligned) / (count * deviation) }, in: z.context)
  }

  private func sum(_ x: A.Vector) -> A {
    var sum = A(0, in: x.context)
    for i in 0..<x.count { sum = sum + x[i] }
    return sum
  }
}
