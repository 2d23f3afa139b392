import Arithmetic

/// A = Q T Q*, Q unitary: T upper triangular over complex numbers; over real ones quasi-triangular, with a block of two
/// rows and columns on the diagonal for each pair of conjugate eigenvalues that are not real.
///
/// By the shifted QR algorithm on the Hessenberg form: over real numbers with Francis's implicit double shift, over
/// complex ones with Wilkinson's single shift. An exceptional shift is taken after every tenth step without a
/// deflation. A subdiagonal element h is set to 0 where it is at most u times the sum of its two diagonal neighbors'
/// moduli and, with the element g across the diagonal, |h g| <= u |b| |a - b| for the diagonal neighbors a, b, |a| >=
/// |b|: the criterion of Ahues and Tisseur, which keeps the small eigenvalues of a graded matrix.
///
/// - Accuracy: Q and T are within c n u |A| of an exact decomposition of A, c a small multiple of the number of steps;
///   an
///   eigenvalue is off by that times its condition number (``Eigendecomposition/conditionNumbers``).
/// - Source: J. Francis, Computer J. 4 (1961, 1962); M. Ahues and F. Tisseur, LAPACK Working Note 122 (1997); Golub and
///   Van Loan, Matrix Computations, 4th ed., section 7.5.
public struct SchurDecomposition<Scalar: RoundingArithmetic>: Sendable {
  /// T, with zeros below its blocks.
  public internal(set) var triangular: Matrix<Scalar>
  /// Q; nil where it was not asked for.
  public internal(set) var unitary: Matrix<Scalar>?
  /// The QR steps that were taken.
  public let steps: Int

  public var order: Int { triangular.rows }

  init(_ iteration: ShiftedQR<Scalar>) {
    (triangular, unitary, steps) = (iteration.h, iteration.q, iteration.steps)
  }
}

extension SchurDecomposition where Scalar: RealElementaryArithmetic {
  /// The real Schur decomposition.
  ///
  /// - Parameter vectors: whether Q is wanted; T is made whole in both cases.
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public init(_ matrix: Matrix<Scalar>, vectors: Bool = true) throws(LinearAlgebraError) {
    var iteration = ShiftedQR(try HessenbergDecomposition(matrix, vectors: vectors), wantsTriangular: true)
    try iteration.runReal()
    self.init(iteration)
  }
}

extension SchurDecomposition {
  /// The complex Schur decomposition.
  ///
  /// - Parameter vectors: whether Q is wanted; T is made whole in both cases.
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public init<R>(_ matrix: Matrix<Complex<R>>, vectors: Bool = true) throws(LinearAlgebraError)
  where Scalar == Complex<R> {
    var iteration = ShiftedQR(try HessenbergDecomposition(matrix, vectors: vectors), wantsTriangular: true)
    try iteration.runComplex()
    self.init(iteration)
  }

  /// The complex Schur decomposition that a real one becomes when its blocks of two are made triangular.
  public init<R>(_ real: SchurDecomposition<R>) where Scalar == Complex<R> {
    func complex(_ x: Matrix<R>) -> Matrix<Complex<R>> { x.map(in: x.context) { Complex($0) } }
    var t = complex(real.triangular)
    var q = real.unitary.map(complex)
    let n = t.rows
    let zero = Complex<R>(0, in: t.context)
    for k in 0..<max(n - 1, 0) where !real.triangular[k + 1, k].upperMagnitude.isZero {
      let (first, _) = real.triangular.eigenvalues(ofBlockAt: k)
      // The eigenvector of [a b; c d] for x is (x - d, c): a rotation takes it to the first unit vector.
      let rotation = PlaneRotation(annihilating: t[k + 1, k], against: first - t[k + 1, k + 1])
      rotation.applyFromLeft(to: &t, rows: (k, k + 1), from: k, to: n)
      rotation.applyFromRight(to: &t, columns: (k, k + 1), from: 0, to: k + 2)
      if q != nil { rotation.applyFromRight(to: &q!, columns: (k, k + 1), from: 0, to: n) }
      t[k + 1, k] = zero
    }
    (triangular, unitary, steps) = (t, q, real.steps)
  }
}

extension Matrix where Scalar: RealElementaryArithmetic & RoundingArithmetic {
  /// The two eigenvalues of the diagonal block of two rows from row k on: those of [a b; c d] are
  /// (a + d)/2 +- sqrt(((a - d)/2)^2 + b c). Of a pair that is not real the one with the positive imaginary part comes
  /// first; of a real one, that of larger modulus.
  func eigenvalues(ofBlockAt k: Int) -> (Complex<Scalar>, Complex<Scalar>) {
    let (a, b, c, d) = (self[k, k], self[k, k + 1], self[k + 1, k], self[k + 1, k + 1])
    let zero = Scalar(0, in: context)
    let (mean, half) = ((a + d) / 2, (a - d) / 2)
    let discriminant = half * half + b * c
    if discriminant.isNegative.isTrue {
      let root = Scalar.sqrt(-discriminant)
      return (Complex(mean, root), Complex(mean, -root))
    }
    let root = Scalar.sqrt(discriminant)
    // half + sign(half) root does not cancel; the other root is -b c divided by it.
    let sum = half.isNegative.isTrue ? half - root : half + root
    if sum.upperMagnitude.isZero { return (Complex(d, zero), Complex(d, zero)) }
    return (Complex(d + sum, zero), Complex(d - b * (c / sum), zero))
  }
}
