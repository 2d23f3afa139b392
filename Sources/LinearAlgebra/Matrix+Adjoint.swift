import Arithmetic

extension Matrix where Scalar: ConjugateArithmetic {
  /// A*, the conjugate transpose; the transpose of a real matrix.
  public var adjoint: Matrix { Matrix(columns, rows, in: context) { self[$1, $0].conjugate } }

  /// (A + A*)/2, whose spectrum's hull is the real part of the numerical range.
  public var hermitianPart: Matrix {
    precondition(isSquare, "a Hermitian part is that of a square matrix")
    let two = Scalar(2, in: context)
    return Matrix(rows, columns, in: context) { (self[$0, $1] + self[$1, $0].conjugate) / two }
  }

  /// sum_ij |a_ij|^2, the square of the Frobenius norm.
  public var squaredFrobeniusNorm: Scalar.RealPart {
    elements.elements.reduce(Scalar.RealPart(0, in: context)) { $0 + $1.squaredMagnitude }
  }
}

extension Matrix {
  /// The sum of the diagonal.
  public var trace: Scalar { diagonal.reduce(Scalar(0, in: context)) { $0 + $1 } }
}

extension Matrix where Scalar: EnclosureArithmetic {
  /// The midpoints.
  public var midpoint: Matrix<Scalar.Midpoint> { map(in: context) { $0.midpoint } }

  /// The matrix of points.
  public init(points: Matrix<Scalar.Midpoint>) {
    self = points.map(in: points.context) { Scalar(point: $0) }
  }

  /// Whether every element of `other` is within the element of self.
  public func contains(_ other: Matrix) -> Bool {
    rows == other.rows && columns == other.columns
      && (0..<elements.count).allSatisfy { elements[$0].contains(other.elements[$0]) }
  }

  /// The largest radius of an element.
  public var largestRadius: Magnitude { elements.elements.map(\.radius).max() ?? .zero }
}
