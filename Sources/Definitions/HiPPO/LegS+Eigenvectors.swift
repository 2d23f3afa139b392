import Arithmetic
import LinearAlgebra

// A of LegS diagonalized in closed form, and how ill-conditioned that is. The eigenvalues are -1, ..., -n; with the
// rational twin M = T^-1 A T, T = diag(sqrt(2i+1)),
//
//     M V = V diag(-1, ..., -n),   V_ij = (-1)^(i-j) C(i+j, i-j),   W = V^-1,   W_ij = (2j+1)/(i+j+1) C(2i, i-j),
//
// both unit lower triangular with elements that do not depend on n: those of a smaller order are the leading ones.
//
// Source: derived. V without signs and scales: Gu, Goel, Re, arXiv 2111.00396, Lemma 3.2.

extension LegS {
  /// The eigenvalues -(j+1), j = 0 ..< n.
  public func eigenvalues<A: Arithmetic>(in context: A.Context) -> [A] { (0..<order).map { A(-($0 + 1), in: context) } }

  /// V in twin coordinates, integers, shape (order, order): column j belongs to the eigenvalue -(j+1).
  public func twinEigenvectors<A: Arithmetic>(in context: A.Context) -> Matrix<A> {
    var matrix = Matrix<A>(zeros: order, order, in: context)
    for j in 0..<order {
      var element = Rational.one
      for i in j..<order {
        matrix[i, j] = A(element, in: context)
        element = -element * Rational(i + j + 1, i + 1 - j)
      }
    }
    return matrix
  }

  /// W = V^-1 in twin coordinates, positive rationals, shape (order, order): row i belongs to the eigenvalue -(i+1).
  public func twinLeftEigenvectors<A: Arithmetic>(in context: A.Context) -> Matrix<A> {
    var matrix = Matrix<A>(zeros: order, order, in: context)
    for i in 0..<order {
      // C(2i, i-j), from j = i down.
      var binomial = Rational.one
      for j in (0...i).reversed() {
        matrix[i, j] = A(Rational(2 * j + 1, i + j + 1) * binomial, in: context)
        binomial = binomial * Rational(i + j, i - j + 1)
      }
    }
    return matrix
  }

  /// V^-1 B of the twin, whose B is (1, ..., 1): the sums of the rows of W.
  public func twinModalInput<A: Arithmetic>(in context: A.Context) -> [A] {
    let left: Matrix<Rational> = twinLeftEigenvectors(in: Intrinsic())
    return (0..<order).map { A(left.row($0).reduce(Rational.zero, +), in: context) }
  }

  /// The condition number of the eigenvalue -(j+1) of A in the 2-norm and LegS's orthonormal coordinates,
  ///
  ///     kappa_j = |v_j| |w_j| = (n+j)!/((2j+1) j!^2 (n-1-j)!) = n/(2j+1) C(n+j, j) C(n-1, j):
  ///
  /// a perturbation E moves the eigenvalue by at most kappa_j ||E|| to first order. Their maximum grows like
  /// (1 + sqrt 2)^(2n)/(2 sqrt 2 pi n), at j about n/sqrt 2. Any eigenvector matrix has a condition number of at least
  /// max_j kappa_j, and the best column scaling one of at most sum_j kappa_j (Smith).
  ///
  /// - Source: derived.
  public func conditionNumber(_ j: Int) -> Rational {
    precondition((0..<order).contains(j), "an eigenvalue of the matrix")
    return (0..<j).reduce(Rational(order, 2 * j + 1)) { product, k in
      product * Rational(order + j - k, k + 1) * Rational(order - 1 - k, k + 1)
    }
  }

  /// kappa_j, j = 0 ..< n.
  public var conditionNumbers: [Rational] {
    // The product C(n+j, j) C(n-1, j) from one j to the next.
    var binomials = Rational.one
    return (0..<order).map { j in
      defer { binomials = binomials * Rational(order + j + 1, j + 1) * Rational(order - 1 - j, j + 1) }
      return Rational(order, 2 * j + 1) * binomials
    }
  }

  /// The spectrum of A itself with its vectors, enclosed: columns T V, rows W T^-1.
  public func spectrum(precision: Precision) -> EnclosedSpectrum {
    let scale = (0..<order).map { Disc(Ball.sqrt(Ball(2 * $0 + 1, in: precision))) }
    let right: Matrix<Disc> = twinEigenvectors(in: precision)
    let left: Matrix<Disc> = twinLeftEigenvectors(in: precision)
    return EnclosedSpectrum(
      values: eigenvalues(in: precision), right: right.multipliedFromLeft(byDiagonal: scale),
      left: left.multipliedFromRight(byDiagonal: scale.map { Disc(1, in: precision) / $0 }))
  }
}
