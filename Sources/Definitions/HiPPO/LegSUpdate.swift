import Arithmetic

/// One step of the LegS recurrence in O(N) operations, without a matrix:
///
///     h <- (I - delta M)^-1 (I + epsilon M) h,   M_ij = -(2j + 1) (i > j), -(i + 1) (i = j), 0 (i < j),
///
/// in the coordinates of the rational twin. Both products need of the row i only the running sum s_i = sum_(j < i) (2j
/// + 1) x_j:
///
///     y_i = x_i - epsilon ((i + 1) x_i + s_i(x)),   z_i = (y_i - delta s_i(z))/(1 + delta (i + 1)).
///
/// The step of HiPPO at the time k has delta, epsilon proportional to 1/k; delta = 0 is the forward Euler method,
/// epsilon = 0 the backward one. 15 operations an element.
///
/// - Source: Gu, Dao, Ermon, Rudra, Re, arXiv 2008.07669, Proposition 4.
public enum LegSUpdate {
  /// - Parameters:
  ///   - state: h, shape (order), replaced by the new one. It is undefined where 1 + delta (i + 1) = 0 for an
  ///     i < order, which is where I - delta M is singular.
  ///   - implicit: delta.
  ///   - explicit: epsilon.
  public static func advance<A: Arithmetic>(_ state: inout [A], implicit: A, explicit: A) {
    var (sumBefore, sumAfter) = (A(0, in: implicit.context), A(0, in: implicit.context))
    var weight = A(1, in: implicit.context)
    var diagonal = weight
    let (one, two) = (weight, A(2, in: implicit.context))
    for i in state.indices {
      let x = state[i]
      let y = x - explicit * (diagonal * x + sumBefore)
      let z = (y - implicit * sumAfter) / (one + implicit * diagonal)
      sumBefore = sumBefore + weight * x
      sumAfter = sumAfter + weight * z
      weight = weight + two
      diagonal = diagonal + one
      state[i] = z
    }
  }
}
