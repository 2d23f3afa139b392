import Arithmetic

/// sqrt(sum_i |x_i|^2), shape (any); exact for no arithmetic, an enclosure over enclosures, [0, r] where all x_i may be
/// 0.
public func euclideanNorm<S: ConjugateArithmetic>(_ x: some Sequence<S>, in context: S.Context) -> S.RealPart
where S.RealPart: RealElementaryArithmetic {
  let sum = x.reduce(S.RealPart(0, in: context)) { $0 + $1.squaredMagnitude }
  // The enclosure of a sum of squares may reach below 0, where its root is undefined.
  if let ball = sum as? Ball, ball.isDefined, ball.lower.signum < 0 {
    let upper = BigFloat.sqrt(ball.upper, in: ball.context, rounding: .up)
    if let root = Ball(lower: BigFloat(0, in: ball.context), upper: upper) as? S.RealPart { return root }
  }
  return S.RealPart.sqrt(sum)
}

extension Matrix where Scalar: ConjugateArithmetic, Scalar.RealPart: RealElementaryArithmetic {
  /// ||A||_F.
  public var frobeniusNorm: Scalar.RealPart { euclideanNorm(elements.elements, in: context) }
}

extension Matrix where Scalar: RealArithmetic {
  /// ||A||_1, the largest sum of the moduli of a column, in the arithmetic itself: exact over `Rational`.
  public var oneNorm: Scalar { transposed.infinityNorm }

  /// ||A||_infinity, the largest sum of the moduli of a row.
  public var infinityNorm: Scalar {
    let zero = Scalar(0, in: context)
    return (0..<rows).map { row($0).reduce(zero) { $0 + $1.magnitude } }.reduce(zero) { Scalar.maximum($0, $1) }
  }
}
