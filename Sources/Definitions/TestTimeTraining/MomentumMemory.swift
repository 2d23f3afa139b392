import Arithmetic

/// A linear memory trained by gradient descent with momentum and forgetting, as in Titans:
///
///     S_t = eta_t S_(t-1) - 2 theta_t k_t (k_t^T M_(t-1) - v_t^T),   M_t = (1 - alpha_t) M_(t-1) + S_t,   y_t = M_t^T q_t
///
/// 2 k (k^T M - v^T) is the gradient of ||M^T k - v||^2. With eta = 0 it is the gated delta rule.
///
/// - Source: Behrouz, Zhong, Mirrokni, arXiv 2501.00663, equations (8)-(14), with a linear memory.
public struct MomentumMemory<A: Arithmetic>: Sendable {
  /// M and S, shape (key, value).
  public var memory: A.Vector
  public var momentum: A.Vector

  public init(memory: A.Vector, momentum: A.Vector) {
    self.memory = memory
    self.momentum = momentum
  }

  /// k^T M - v^T.
  public func surprise(key: A.Vector, value: A.Vector) -> A.Vector {
    var surprise = value
    surprise.formProduct(key, matrix: memory)
    surprise.subtract(value)
    return surprise
  }

  /// - Parameters:
  ///   - rate: theta.
  ///   - persistence: eta.
  ///   - retention: 1 - alpha.
  public mutating func advance(key: A.Vector, value: A.Vector, rate: A, persistence: A, retention: A) {
    let surprise = surprise(key: key, value: value)
    var scaled = key
    scaled.multiply(by: -(2 * rate))
    momentum.multiply(by: persistence)
    momentum.addOuterProduct(scaled, surprise)
    memory.multiply(by: retention)
    memory.add(momentum)
  }

  /// M^T q.
  public func read(_ query: A.Vector) -> A.Vector {
    var output = A.Vector(zeros: memory.count / max(query.count, 1), in: memory.context)
    output.formProduct(query, matrix: memory)
    return output
  }
}
