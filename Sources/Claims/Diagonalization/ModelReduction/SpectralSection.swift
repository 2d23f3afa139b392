import Arithmetic
import Definitions
import LinearAlgebra

/// The filters' matrix Z of one length, with proved statements about its largest eigenvalues.
///
/// Z = G G^T + R with a G of few columns, taken as it is, and ||R||_F <= rho in balls. The eigenvalues of Z are within
/// rho of those of G G^T (Weyl), which other than 0 are those of S = G^T G. With W of approximate eigenvectors of S, as
/// it is, W^T (S
/// - t I) W has as many positive eigenvalues as S has above t (Sylvester), and is so near a diagonal matrix that
///   elimination in balls tells how many.
struct SpectralSection {
  let matrix: Matrix<Ball>
  let precision: Precision
  private let factor: Matrix<Ball>
  private let vectors: Matrix<Ball>
  /// Approximations, descending.
  private let approximations: [BigFloat]
  /// W^T S W and W^T W.
  private let form, metric: Matrix<Ball>
  /// rho.
  private let remainder: Ball

  /// - Parameter rank: the columns of G: eigenvalues of higher index are lost.
  init(length: Int, rank: Int, precision: Precision = 256) throws {
    self.precision = precision
    matrix = SpectralFilters.matrix(length: length, in: precision)
    let points: Matrix<BigFloat> = SpectralFilters.matrix(length: length, in: precision)
    factor = Matrix(points: try PivotedCholesky(points, rank: rank).factor)
    remainder = Ball((matrix - factor * factor.transposed).frobeniusNormBound.bigFloat.rounded(to: precision))
    let gram = factor.transposed * factor
    let decomposition = try SymmetricEigendecomposition(gram.midpoint)
    let n = gram.rows
    let identity = Matrix<BigFloat>(identity: n, in: precision)
    let found = decomposition.vectors ?? identity
    vectors = Matrix(points: Matrix(n, n, in: precision) { found[$0, n - 1 - $1] })
    approximations = decomposition.values.reversed()
    form = vectors.transposed * gram * vectors
    metric = vectors.transposed * vectors
  }

  /// #{sigma_j > t}; nil where that is not decided, or where t is not above rho.
  func count(above t: Ball) -> Int? {
    guard remainder.isLess(than: t).isTrue else { return nil }
    func count(_ t: Ball) -> Int? { (form - metric.scaled(by: t)).eigenvalueCount(above: Ball(0, in: precision)) }
    guard let least = count(t + remainder), let most = count(t - remainder), least == most else { return nil }
    return least
  }

  /// The eigenvalue of index j, from 0, to 2^-30 of itself.
  ///
  /// - Throws: `notVerified`.
  func eigenvalue(_ j: Int) throws -> Ball {
    let value = Ball(approximations[j])
    let width = Ball(Rational.pow(2, -30), in: precision)
    let (lower, upper) = (value * (1 - width), value * (1 + width))
    guard count(above: lower) == j + 1, count(above: upper) == j else {
      throw LinearAlgebraError.notVerified(what: "eigenvalue \(j)", precision: precision.bits)
    }
    return Ball.hull(lower, upper)
  }

  /// Approximations of the first `count` filters, as columns: G W.
  func filters(_ count: Int) -> Matrix<Ball> {
    let product = factor * vectors
    return Matrix<Ball>(points: product[0..<product.rows, 0..<count].midpoint)
  }
}
