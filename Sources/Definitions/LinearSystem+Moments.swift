import Arithmetic
import LinearAlgebra

extension LinearSystem {
  /// The Taylor coefficients of the transfer function at s = 0: D - C A^-1 B, then -C A^-(k+1) B.
  ///
  /// - Throws: `noPivot` where A is, or may be, singular.
  public func momentsAtZero(_ count: Int) throws(LinearAlgebraError) -> [Matrix<S>] {
    let factors = try LUDecomposition(matrix)
    var state = input
    return (0..<count).map { k in
      state = factors.solve(state)
      return k == 0 ? feedthrough - output * state : -(output * state)
    }
  }

  /// The shift register whose kernel C A^k B, k = 0, 1, ..., is `kernel` and then 0: A_(i+1,i) = 1, B = e_0, C =
  /// kernel.
  public init(shiftRealization kernel: [S], in context: S.Context) {
    let n = kernel.count
    self.init(
      matrix: Matrix(n, n, in: context) { S($0 == $1 + 1 ? 1 : 0, in: context) },
      input: (0..<n).map { S($0 == 0 ? 1 : 0, in: context) }, output: kernel)
  }
}

extension Polynomial {
  /// The [p/q] Pade approximant of e^-s: numerator and denominator,
  ///
  ///     sum_j c_j(p, q) (-s)^j,   sum_j c_j(q, p) s^j,   c_j(p, q) = (p + q - j)! p!/((p + q)! j! (p - j)!),
  ///
  /// which agrees with e^-s to the power s^(p+q).
  ///
  /// - Source: Baker, Graves-Morris, Pade Approximants, section 1.2.
  public static func padeOfDelay(
    numeratorDegree p: Int, denominatorDegree q: Int, in context: Scalar.Context
  ) -> (numerator: Polynomial, denominator: Polynomial) {
    func coefficients(_ p: Int, _ q: Int, _ sign: Rational) -> Polynomial {
      Polynomial(
        (0...p).map { j in
          let size = Rational.factorial(p + q - j) / Rational.factorial(p + q) * Rational.binomial(p, j)
          return Scalar(Rational.pow(sign, j) * size, in: context)
        }, in: context)
    }
    return (coefficients(p, q, -1), coefficients(q, p, 1))
  }
}
