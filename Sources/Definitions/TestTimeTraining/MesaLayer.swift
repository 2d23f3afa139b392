import Arithmetic

/// One head of the Mesa layer: regression with forgetting, solved at every step,
///
///     H_t = e^g_t H_(t-1) + beta_t k_t k_t^T,   M_t = e^g_t M_(t-1) + beta_t k_t v_t^T,
///     o_t = M_t^T (H_t + Lambda)^-1 q_t,   Lambda = diag(lambda), lambda > 0
///
/// - Source: von Oswald et al., arXiv 2506.05233, equations (8)-(10).
public enum MesaLayer<A: Arithmetic> {
  /// (H + Lambda)^-1 q by elimination without exchanges, for a symmetric positive definite matrix.
  ///
  /// - Parameters:
  ///   - covariance: H, shape (key, key), row by row.
  ///   - regularization: lambda, shape (key).
  public static func solve(covariance: A.Vector, regularization: A.Vector, _ query: A.Vector) -> A.Vector {
    let n = query.count
    var (matrix, x) = (covariance, query)
    for i in 0..<n { matrix[i * n + i] = matrix[i * n + i] + regularization[i] }
    for column in 0..<n {
      for row in column + 1..<max(n, column + 1) {
        let factor = matrix[row * n + column] / matrix[column * n + column]
        for j in column..<n { matrix[row * n + j] = matrix[row * n + j] - factor * matrix[column * n + j] }
        x[row] = x[row] - factor * x[column]
      }
    }
    for row in (0..<n).reversed() {
      var sum = x[row]
      for j in row + 1..<max(n, row + 1) { sum = sum - matrix[row * n + j] * x[j] }
      x[row] = sum / matrix[row * n + row]
    }
    return x
  }

  /// The step of M that is read by x_t = (H_t + Lambda)^-1 q_t.
  public static func step(
    decay: A, logDecay: A?, strength: A, key: A.Vector, value: A.Vector, solution: A.Vector
  ) -> AffineStep<A> {
    var (decays, scaled) = (key, key)
    decays.fill(with: decay)
    scaled.multiply(by: strength)
    var logDecays = logDecay.map { _ in key }
    if let logDecay { logDecays?.fill(with: logDecay) }
    return AffineStep(decay: decays, key: scaled, value: value, query: solution, logDecay: logDecays)
  }
}
