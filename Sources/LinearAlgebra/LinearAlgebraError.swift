import Arithmetic

/// Why a decomposition or a verification did not succeed.
public enum LinearAlgebraError: Error, Equatable, CustomStringConvertible {
  /// Elimination found no pivot that is certainly not 0: the matrix is singular, or its enclosure may contain a
  /// singular one.
  case noPivot(column: Int)
  /// A matrix that has to be square.
  case notSquare(rows: Int, columns: Int)
  /// A matrix that has to be positive definite has a pivot that is not certainly positive.
  case notPositiveDefinite(column: Int)
  /// An iteration did not converge: how many eigenvalues or singular values were still to be found.
  case noConvergence(remaining: Int)
  /// A matrix equation that does not have exactly one solution, or may not.
  case singularEquation
  /// The polynomial 0, or one that may be: every number is a root.
  case zeroPolynomial
  /// An approximate solution could not be verified at this precision.
  case notVerified(what: String, precision: Int)
  /// A result that an exact arithmetic does not hold.
  case noExactResult(what: String)
  /// An element is NaN, infinite or indeterminate.
  case undefinedElement(row: Int, column: Int)
  /// A routine of LAPACK refused an argument or found no memory: the `info` that it returned.
  case routineFailed(name: String, information: Int)

  public var description: String {
    switch self {
    case .noPivot(let column): "no pivot that is certainly not 0 in column \(column): singular, or too imprecise"
    case .notSquare(let rows, let columns): "expected a square matrix, found \(rows) x \(columns)"
    case .notPositiveDefinite(let column): "not certainly positive definite: pivot of column \(column)"
    case .noConvergence(let remaining): "the iteration did not converge: \(remaining) values were still to be found"
    case .notVerified(let what, let precision): "\(what) could not be verified with \(precision) bits"
    case .zeroPolynomial: "the polynomial is 0, or may be"
    case .singularEquation: "the matrix equation does not have exactly one solution, or may not"
    case .noExactResult(let what): "\(what) has no value in an exact arithmetic"
    case .undefinedElement(let row, let column): "the element of row \(row), column \(column) is not a number"
    case .routineFailed(let name, let information): "LAPACK's \(name) failed with info = \(information)"
    }
  }
}
