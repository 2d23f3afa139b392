import Arithmetic
import LinearAlgebra

/// Matrices with independent Gaussian elements: the same on every machine for the same random bits, because the
/// logarithm, the sine and the cosine of the transform are correctly rounded ones, not the platform's.
public enum RandomMatrices {
  /// A standard complex Gaussian number, E |z|^2 = 1: sqrt(-log U) e^(2 pi i V) with U and V uniform (Box and Muller),
  /// to 53 bits.
  public static func complexGaussian(using generator: inout some RandomNumberGenerator) -> Complex<Double> {
    // U in (0, 1], V in [0, 1), multiples of 2^-53.
    let u = Double((generator.next() as UInt64 >> 11) + 1) * 0x1p-53
    let v = Double(generator.next() as UInt64 >> 11) * 0x1p-53
    let radius = BigFloat.sqrt(-BigFloat.log(BigFloat(u, in: .double)))
    let angle = BigFloat.pi(in: 64) * BigFloat(2 * v, in: 64)
    return Complex(
      (radius * BigFloat.cos(angle)).double(), (radius * BigFloat.sin(angle)).double())
  }

  /// A complex Ginibre matrix: elements of mean 0 and E |g|^2 = 1/order, so that ||G|| tends to 2 and the eigenvalues
  /// fill the unit disc.
  public static func ginibre(
    order: Int, using generator: inout some RandomNumberGenerator
  ) -> Matrix<Complex<Double>> {
    let scale = Double(max(order, 1)).squareRoot()
    return Matrix(order, order, in: Intrinsic()) { _, _ in
      let z = complexGaussian(using: &generator)
      return Complex(z.real / scale, z.imaginary / scale)
    }
  }

  /// A real Ginibre matrix: elements of mean 0 and variance 1/order.
  public static func realGinibre(
    order: Int, using generator: inout some RandomNumberGenerator
  ) -> Matrix<Double> {
    let scale = (Double(max(order, 1)) / 2).squareRoot()
    return Matrix(order, order, in: Intrinsic()) { _, _ in complexGaussian(using: &generator).real / scale }
  }

  /// Q A Q^T for the orthogonal Q that is a product of Householder reflections I - 2 v v^T/(v^T v) with vectors of
  /// integers, so that Q is exactly orthogonal and nothing but the arithmetic of A rounds.
  public static func rotated<A: Arithmetic>(_ matrix: Matrix<A>, reflections: [[Int]]) -> Matrix<A> {
    let context = matrix.context
    return reflections.reduce(matrix) { matrix, vector in
      precondition(vector.count == matrix.rows && matrix.isSquare, "a reflection of the matrix's order")
      let square = vector.reduce(0) { $0 + $1 * $1 }
      guard square > 0 else { return matrix }
      let v = Matrix(column: vector.map { A($0, in: context) }, in: context)
      let w = v.scaled(by: A(Rational(2, square), in: context))
      let left = matrix - w * (v.transposed * matrix)
      return left - (left * v) * w.transposed
    }
  }

  /// Q x for the same Q.
  public static func rotated<A: Arithmetic>(_ x: [A], reflections: [[Int]], in context: A.Context) -> [A] {
    reflections.reduce(x) { x, vector in
      let square = vector.reduce(0) { $0 + $1 * $1 }
      guard square > 0 else { return x }
      let product = zip(vector, x).reduce(A(0, in: context)) { $0 + IntegerConstant($1.0) * $1.1 }
      let factor = A(Rational(2, square), in: context) * product
      return zip(x, vector).map { $0 - factor * IntegerConstant($1) }
    }
  }
}
