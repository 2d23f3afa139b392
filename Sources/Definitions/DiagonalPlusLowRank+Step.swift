import Arithmetic
import LinearAlgebra

extension DiagonalPlusLowRank {
  /// A = diag(lambda) - sum_r P_r Q_r^T, shape (state, state).
  public var matrix: Matrix<A> {
    Matrix(diagonal.count, diagonal.count, in: step.context) { i, j in
      let lowRank = zip(left, right).reduce(A(0, in: step.context)) { $0 + $1.0[i] * $1.1[j] }
      return i == j ? diagonal[i] - lowRank : -lowRank
    }
  }

  /// A0 x = (2/Delta) x + A x, in O(state rank) operations: the explicit half of the bilinear step.
  func explicitHalf(_ x: [A]) -> [A] {
    let scale = 2 / step
    var y = zip(diagonal, x).map { (scale + $0) * $1 }
    for (p, q) in zip(left, right) {
      let projection = dotProduct(q, x)
      for i in y.indices { y[i] = y[i] - p[i] * projection }
    }
    return y
  }

  /// A1 x = (2/Delta - A)^-1 x by Woodbury's formula, in O(state rank^2 + rank^3) operations:
  ///
  ///     A1 = D - D P (I + Q^T D P)^-1 Q^T D,   D = (2/Delta - diag(lambda))^-1,
  ///
  /// the implicit half of the bilinear step. Undefined where 2/Delta is a lambda, or where a leading minor of I + Q^T D
  /// P is 0.
  func implicitHalf(_ x: [A]) -> [A] {
    let scale = 2 / step
    let resolvent = diagonal.map { 1 / (scale - $0) }
    var y = zip(resolvent, x).map { $0 * $1 }
    guard !left.isEmpty else { return y }
    let columns = left.map { zip(resolvent, $0).map { $0 * $1 } }
    let capacitance = right.indices.map { r in
      columns.indices.map { s in
        let entry = dotProduct(right[r], columns[s])
        return r == s ? 1 + entry : entry
      }
    }
    let weights = solutions(of: capacitance, [right.map { dotProduct($0, y) }])[0]
    for (column, weight) in zip(columns, weights) {
      for i in y.indices { y[i] = y[i] - column[i] * weight }
    }
    return y
  }

  /// h <- Abar h + Bbar u = A1 (A0 h + 2 B u): one step of the recurrence in closed form, without a dense matrix.
  ///
  /// - Source: Gu, Goel, Re, arXiv 2111.00396, appendix C.2.
  public func advance(_ state: inout [A], input u: A) {
    state = implicitHalf(zip(explicitHalf(state), input).map { $0 + 2 * ($1 * u) })
  }

  private func dotProduct(_ x: [A], _ y: [A]) -> A { zip(x, y).reduce(A(0, in: step.context)) { $0 + $1.0 * $1.1 } }
}
