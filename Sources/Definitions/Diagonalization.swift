import Arithmetic
import LinearAlgebra

/// A matrix that is given by eigenvalues and eigenvectors, V diag(lambda) V^-1, as a diagonalized model stores one.
///
/// The columns of V have 2-norm 1. That makes its condition number a figure of the matrix: it is at most sqrt(n) times
/// the least over all scalings of the columns (van der Sluis), which is called kappa_V below.
///
/// Over enclosures the vectors may be points, numbers that LAPACK computed: then everything here is a certified
/// statement about the matrix V diag(lambda) V^-1 that these numbers define.
public struct Diagonalization<S: ConjugateArithmetic>: Sendable where S.RealPart: RealElementaryArithmetic {
  /// lambda, shape (order).
  public let values: [S]
  /// V, shape (order, order), its columns normalized.
  public let vectors: Matrix<S>
  /// V^-1.
  public let inverse: Matrix<S>

  /// - Parameter vectors: eigenvectors as columns of any length.
  /// - Throws: `noPivot` where they are, or may be, linearly dependent.
  public init(values: [S], vectors: Matrix<S>) throws(LinearAlgebraError) {
    precondition(vectors.isSquare && values.count == vectors.rows, "one eigenvector for each eigenvalue")
    self.values = values
    let lengths = (0..<values.count).map { j in
      S(realPart: euclideanNorm(vectors.column(j), in: vectors.context))
    }
    self.vectors = Matrix(values.count, values.count, in: vectors.context) { vectors[$0, $1] / lengths[$1] }
    inverse = try self.vectors.inverse()
  }

  public var order: Int { values.count }
  public var context: S.Context { vectors.context }

  /// V diag(lambda) V^-1.
  public var matrix: Matrix<S> { vectors.multipliedFromRight(byDiagonal: values) * inverse }

  /// ||V diag(lambda) V^-1 - A||_F: the backward error of the diagonalization, normwise.
  public func backwardError(for matrix: Matrix<S>) -> S.RealPart { (self.matrix - matrix).frobeniusNorm }

  /// V^-1 B.
  public func modalInput(_ input: [S]) -> [S] { inverse * input }

  /// kappa_j = |w_j|, the lengths of the rows of V^-1: the condition numbers of the eigenvalues.
  public var conditionNumbers: [S.RealPart] { (0..<order).map { euclideanNorm(inverse.row($0), in: context) } }

  /// kappa_V, the least condition number in the 2-norm over all scalings of the columns, lies between the largest
  /// kappa_j and their sum, the condition number in the Frobenius norm under the scaling that is best for it.
  ///
  /// - Source: Smith, The condition numbers of the matrix eigenvalue problem, Numer. Math. 10 (1967).
  public var scaledCondition: (lower: S.RealPart, upper: S.RealPart) {
    let conditions = conditionNumbers
    let zero = S.RealPart(0, in: context)
    return (conditions.reduce(zero) { S.RealPart.maximum($0, $1) }, conditions.reduce(zero) { $0 + $1 })
  }

  /// ||V||_F ||V^-1||_F = sqrt(n sum_j kappa_j^2) with columns of length 1: at least the condition number in the 2-norm, and
  /// at most n times it.
  public var frobeniusCondition: S.RealPart {
    let squares = conditionNumbers.reduce(S.RealPart(0, in: context)) { $0 + $1.squaredMagnitude }
    return S.RealPart.sqrt(squares * S.RealPart(order, in: context))
  }
}

extension Diagonalization where S == Disc {
  /// What LAPACK computed, as points: everything that is asked of it is certified for the numbers as they are.
  ///
  /// - Throws: `noPivot` where V is too near a singular matrix to be inverted at this precision.
  public init<R: LAPACKReal>(_ system: LAPACK.Eigensystem<R>, in precision: Precision) throws(LinearAlgebraError) {
    let points = EnclosedSpectrum(system, in: precision)
    guard let right = points.right else { preconditionFailure("a diagonalization needs right eigenvectors") }
    try self.init(values: points.values, vectors: right)
  }

  /// What our own QR algorithm computed in double precision, as points: the same on every machine.
  ///
  /// - Throws: as ``init(_:in:)``.
  public init(_ decomposition: Eigendecomposition<Double>, in precision: Precision) throws(LinearAlgebraError) {
    func point(_ z: Complex<Double>) -> Disc { Disc(Ball(z.real, in: precision), Ball(z.imaginary, in: precision)) }
    try self.init(
      values: decomposition.values.map(point), vectors: decomposition.vectors.map(in: precision, point))
  }
}
