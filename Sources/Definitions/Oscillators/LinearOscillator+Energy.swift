import Arithmetic
import LinearAlgebra

/// The quadratic form that one step multiplies by the determinant.
///
/// Every 2 x 2 matrix [[p, q], [r, s]] multiplies r z^2 + (s - p) z y - q y^2 by its determinant. For an oscillator
/// that is, up to the factor Delta S,
///
///     implicit scheme:  H = z^2 + A y^2                         H -> S H,  S = 1/(1 + Delta^2 A)
///     damped scheme:    H = z^2 + (G - Delta A) z y + A y^2     H -> S H,  S = 1/(1 + Delta G)
///
/// with z = x' and y = x; the undamped implicit-explicit scheme conserves z^2 - Delta A z y + A y^2. The second form is
/// positive definite iff (G - Delta A)^2 < 4 A, which is the condition for a conjugate pair of eigenvalues.
extension LinearOscillator {
  /// The coefficient of z y: 0 in the implicit scheme, else G - Delta A.
  public var crossTerm: A { damping.map { $0 - step * stiffness } ?? A(0, in: step.context) }

  /// H(z, y).
  public func energy(_ velocity: A, _ position: A) -> A {
    (velocity * velocity).addingProduct(crossTerm * velocity, position).addingProduct(stiffness * position, position)
  }

  /// The symmetric matrix of H, shape (2, 2).
  public var energyMatrix: Matrix<A> {
    let half = crossTerm / 2
    return Matrix([[A(1, in: step.context), half], [half, stiffness]], in: step.context)
  }

  /// An involution that reverses the undamped implicit-explicit scheme, V M V = M^-1:
  ///
  ///     V (z, y) = (Delta A y - z, y),
  ///
  /// the reversal of the velocity between two steps, z - Delta A y/2, with the kick undone. The reversal of z alone
  /// does not reverse the scheme.
  public var reversal: Matrix<A> {
    let (zero, one) = (A(0, in: step.context), A(1, in: step.context))
    return Matrix([[-one, step * stiffness], [zero, one]], in: step.context)
  }

  /// What an input adds to H in a step, beyond S H: with h = Delta f, H(M (z + h, y)) - S H(z, y) =
  /// S (h^2 + 2 z h + crossTerm h y).
  public func work(_ forcing: A, _ velocity: A, _ position: A) -> A {
    let impulse = step * forcing
    return determinant * impulse * (impulse + 2 * velocity + crossTerm * position)
  }
}

extension LinearOscillator where A: RealArithmetic {
  /// Whether H is positive definite: A > 0 and (crossTerm)^2 < 4 A.
  public var hasEnergyNorm: Truth { stiffness.isPositive && (crossTerm * crossTerm).isLess(than: 4 * stiffness) }
}

extension LinearOscillator where A: RealElementaryArithmetic {
  /// The largest and the least factor of sqrt(z^2 + y^2) in sqrt(H): the square roots of the eigenvalues of
  /// ``energyMatrix``,
  ///
  ///     ((1 + A) +- sqrt((1 - A)^2 + crossTerm^2))/2,
  ///
  /// the lesser as their product A - crossTerm^2/4 over the larger. ||M^n||_2 <= sqrt(S)^n largest/least.
  public var energyNormFactors: (largest: A, least: A) {
    let difference = 1 - stiffness
    let root = A.sqrt((difference * difference).addingProduct(crossTerm, crossTerm))
    let largest = (1 + stiffness + root) / 2
    let least = (stiffness - crossTerm * crossTerm / 4) / largest
    return (A.sqrt(largest), A.sqrt(least))
  }
}

extension LinearOscillator where A: RealElementaryArithmetic {
  /// How far one step of the undamped implicit-explicit scheme in floating point can change ||v||_H = sqrt(H),
  /// relatively: eta with (1 - eta)^n <= ||v_n||_H/||v_0||_H <= (1 + eta)^n, for 0 < x = Delta^2 A < 4 and without
  /// underflow.
  ///
  /// With a fused multiply-add, ``advanced(_:_:forcing:)`` makes an error of at most u E |v|, E = [[1, 2 Delta A], [2
  /// Delta, 2 x + 2 |1 - x|]], to first order; 1 + 2^-10 covers the rest. In the coordinates (z, sqrt(A) y) the norm of
  /// E is at most that of Frobenius, and H lies between (1 - sqrt(x)/2) and (1 + sqrt(x)/2) times the square of the
  /// length. The bound grows without limit as x -> 4.
  ///
  /// - Parameter unitRoundoff: u, 2^-24 for float32.
  public func relativeDrift(unitRoundoff u: A) -> A {
    let x = step * step * stiffness
    let root = A.sqrt(x)
    let corner = 2 * x + 2 * (1 - x).magnitude
    let size = A.sqrt(1 + 8 * x + corner * corner)
    return u * A(Rational(1025, 1024), in: x.context) * size * A.sqrt((2 + root) / (2 - root))
  }
}
