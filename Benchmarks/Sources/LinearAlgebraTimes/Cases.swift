import Arithmetic
import LinearAlgebra

/// What is timed, by the names that `LinearAlgebra/compare.py` knows too: the computation, from which a number is left
/// that both sides must agree on.
struct Cases {
  let matrices: TestMatrices

  /// The computation of a name; nil where there is none of that name.
  func named(_ name: String) -> (() throws -> Double)? {
    let m = matrices
    let points = Matrix<Ball>(points: m.real)
    let complexPoints = Matrix<Disc>(points: m.complex)
    let complexColumn = Matrix(column: m.complex.column(0), in: m.precision)
    // Right sides that are not a column of the matrix itself, whose solution would be a unit vector.
    let right = Matrix(column: m.complex.column(1).map(\.imaginary), in: m.precision)
    let ballRight = Matrix<Ball>(points: right)
    return switch name {
    case "product real": { (m.real * m.real)[0, 0].approximation }
    case "product complex": { (m.complex * m.complex)[0, 0].real.approximation }
    case "certified product real": { (points * points)[0, 0].approximation }
    case "solve real": { try m.real.solve(right)[0, 0].approximation }
    case "solve complex": { try m.complex.solve(complexColumn)[0, 0].real.approximation }
    case "certified solve real": { try points.certifiedSolution(ballRight)[0, 0].approximation }
    case "inverse real": { try m.real.inverse()[0, 0].approximation }
    case "eigenvalues real": { Self.check(try m.real.eigenvalues()) }
    case "eigenvalues complex": { Self.check(try m.complex.eigenvalues()) }
    case "eigenvalues LegS": { Self.check(try m.legS.eigenvalues()) }
    case "eigenvectors real": { Self.check(try Eigendecomposition(m.real).values) }
    case "eigenvectors complex": { Self.check(try Eigendecomposition(m.complex).values) }
    case "eigenvectors LegS": { Self.check(try Eigendecomposition(m.legS).values) }
    case "singular values real": { Self.check(try m.real.singularValues()) }
    case "singular vectors real": { Self.check(try SingularValueDecomposition(m.real).values) }
    case "certified eigenvalues real": { Self.check(try points.certifiedEigenvalues()) }
    case "certified eigenvalues complex": { Self.check(try complexPoints.certifiedEigenvalues()) }
    case "certified eigenvalues LegS": { Self.check(try Matrix<Ball>(points: m.legS).certifiedEigenvalues()) }
    case "least squares real": { try QRDecomposition(m.real).leastSquares(right)[0, 0].approximation }
    default: nil
    }
  }

  /// sum_j |lambda_j|^2, which no order changes.
  private static func check(_ values: [Complex<BigFloat>]) -> Double {
    values.reduce(0) { $0 + $1.squaredMagnitude.approximation }
  }

  private static func check(_ values: [BigFloat]) -> Double {
    values.reduce(0) { $0 + ($1 * $1).approximation }
  }

  private static func check(_ enclosure: EigenEnclosure) -> Double {
    check(enclosure.values.map { Complex($0.realMidpoint, $0.imaginaryMidpoint) })
  }
}
