import Arithmetic

/// Matrices of exact numbers, small ones, row by row: what claims about structure need.
struct ExactMatrix: Sendable, Equatable, CustomStringConvertible {
  var rows: [[Rational]]

  init(_ rows: [[Rational]]) { self.rows = rows }

  init(identity count: Int) {
    rows = (0..<count).map { i in (0..<count).map { $0 == i ? 1 : 0 } }
  }

  /// From its columns.
  init(columns: [[Rational]]) {
    rows = (columns.first ?? []).indices.map { i in columns.map { $0[i] } }
  }

  var count: Int { rows.count }
  var elements: [Rational] { rows.flatMap { $0 } }
  var description: String { rows.description }

  static func * (x: ExactMatrix, y: ExactMatrix) -> ExactMatrix {
    ExactMatrix(
      x.rows.map { row in
        (y.rows.first ?? []).indices.map { j in zip(row, y.rows).reduce(Rational(0)) { $0 + $1.0 * $1.1[j] } }
      })
  }

  /// (I - A)^-1 for a strictly lower triangular A, by forward substitution.
  var resolvent: ExactMatrix {
    var inverse = ExactMatrix(identity: count)
    for i in rows.indices {
      for j in 0..<i {
        for l in 0...j { inverse.rows[i][l] = inverse.rows[i][l] + rows[i][j] * inverse.rows[j][l] }
      }
    }
    return inverse
  }

  /// The largest rank of a block that lies in the lower triangle, the diagonal included: rows from j on, columns up to j.
  var semiseparableRank: Int {
    rows.indices.map { j in Self.rank(rows[j...].map { Array($0[...j]) }) }.max() ?? 0
  }

  /// By elimination.
  static func rank(_ rows: [[Rational]]) -> Int {
    var rows = rows
    var rank = 0
    for column in rows.first?.indices ?? 0..<0 {
      guard let pivot = rows.indices.dropFirst(rank).first(where: { rows[$0][column] != 0 }) else { continue }
      rows.swapAt(rank, pivot)
      for i in rows.indices.dropFirst(rank + 1) where rows[i][column] != 0 {
        let factor = rows[i][column] / rows[rank][column]
        rows[i] = zip(rows[i], rows[rank]).map { $0 - factor * $1 }
      }
      rank += 1
      if rank == rows.count { break }
    }
    return rank
  }
}
