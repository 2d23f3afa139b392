import Arithmetic

extension LAPACK {
  /// The singular values of a matrix, descending: xGESVD.
  ///
  /// - Throws: `undefinedElement`; `noConvergence`.
  /// - Accuracy: each is wrong by at most a modest multiple of u ||A||: small ones may have no correct digit.
  public static func singularValues<S: LAPACKScalar>(
    of matrix: Matrix<S>
  ) throws(LinearAlgebraError) -> [S.Component] {
    var a = try components(of: matrix)
    let count = min(matrix.rows, matrix.columns)
    guard count > 0 else { return [] }
    let routine = S.routines.prefix + "gesvd"
    var (values, work): ([S.Component], [S.Component]) = (
      Array(repeating: 0, count: count), Array(repeating: 0, count: count)
    )
    let information = S.routines.gesvd(
      try dimension(matrix.rows, of: routine), try dimension(matrix.columns, of: routine), &a, &values, &work)
    try check(information, of: routine) { .noConvergence(remaining: $0) }
    return values
  }

  /// The condition number in the 2-norm as the computed singular values have it, infinite where the least of them is 0.
  /// Beyond 1/u it means nothing but "very large".
  ///
  /// - Throws: as ``singularValues(of:)``.
  public static func conditionNumber<S: LAPACKScalar>(
    of matrix: Matrix<S>
  ) throws(LinearAlgebraError) -> S.Component {
    let values = try singularValues(of: matrix)
    guard let largest = values.first, let least = values.last else { return 1 }
    return least == 0 ? .infinity : largest / least
  }

  /// X with A X = B, shape (order, right-hand sides), by elimination with partial pivoting: xGESV.
  ///
  /// - Throws: `notSquare`; `undefinedElement`; `noPivot` where a pivot is exactly 0.
  public static func solve<S: LAPACKScalar>(
    _ matrix: Matrix<S>, _ right: Matrix<S>
  ) throws(LinearAlgebraError) -> Matrix<S> {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    precondition(right.rows == matrix.rows, "as many rows as the matrix has")
    var (a, b) = (try components(of: matrix), try components(of: right))
    guard !b.isEmpty else { return right }
    let routine = S.routines.prefix + "gesv"
    var pivots: [Int32] = Array(repeating: 0, count: matrix.rows)
    let information = S.routines.gesv(
      try dimension(matrix.rows, of: routine), try dimension(right.columns, of: routine), &a, &pivots, &b)
    try check(information, of: routine) { .noPivot(column: $0 - 1) }
    return self.matrix(right.rows, right.columns, b)
  }
}
