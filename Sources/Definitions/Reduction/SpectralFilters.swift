import Arithmetic
import LinearAlgebra

/// The fixed filters of spectral state-space models: the eigenvectors of the Hankel matrix of length L
///
///     Z_ij = 2/((i+j)^3 - (i+j)) = integral of (1 - a)^2 a^(i+j-2) over 0 <= a <= 1,   i, j = 1 ... L,
///
/// which is the Gramian of the impulse responses mu(a) = (1 - a) (1, a, ..., a^(L-1)) of scalar systems.
///
/// - Source: Hazan, Singh, Zhang, arXiv 1711.00946; Agarwal et al., Spectral State Space Models, arXiv 2312.06837.
public enum SpectralFilters {
  /// Z, shape (L, L).
  ///
  /// - Parameter firstIndex: the index of the first row and column: 1, or another to see why it is 1.
  public static func matrix<A: Arithmetic>(
    length: Int, firstIndex: Int = 1, in context: A.Context
  ) -> Matrix<A> {
    Matrix(length, length, in: context) { i, j in
      let sum = A(i + j + 2 * firstIndex, in: context)
      return 2 / (sum * sum * sum - sum)
    }
  }

  /// mu(a) = (1 - a) (1, a, ..., a^(L-1)), shape (L).
  public static func response<A: Arithmetic>(_ a: A, length: Int) -> [A] {
    var power = 1 - a
    return (0..<length).map { _ in
      defer { power = power * a }
      return power
    }
  }

  /// The largest `count` eigenvalues of Z in descending order, and their eigenvectors as columns: the filters.
  ///
  /// - Throws: `noConvergence`.
  public static func filters<S: RoundingArithmetic>(
    length: Int, count: Int, in context: S.Context
  ) throws(LinearAlgebraError) -> (values: [S.RealPart], vectors: Matrix<S>) {
    let decomposition = try SymmetricEigendecomposition(matrix(length: length, in: context) as Matrix<S>)
    let vectors = decomposition.vectors ?? Matrix(zeros: length, length, in: context)
    return (
      Array(decomposition.values.reversed().prefix(count)),
      Matrix(length, count, in: context) { vectors[$0, length - 1 - $1] }
    )
  }

  /// x - V V^T x for real filters V, shape (L, k): at least as long as the distance of x from their span.
  public static func residual<A: Arithmetic>(of x: [A], filters: Matrix<A>) -> [A] {
    let coefficients = filters.transposed * x
    return zip(x, filters * coefficients).map { $0 - $1 }
  }

  /// K c^(-j/ln L) with c = e^(pi^2/4): the published form of the decay of the j-th eigenvalue, j >= 1.
  public static func publishedBound<R: RealElementaryArithmetic>(constant: R, index j: Int, length: Int) -> R {
    let context = constant.context
    let square = R.pi(in: context) * R.pi(in: context)
    return constant * R.exp(-(square * R(j, in: context) / (4 * R.log(R(length, in: context)))))
  }

  /// 16 rho^(2 - 2k) with rho = exp(pi^2/(4 ln(8 floor(L/2)/pi))): what bounds sigma_(1+2k)/sigma_1 of every positive
  /// definite real Hankel matrix of order L.
  ///
  /// - Source: Beckermann and Townsend, SIAM J. Matrix Anal. Appl. 38, 2017, Corollary 5.5.
  public static func hankelBound<R: RealElementaryArithmetic>(pairs k: Int, length: Int, in context: R.Context) -> R {
    let pi = R.pi(in: context)
    let rate = pi * pi / (4 * R.log(R(8 * (length / 2), in: context) / pi))
    return 16 * R.exp(rate * R(2 - 2 * k, in: context))
  }
}
