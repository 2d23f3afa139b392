import Arithmetic

/// A proof that a matrix is stable: a Hermitian P > 0 with
///
///     continuous:  A P + P A* <= -c I          discrete:  A P A* - P <= -c I,   c > 0.
///
/// By Lyapunov's theorem every eigenvalue of A then lies in the open left half plane, or in the open unit disc. As the
/// inverse of the Lyapunov operator is positive, P also bounds every solution: with a Hermitian R, -t I <= R <= t I,
///
///     A E + E A* + R = 0 (or A E A* - E + R = 0)   gives   -(t/c) P <= E <= (t/c) P.
///
/// P is found in rounding arithmetic as the solution with the constant I. That A P + P A* <= -c I is read from the
/// residual in balls, that P > 0 from ||X P X* - I||_F < 1 with X an approximate inverse Cholesky factor.
///
/// - Source: Horn and Johnson, Topics in Matrix Analysis, theorems 2.2.1 and 2.2.3 (Lyapunov).
public struct LyapunovCertificate<Scalar: EnclosureArithmetic>: Sendable where Scalar.Midpoint: RoundingArithmetic {
  /// P, a matrix of points that is exactly Hermitian.
  public let solution: Matrix<Scalar>
  /// c, rounded down.
  public let decrease: Magnitude

  /// - Throws: `notSquare`; `notVerified` where A is not stable, or where that could not be verified at this precision.
  public init(_ domain: TimeDomain, _ matrix: Matrix<Scalar>) throws(LinearAlgebraError) {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    guard let factor = try? SchurFactor(matrix.midpoint) else { throw Self.failure(matrix) }
    try self.init(domain, matrix, factor: factor)
  }

  private static func failure(_ matrix: Matrix<Scalar>) -> LinearAlgebraError {
    .notVerified(what: "stability", precision: matrix.context.bits)
  }

  /// - Parameter factor: that of the midpoints.
  init(
    _ domain: TimeDomain, _ matrix: Matrix<Scalar>, factor: SchurFactor<Scalar.Midpoint>
  ) throws(LinearAlgebraError) {
    let failure = Self.failure(matrix)
    let identity = Matrix<Scalar>(identity: matrix.rows, in: matrix.context)
    let equation = LinearMatrixEquation(lyapunov: domain, matrix, constant: identity)
    guard
      let approximation = try? SchurFactor.solution(domain, factor, factor.adjoint, constant: identity.midpoint)
    else { throw failure }
    let p = Matrix<Scalar>(points: approximation.exactlyHermitian)
    guard p.isCertainlyPositiveDefinite else { throw failure }
    // A P + P A* = -I + residual.
    let decrease = Magnitude.lowerDifference(.one, equation.residual(of: p).spectralNormBound)
    guard !decrease.isZero else { throw failure }
    solution = p
    self.decrease = decrease
  }
}

extension Matrix where Scalar: ConjugateArithmetic {
  /// The Hermitian matrix with the lower triangle and the real parts of the diagonal of self.
  var exactlyHermitian: Matrix {
    Matrix(rows, columns, in: context) { i, j in
      i == j ? Scalar(realPart: self[i, i].realPart) : i > j ? self[i, j] : self[j, i].conjugate
    }
  }
}

extension Matrix where Scalar: EnclosureArithmetic {
  /// Whether every Hermitian matrix enclosed is certainly positive definite.
  ///
  /// With X an approximate inverse of a Cholesky factor of the midpoint, ||X P X* - I||_F < 1 makes X regular and
  /// X P X* > 0, hence P > 0. No rounding error of X matters.
  public var isCertainlyPositiveDefinite: Bool {
    precondition(isSquare, "a positive definite matrix is square")
    guard let x = midpoint.inverseCholeskyFactor else { return false }
    let factor = Matrix(points: x)
    let product = factor * self * factor.adjoint
    return product.addingToDiagonal(Scalar(-1, in: context)).spectralNormBound < .one
  }
}

extension Matrix where Scalar: ConjugateArithmetic, Scalar.RealPart == BigFloat {
  /// X lower triangular with X A X* near I, by elimination without pivoting; nil where a pivot is not positive.
  var inverseCholeskyFactor: Matrix? {
    var a = self
    var x = Matrix(identity: rows, in: context)
    for k in 0..<rows {
      guard a[k, k].realPart.isPositive.isTrue else { return nil }
      for i in k + 1..<max(rows, k + 1) {
        let factor = -(a[i, k] / a[k, k])
        a.elements.addProduct(factor, a.rowStrip(k, from: k), to: a.rowStrip(i, from: k))
        x.elements.addProduct(factor, x.rowStrip(k, to: k + 1), to: x.rowStrip(i, to: k + 1))
      }
    }
    for k in 0..<rows {
      x.elements.multiply(x.rowStrip(k), by: Scalar(realPart: 1 / BigFloat.sqrt(a[k, k].realPart)))
    }
    return x
  }
}
