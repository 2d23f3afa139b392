import Arithmetic
import LinearAlgebra

extension LinearOscillator {
  /// The impulse response of the position, K_n = (M^n F)_x with F = M (Delta, 0) the input of a unit forcing, by the
  /// recurrence of the characteristic polynomial: K_n = trace K_(n-1) - det K_(n-2), K_(-1) = 0, K_0 = Delta^2 S.
  public func impulseResponse(_ count: Int) -> [A] {
    var (previous, current) = (A(0, in: step.context), input(A(1, in: step.context)).position)
    return (0..<count).map { _ in
      defer { (previous, current) = (current, trace * current - determinant * previous) }
      return current
    }
  }
}

extension LinearOscillator where A: RealElementaryArithmetic {
  /// The impulse response of the implicit scheme in closed form, with r = sqrt(S) and theta = atan(Delta sqrt(A)):
  ///
  ///     K_n = Delta r^(n+1) sin((n + 1) theta)/sqrt(A),   |K_n| <= Delta r^(n+1)/sqrt(A).
  public func dampedSine(at n: Int) -> (value: A, envelope: A) {
    let root = A.sqrt(stiffness)
    let envelope = step * A.pow(A.sqrt(determinant), n + 1) / root
    return (envelope * A.sin(IntegerConstant(n + 1) * A.atan(step * root)), envelope)
  }
}

/// ||M||_2 of a real matrix [[p, q], [r, s]] of order 2:
///
///     (|(p + s, q - r)| + |(p - s, q + r)|)/2.
public func planarSpectralNorm<A>(_ m: Matrix<A>) -> A
where A: RealElementaryArithmetic & ConjugateArithmetic, A.RealPart == A {
  precondition(m.rows == 2 && m.columns == 2, "a matrix of order 2")
  let (p, q, r, s) = (m[0, 0], m[0, 1], m[1, 0], m[1, 1])
  return (euclideanNorm([p + s, q - r], in: m.context) + euclideanNorm([p - s, q + r], in: m.context)) / 2
}
