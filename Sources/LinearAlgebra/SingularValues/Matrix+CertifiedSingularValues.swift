import Arithmetic

extension Matrix where Scalar: EnclosureArithmetic, Scalar.Midpoint: RoundingArithmetic {
  /// Enclosures of all singular values of every matrix that is enclosed, the largest first, min(rows, columns) of them.
  ///
  /// With any approximate decomposition U, D, V, its residual E = A - U D V* and its defects of orthogonality
  /// ||I - U* U|| <= a < 1, ||I - V* V|| <= b < 1, all in balls,
  ///
  ///     d_i sqrt((1 - a)(1 - b)) - ||E||  <=  sigma_i(A)  <=  d_i sqrt((1 + a)(1 + b)) + ||E||,
  ///
  /// by Weyl's theorem, and because multiplying by U changes a singular value by a factor between the extreme singular
  /// values of U. All have about the same absolute error, a small multiple of n u ||A||; the lower bounds are at least
  /// 0.
  ///
  /// - Throws: `undefinedElement`; `noConvergence`; `notVerified` where the precision is too low for the size.
  /// - Source: Rump, "Verified bounds for singular values", BIT 51 (2011), theorem 3.1, in another form.
  public func certifiedSingularValues() throws(LinearAlgebraError) -> [Ball] {
    let decomposition = try SingularValueDecomposition(midpoint)
    let values = decomposition.values.map { Scalar(realPart: Ball($0)) }
    // The vectors were asked for.
    let left = Matrix(points: decomposition.left!)
    let right = Matrix(points: decomposition.right!)
    let error = (self - left.multipliedFromRight(byDiagonal: values) * right.adjoint).spectralNormBound
    let minusOne = Scalar(-1, in: context)
    let a = (left.adjoint * left).addingToDiagonal(minusOne).spectralNormBound
    let b = (right.adjoint * right).addingToDiagonal(minusOne).spectralNormBound
    guard a < .one, b < .one, error.isFinite else {
      throw .notVerified(what: "a singular value decomposition", precision: context.bits)
    }
    // sqrt((1 + a)(1 + b)) - 1 <= (a + b + a b)/2, and 1 - sqrt((1 - a)(1 - b)) <= a + b.
    let (above, below) = ((a + b + a * b).scaled(byPowerOfTwo: -1), a + b)
    return decomposition.values.map { value in
      let size = Magnitude(upperBoundOf: value)
      let upper = BigFloat.add(value, (size * above + error).bigFloat, in: context, rounding: .up)
      let lower = BigFloat.subtract(value, (size * below + error).bigFloat, in: context, rounding: .down)
      return Ball(lower: lower.signum < 0 ? .zero(in: context) : lower, upper: upper)
    }
  }

  /// An enclosure of ||A||_2, the largest singular value; 0 for a matrix without elements.
  ///
  /// - Throws: as ``certifiedSingularValues()``.
  public func certifiedSpectralNorm() throws(LinearAlgebraError) -> Ball {
    try certifiedSingularValues().first ?? Ball(0, in: context)
  }

  /// An enclosure of sigma_max/sigma_min, the condition number in the 2-norm: of A x = b where A is square.
  ///
  /// - Throws: as ``certifiedSingularValues()``, and `notVerified` where the least singular value is not certainly
  ///   positive.
  public func certifiedConditionNumber() throws(LinearAlgebraError) -> Ball {
    let values = try certifiedSingularValues()
    guard let largest = values.first, let least = values.last else { return Ball(1, in: context) }
    guard least.isPositive.isTrue else {
      throw .notVerified(what: "a condition number", precision: context.bits)
    }
    return largest / least
  }
}
