import Arithmetic

extension Matrix where Scalar: EnclosureArithmetic, Scalar.Midpoint: RoundingArithmetic {
  /// An enclosure of sigma_min of every square matrix enclosed, accurate relative to itself however small it is.
  ///
  /// With an approximate singular value decomposition U, D, V of the midpoint, R = V D^-1 U*, and d the least singular
  /// value:
  ///
  ///     sigma_min(A) <= ||A v||/||v|| for the last column v of V,
  ///     sigma_min(A) >= (1 - ||I - R A||)/||R||,   ||R|| <= sqrt((1 + a)(1 + b))/d,
  ///
  /// a and b the defects of orthogonality ||I - U* U|| and ||I - V* V||, all in balls. Where ||I - R A|| >= 1 the lower
  /// bound is that of ``certifiedSingularValues()``, or 0.
  ///
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`; `notVerified` where the order is 0.
  public func certifiedSmallestSingularValue() throws(LinearAlgebraError) -> Ball {
    guard isSquare else { throw .notSquare(rows: rows, columns: columns) }
    guard rows > 0 else { throw .notVerified(what: "the least singular value of no elements", precision: context.bits) }
    let decomposition = try SingularValueDecomposition(midpoint)
    // The vectors were asked for.
    let (left, right) = (Matrix(points: decomposition.left!), Matrix(points: decomposition.right!))
    let vector = right[0..<rows, rows - 1..<rows]
    let image = euclideanNorm((self * vector).elements.elements, in: context)
    let upper = (image / euclideanNorm(vector.elements.elements, in: context)).upper
    let minusOne = Scalar(-1, in: context)
    let least = Ball(decomposition.values[rows - 1])
    guard least.isPositive.isTrue else { return Ball(lower: .zero(in: context), upper: upper) }
    let reciprocals = decomposition.values.map { Scalar(realPart: Ball(1, in: context) / Ball($0)) }
    let inverse = right.multipliedFromRight(byDiagonal: reciprocals) * left.adjoint
    let error = (inverse * self).addingToDiagonal(minusOne).spectralNormBound
    let a = (left.adjoint * left).addingToDiagonal(minusOne).spectralNormBound
    let b = (right.adjoint * right).addingToDiagonal(minusOne).spectralNormBound
    // (1 - e)/sqrt((1 + a)(1 + b)) >= 1 - e - (a + b)/2.
    let loss = (error + (a + b).scaled(byPowerOfTwo: -1)).bigFloat
    let share = BigFloat.subtract(BigFloat(1, in: context), loss, in: context, rounding: .down)
    guard share.signum > 0 else {
      let other = try certifiedSingularValues()[rows - 1]
      return Ball(lower: other.lower.signum > 0 ? other.lower : .zero(in: context), upper: upper)
    }
    let lower = BigFloat.multiply(decomposition.values[rows - 1], share, in: context, rounding: .down)
    return Ball(lower: lower, upper: upper)
  }
}

extension Matrix where Scalar == Disc {
  /// An enclosure of sigma_min(z I - A), as ``certifiedSmallestSingularValue()``.
  public func certifiedSmallestSingularValue(at z: Disc) throws(LinearAlgebraError) -> Ball {
    try (-self).addingToDiagonal(z).certifiedSmallestSingularValue()
  }
}

extension Matrix where Scalar == Ball {
  /// An enclosure of sigma_min(z I - A), as ``certifiedSmallestSingularValue()``; over real numbers where z is real.
  public func certifiedSmallestSingularValue(at z: Disc) throws(LinearAlgebraError) -> Ball {
    if z.isPoint, z.imaginaryMidpoint.isZero {
      return try (-self).addingToDiagonal(Ball(z.realMidpoint)).certifiedSmallestSingularValue()
    }
    return try Matrix<Disc>(self).certifiedSmallestSingularValue(at: z)
  }
}
