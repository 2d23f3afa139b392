import Arithmetic
import CLinearAlgebra

/// The decompositions of LAPACK, in single and double precision, real and complex: the fast candidates that the
/// verified decompositions of this library judge. Never a reference.
///
/// Whichever LAPACK and BLAS the machine has is called (the reference implementation, OpenBLAS, ...), through LAPACKE.
/// The results differ between them and between versions, by as much as the condition of the problem lets rounding
/// differ: only orders of magnitude are reproducible. OpenBLAS, whose results differ between numbers of threads too, is
/// told to use one.
///
/// A NaN or an infinity is refused before LAPACK sees it: some of its iterations do not end on one.
///
/// - Source: Anderson et al., LAPACK Users' Guide, 3rd ed., SIAM 1999.
public enum LAPACK {
  /// Done once, before the first routine.
  private static let oneThread: Void = cla_use_one_thread()

  /// The elements of a matrix, row by row.
  ///
  /// - Throws: `undefinedElement` where one is a NaN or infinite.
  static func components<S: LAPACKScalar>(of matrix: Matrix<S>) throws(LinearAlgebraError) -> [S.Component] {
    _ = oneThread
    var components: [S.Component] = []
    components.reserveCapacity(matrix.elements.count * S.componentCount)
    for i in 0..<matrix.rows {
      for j in 0..<matrix.columns {
        let element = matrix[i, j]
        guard element.upperMagnitude.isFinite else { throw .undefinedElement(row: i, column: j) }
        element.append(to: &components)
      }
    }
    return components
  }

  /// The matrix that LAPACK wrote row by row.
  static func matrix<S: LAPACKScalar>(_ rows: Int, _ columns: Int, _ components: [S.Component]) -> Matrix<S> {
    Matrix(rows, columns, in: Intrinsic()) { S(components: components, at: ($0 * columns + $1) * S.componentCount) }
  }

  /// A dimension as LAPACK counts.
  static func dimension(_ count: Int, of routine: String) throws(LinearAlgebraError) -> Int32 {
    guard let dimension = Int32(exactly: count) else { throw .routineFailed(name: routine, information: Int.min) }
    return dimension
  }

  /// What a routine's `info` says where it is not 0: below 0 an argument that it refuses or memory that it lacks, above
  /// 0 what `failure` says.
  static func check(
    _ information: Int32, of routine: String, _ failure: (Int) -> LinearAlgebraError
  ) throws(LinearAlgebraError) {
    if information > 0 { throw failure(Int(information)) }
    if information < 0 { throw .routineFailed(name: routine, information: Int(information)) }
  }
}
