import Arithmetic

/// What is proved of M = V^-1 A V, similar to A, where V and W, near V^-1, are points and D is near M: M_ii lies in
/// `centers[i]`, and |M_ij| <= `bounds[i][j]` for i != j.
///
/// With E = I - W V, R = A V - V D and Z = W R in balls, M = D + (I - E)^-1 Z. Let e_i be the largest |E_ij| of row i.
/// If their sum s is less than 1, V and W are regular, and from |E^m Z|_ij <= e_i s^(m-1) sum_k |Z_kj|
///
///     |M - D - Z|_ij <= e_i sum_k |Z_kj| / (1 - s).
///
/// Row i of Z is as large as the left eigenvector: the bounds of an eigenvalue have its own condition number as their
/// factor, not that of V.
struct VerifiedSimilarity: Sendable {
  let centers: [Disc]
  /// 0 on the diagonal.
  let bounds: [[Magnitude]]

  /// nil where s >= 1, so that nothing is proved.
  init?<Scalar: EnclosureArithmetic>(
    _ matrix: Matrix<Scalar>, vectors: Matrix<Scalar.Midpoint>, inverse: Matrix<Scalar.Midpoint>,
    diagonal: Matrix<Scalar.Midpoint>, isDiagonal: Bool
  ) {
    let n = matrix.rows
    let (v, w) = (Matrix<Scalar>(points: vectors), Matrix<Scalar>(points: inverse))
    let d = Matrix<Scalar>(points: diagonal)
    let defect = (w * v).addingToDiagonal(Scalar(-1, in: matrix.context))
    let rows = (0..<n).map { i in (0..<n).reduce(Magnitude.zero) { max($0, defect[i, $1].upperMagnitude) } }
    let total = rows.reduce(Magnitude.zero) { $0 + $1 }
    guard total < .one else { return nil }
    let remainder = Magnitude.lowerDifference(.one, total)
    let product = isDiagonal ? v.multipliedFromRight(byDiagonal: d.diagonal) : v * d
    let z = w * (matrix * v - product)
    var sizes = (0..<n).map { i in (0..<n).map { z[i, $0].upperMagnitude } }
    let columns = (0..<n).map { j in (0..<n).reduce(Magnitude.zero) { $0 + sizes[$1][j] } / remainder }
    guard columns.allSatisfy(\.isFinite) else { return nil }
    for i in 0..<n {
      for j in 0..<n { sizes[i][j] = i == j ? .zero : sizes[i][j] + rows[i] * columns[j] + d[i, j].upperMagnitude }
    }
    centers = (0..<n).map { i in
      let center = d[i, i] + z[i, i]
      return Disc(center).widened(by: rows[i] * columns[i])
    }
    bounds = sizes
  }
}

extension Disc {
  /// The disc of a ball or of a disc.
  init(_ value: some EnclosureArithmetic) {
    if let disc = value as? Disc {
      self = disc
    } else if let ball = value as? Ball {
      self = Disc(ball)
    } else {
      self = .indeterminate(in: value.context)
    }
  }
}
