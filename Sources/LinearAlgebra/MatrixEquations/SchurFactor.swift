import Arithmetic

/// A = U T U* with a triangular T, over complex numbers: what a matrix equation needs of a matrix, for any number of
/// constants.
struct SchurFactor<Scalar: RoundingArithmetic> {
  typealias Value = Complex<Scalar.RealPart>

  /// U; nil for the identity.
  let unitary: Matrix<Value>?
  /// T, lower triangular where A is, or where this is an adjoint.
  let triangular: Matrix<Value>

  private init(unitary: Matrix<Value>?, triangular: Matrix<Value>) {
    self.unitary = unitary
    self.triangular = triangular
  }

  /// A triangular matrix is its own form. The form of a real matrix comes from its real one, which costs a fourth.
  ///
  /// - Throws: `noConvergence`; `undefinedElement`.
  init(_ matrix: Matrix<Scalar>) throws(LinearAlgebraError) {
    let complex = Self.complex(matrix)
    if Triangle(of: matrix) != nil {
      self.init(unitary: nil, triangular: complex)
    } else if Scalar.isComplex {
      let form = try SchurDecomposition<Value>(complex)
      self.init(unitary: form.unitary, triangular: form.triangular)
    } else {
      let real = try SchurDecomposition<Scalar.RealPart>(matrix.map(in: matrix.context) { $0.realPart })
      let form = SchurDecomposition<Value>(real)
      self.init(unitary: form.unitary, triangular: form.triangular)
    }
  }

  /// A* = U T* U*.
  var adjoint: SchurFactor { SchurFactor(unitary: unitary, triangular: triangular.adjoint) }

  static func complex(_ matrix: Matrix<Scalar>) -> Matrix<Value> {
    matrix.map(in: matrix.context) { Complex($0.realPart, $0.imaginaryPart) }
  }

  /// X of the equation with A = `left`, B = `right` and a constant Q: U Y V* with the solution Y of the triangular
  /// equation with the constant U* Q V.
  ///
  /// - Throws: `singularEquation`.
  static func solution(
    _ domain: TimeDomain, _ left: SchurFactor, _ right: SchurFactor, constant: Matrix<Scalar>
  ) throws(LinearAlgebraError) -> Matrix<Scalar> {
    var q = complex(constant)
    if let u = left.unitary { q = u.adjoint * q }
    if let v = right.unitary { q = q * v }
    let equation = LinearMatrixEquation<Value>(domain, left: left.triangular, right: right.triangular, constant: q)
    guard var x = try equation.solutionBySubstitution() else { throw .noConvergence(remaining: constant.rows) }
    if let u = left.unitary { x = u * x }
    if let v = right.unitary { x = x * v.adjoint }
    return x.map(in: constant.context) { Scalar(realPart: $0.real, imaginaryPart: $0.imaginary) }
  }
}

extension LinearMatrixEquation where Scalar: RoundingArithmetic {
  /// X by the complex Schur forms A = U S U* and B = V T V*: Y from the triangular equation with S, T and U* Q V by
  /// ``solutionBySubstitution()``, and X = U Y V*, of which a real equation has the real part.
  ///
  /// - Accuracy: a residual of c n u (|A| + |B|) |X| in the Frobenius norm, c some units (Higham, Accuracy and
  ///   Stability
  ///   of Numerical Algorithms, 2nd ed., section 16.1), hence an error of that divided by the separation of A and -B.
  /// - Throws: `singularEquation`; `noConvergence`; `undefinedElement`.
  /// - Source: Bartels and Stewart, "Solution of the matrix equation AX + XB = C", Comm. ACM 15 (1972).
  public func solutionBySchurForms() throws(LinearAlgebraError) -> Matrix<Scalar> {
    let first = try SchurFactor(left)
    let isLyapunov = left.rows == right.rows && left.isEqual(to: right.adjoint).isTrue
    return try SchurFactor.solution(
      domain, first, isLyapunov ? first.adjoint : SchurFactor(right), constant: constant)
  }
}
