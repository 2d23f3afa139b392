import Arithmetic
import LinearAlgebra

extension LinearSystem {
  /// The controllable canonical form: ones above the diagonal, -a_0 ... -a_(n-1) in the last row, B = e_n; its
  /// characteristic polynomial is x^n + a_(n-1) x^(n-1) + ... + a_0.
  ///
  /// - Parameters:
  ///   - coefficients: a_0, ..., a_(n-1).
  ///   - output: C, shape (n): C (s I - A)^-1 B is sum_k c_k s^k over the polynomial.
  /// - Source: Kailath, Linear Systems, 1980, section 2.1.
  public static func controllableCanonicalForm(coefficients: [S], output: [S]) -> LinearSystem {
    let (n, context) = (coefficients.count, coefficients[0].context)
    return LinearSystem(
      matrix: Matrix(n, n, in: context) { i, j in
        i == n - 1 ? -coefficients[j] : S(j == i + 1 ? 1 : 0, in: context)
      },
      input: (0..<n).map { S($0 == n - 1 ? 1 : 0, in: context) }, output: output)
  }

  /// The dual system (A^T, C^T, B^T, D^T): of the controllable canonical form, the observable one.
  public var dual: LinearSystem {
    LinearSystem(
      matrix: matrix.transposed, input: output.transposed, output: input.transposed, feedthrough: feedthrough.transposed
    )
  }
}
