import Arithmetic

/// The errors of the rows of X = R + A X, A strictly lower triangular, solved by forward substitution in floats.
///
/// The computed rows fulfil X'_t = R_t + sum_(s < t) A_ts X'_s + r_t, where |r_t| is at most what one row's own evaluation
/// may be off by, its inputs R and A included: so (I - A)(X' - X) = r, and
///
///     |X' - X| <= |T| |r|,   T = (I - A)^-1.
///
/// |T| is taken from T itself, not from the series of |A|, which for keys of unit norm is larger by a factor that grows
/// exponentially with the chunk.
///
/// - Source: Higham, Accuracy and Stability of Numerical Algorithms, section 8.1 (lemma L6 of the catalogue); the bound of
///   T is claim delta.T-resolvent.
final class TriangularErrors {
  /// The rows of T, evaluated in `Double`.
  private var inverse: [[Double]] = []
  /// Upper bounds of |T|.
  private var bounds: [[Double]] = []
  /// Upper bounds of the residuals of the rows of T as evaluated: |(I - A) T' - I|.
  private var residuals: [[Double]] = []
  /// Upper bounds of |r|.
  private var own: [[Double]] = []

  /// The row t with its error, from its evaluation with earlier rows that are taken as exact.
  func settle(
    _ row: RoundingBound.Vector, _ weights: [RoundingBound]
  ) -> (solved: RoundingBound.Vector, final: RoundingBound.Vector) {
    appendInverse(weights)
    let t = own.count
    let count = row.count
    own.append((0..<count).map { row[$0].bound() })
    var solved = row
    var final = row
    for j in 0..<count {
      var error = 0.0
      for s in 0...t where j < own[s].count { error += bounds[t][s] * own[s][j] }
      error = error * (1 + Double(t + 4) * 0x1p-52)
      let element = row[j]
      // A later row meets the computed number; its evaluation in `Double` is off by less than a computation in floats.
      solved[j] = RoundingBound(element.value, error: 0, valueError: 2 * error, in: element.context)
      final[j] = RoundingBound(
        element.value, magnitude: abs(element.value) + error, error: error, valueError: error, in: element.context)
    }
    return (solved, final)
  }

  /// Row t of T: e_t + sum_(s < t) A_ts T_s, evaluated as T', and a bound of |T|.
  ///
  /// T' differs from T by T G, where G is the residual of T', and so |T| <= |T'| + |T| |G|, which is solved from the
  /// diagonal on.
  private func appendInverse(_ weights: [RoundingBound]) {
    let t = weights.count
    var row = Array(repeating: 0.0, count: t + 1)
    var residual = row
    let rounding = Double(t + 4) * 0x1p-52
    for (s, weight) in weights.enumerated() {
      let spread = weight.valueError + rounding * abs(weight.value)
      for j in 0...s {
        row[j] += weight.value * inverse[s][j]
        residual[j] += spread * abs(inverse[s][j])
      }
    }
    row[t] = 1
    var bound = row
    bound[t] = 1
    inverse.append(row)
    residuals.append(residual.map { $0 * (1 + rounding) })
    for j in stride(from: t - 1, through: 0, by: -1) {
      var excess = 0.0
      for s in (j + 1)...t { excess += bound[s] * residuals[s][j] }
      bound[j] = (abs(row[j]) + excess) * (1 + rounding)
    }
    bounds.append(bound)
  }
}
