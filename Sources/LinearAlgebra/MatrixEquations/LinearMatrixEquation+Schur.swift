import Arithmetic

extension LinearMatrixEquation where Scalar: RoundingArithmetic {
  /// X by the complex Schur forms A = U S U* and B = V T V*: Y from the triangular equation with S, T and U* Q V by
  /// ``solutionBySubstitution()``, and X = U Y V*, of which a real equation has the real part.
  ///
  /// - Accuracy: a residual of c n u (|A| + |B|) |X| in the Frobenius norm, c some units (Higham, Accuracy and Stability of
  ///   Numerical Algorithms, 2nd ed., section 16.1), hence an error of that divided by the separation of A and -B.
  /// - Throws: `singularEquation`; `noConvergence`; `undefinedElement`.
  /// - Source: Bartels and Stewart, "Solution of the matrix equation AX + XB = C", Comm. ACM 15 (1972).
  public func solutionBySchurForms() throws(LinearAlgebraError) -> Matrix<Scalar> {
    typealias Value = Complex<Scalar.RealPart>
    func complex(_ matrix: Matrix<Scalar>) -> Matrix<Value> {
      matrix.map(in: context) { Complex($0.realPart, $0.imaginaryPart) }
    }
    func factors(_ matrix: Matrix<Value>) throws(LinearAlgebraError) -> (
      unitary: Matrix<Value>, triangular: Matrix<Value>
    ) {
      let form = try SchurDecomposition<Value>(matrix)
      // The unitary factor was asked for.
      return (form.unitary!, form.triangular)
    }
    let first = try factors(complex(left))
    let isLyapunov = left.rows == right.rows && left.isEqual(to: right.adjoint).isTrue
    // B = A* = U S* U*, with a lower triangular S*.
    let second = isLyapunov ? (first.unitary, first.triangular.adjoint) : try factors(complex(right))
    let constant = first.unitary.adjoint * complex(constant) * second.0
    let triangular = LinearMatrixEquation<Value>(
      domain, left: first.triangular, right: second.1, constant: constant)
    guard let y = try triangular.solutionBySubstitution() else { throw .noConvergence(remaining: left.rows) }
    let x = first.unitary * y * second.0.adjoint
    return x.map(in: context) { Scalar(realPart: $0.real, imaginaryPart: $0.imaginary) }
  }
}
