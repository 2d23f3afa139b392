import Arithmetic

/// A V = V diag(values): eigenvalues with right and left eigenvectors, by back substitution in the Schur form.
///
/// - Accuracy: |A x - x lambda| <= c n u |A| for every column x of V and its eigenvalue, and the same for the left
///   vectors. The vectors of eigenvalues that are close to one another are as uncertain as the problem is; those of a
///   Jordan block are nearly parallel, and the condition numbers huge. Divisors below u |A| are replaced by it.
/// - Source: Golub and Van Loan, Matrix Computations, 4th ed., sections 7.2.2, 7.6.
public struct Eigendecomposition<Real: RoundingArithmetic & RealElementaryArithmetic>: Sendable
where Real.RealPart == Real {
  /// The eigenvalues, in the order of ``Matrix/eigenvalues()``.
  public let values: [Complex<Real>]
  /// V: column j is the right eigenvector of value j, of 2-norm 1.
  public let vectors: Matrix<Complex<Real>>
  /// W: row j is y*, of 2-norm 1, with y* A = lambda_j y*.
  public let leftVectors: Matrix<Complex<Real>>
  /// The condition numbers |x| |y| / |y* x| of the eigenvalues, at least 1: to first order, a change of A of norm d
  /// moves the eigenvalue by at most that times d.
  public let conditionNumbers: [Real]

  /// V^-1, of the left vectors: row j is y*/(y* x). As accurate, row by row, as the vectors; not the inverse of V where
  /// V is nearly singular.
  public let inverseVectors: Matrix<Complex<Real>>

  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public init(_ matrix: Matrix<Real>) throws(LinearAlgebraError) {
    let schur = try SchurDecomposition(matrix)
    let values = schur.triangular.quasiTriangularEigenvalues
    guard values.allSatisfy({ $0.imaginary.upperMagnitude.isZero }) else {
      self.init(SchurDecomposition<Complex<Real>>(schur), values: values)
      return
    }
    // All is real, at a quarter of the cost.
    let parts = TriangularEigenvectors(schur)
    func complex(_ x: Matrix<Real>) -> Matrix<Complex<Real>> { x.map(in: x.context) { Complex($0) } }
    self.init(
      values: values, right: complex(parts.right), left: complex(parts.left), conditionNumbers: parts.conditionNumbers)
  }

  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public init(_ matrix: Matrix<Complex<Real>>) throws(LinearAlgebraError) {
    let schur = try SchurDecomposition(matrix)
    self.init(schur, values: schur.triangular.diagonal)
  }

  private init(_ schur: SchurDecomposition<Complex<Real>>, values: [Complex<Real>]) {
    let parts = TriangularEigenvectors(schur)
    self.init(values: values, right: parts.right, left: parts.left, conditionNumbers: parts.conditionNumbers)
  }

  /// Unit vectors, put into order.
  private init(
    values: [Complex<Real>], right: Matrix<Complex<Real>>, left: Matrix<Complex<Real>>, conditionNumbers: [Real]
  ) {
    let order = values.eigenvalueOrder()
    let n = values.count
    self.values = order.map { values[$0] }
    vectors = Matrix(n, n, in: right.context) { right[$0, order[$1]] }
    leftVectors = Matrix(n, n, in: left.context) { left[order[$0], $1] }
    self.conditionNumbers = order.map { conditionNumbers[$0] }
    var inverse = leftVectors
    for (j, place) in order.enumerated() {
      inverse.elements.multiply(inverse.rowStrip(j), by: Complex(conditionNumbers[place]))
    }
    inverseVectors = inverse
  }
}

/// The eigenvectors of A = Q T Q* with a triangular T: Q Y and Y^-1 Q*, columns and rows of 2-norm 1, where Y is upper
/// triangular with ones on its diagonal and T Y = Y diag(T).
struct TriangularEigenvectors<Scalar: RoundingArithmetic> {
  let right: Matrix<Scalar>
  let left: Matrix<Scalar>
  /// |Y^-1 e_j| |Y e_j|, row and column: their inner product is 1.
  let conditionNumbers: [Scalar.RealPart]

  init(_ schur: SchurDecomposition<Scalar>) {
    let t = schur.triangular
    let n = t.rows
    let context = t.context
    let one = Scalar(1, in: context)
    let size = t.largestElementBound
    let least = Scalar.unitRoundoff(in: context) * (size.isZero ? .one : size)
    let smallest = Scalar.powerOfTwo(Scalar.RealPart.scalingExponent(least), in: context)
    func quotient(_ x: Scalar, _ difference: Scalar) -> Scalar {
      x.upperMagnitude.isZero ? x : x / (difference.upperMagnitude < least ? smallest : difference)
    }
    // Row i of Y from the rows below: y_ij = -(sum_(k>i) t_ik y_kj)/(t_ii - t_jj).
    var y = Matrix<Scalar>(identity: n, in: context)
    for i in (0..<n).reversed() {
      for k in i + 1..<max(n, i + 1) {
        y.elements.addProduct(t[i, k], y.rowStrip(k, from: k), to: y.rowStrip(i, from: k))
      }
      for j in i + 1..<max(n, i + 1) { y[i, j] = quotient(y[i, j], t[j, j] - t[i, i]) }
    }
    // Row i of Z = Y^-1: z_ij = (sum_(i<=k<j) z_ik t_kj)/(t_ii - t_jj).
    var z = Matrix<Scalar>(identity: n, in: context)
    for i in 0..<n {
      for k in i..<n {
        if k > i { z[i, k] = quotient(z[i, k], t[i, i] - t[k, k]) }
        z.elements.addProduct(z[i, k], t.rowStrip(k, from: k + 1), of: t.elements, to: z.rowStrip(i, from: k + 1))
      }
    }
    func length(_ x: Matrix<Scalar>, _ strip: Strip) -> Scalar.RealPart {
      let largest = x.elements.elements(strip).map(\.upperMagnitude).max() ?? .zero
      let exponent = Scalar.RealPart.scalingExponent(largest)
      let shrink = Scalar.powerOfTwo(-exponent, in: context)
      let sum = x.elements.elements(strip).reduce(Scalar.RealPart(0, in: context)) {
        $0 + ($1 * shrink).squaredMagnitude
      }
      return Scalar.RealPart.sqrt(sum) * Scalar.RealPart.powerOfTwo(exponent, in: context)
    }
    var conditionNumbers: [Scalar.RealPart] = []
    for j in 0..<n {
      let (column, row) = (y.columnStrip(j, to: j + 1), z.rowStrip(j, from: j))
      let (right, left) = (length(y, column), length(z, row))
      conditionNumbers.append(left * right)
      y.elements.multiply(column, by: one / Scalar(realPart: right))
      z.elements.multiply(row, by: one / Scalar(realPart: left))
    }
    self.conditionNumbers = conditionNumbers
    let q = schur.unitary ?? Matrix(identity: n, in: context)
    right = q * y
    left = z * q.adjoint
  }
}
