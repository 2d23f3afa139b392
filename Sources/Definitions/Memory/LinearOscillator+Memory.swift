import Arithmetic

extension LinearOscillator where A == Rational {
  /// Whether the transition is defective, for a step sigma(w) with a rational w.
  ///
  /// For w = 0 the step is 1/2 and the discriminant a rational number. For any other rational w the step is
  /// transcendental (Lindemann), and the discriminant, a polynomial in it with rational coefficients, is 0 only where
  /// all of them are: A^2 Delta^2 - 2 G A Delta + G^2 - 4 A for A = G = 0, and -4 A for A = 0. So it is decided
  /// exactly.
  public static func isDefective(stiffness: Rational, damping: Rational?, stepWeight: Rational) -> Bool {
    let zero = Rational(0, 1)
    if stepWeight == zero {
      return LinearOscillator(stiffness: stiffness, damping: damping, step: Rational(1, 2)).discriminant == zero
    }
    return stiffness == zero && damping ?? zero == zero
  }
}

/// A bound of the position's response of an oscillator with eigenvalues lambda_1, lambda_2 of moduli at most r:
///
///     |q_t| <= K min(t, D) r^t for t >= 1,   K = |q_1|/r + |det| |q_0|/r^2,   D = 2 r/|lambda_1 - lambda_2|
///
/// since T^t = s_t T - det(T) s_(t-1) with s_t = sum_j lambda_1^j lambda_2^(t-1-j), so that |s_t| <= t r^(t-1) and
/// |s_t| <= 2 r^t/|lambda_1 - lambda_2|. The factor min(t, D) is what the transition's departure from a normal matrix
/// costs; at a double root D is infinite and the bound is K t r^t.
public struct OscillatorEnvelope<A: RealArithmetic>: Sendable {
  /// r, below 1 for an oscillator that decays.
  public let radius: A
  /// 1 - r.
  public let loss: A
  /// |q_0|.
  public let start: A
  /// K.
  public let gain: A
  /// D; nil where the eigenvalues are equal, or not told apart.
  public let plateau: A?

  public init(radius: A, loss: A, start: A, gain: A, plateau: A?) {
    self.radius = radius
    self.loss = loss
    self.start = start
    self.gain = gain
    self.plateau = plateau
  }

  /// The bound of |q_t|.
  public func value(at t: Int) -> A {
    guard t > 0 else { return start }
    let growth = A(t, in: radius.context)
    return gain * (plateau.map { A.minimum(growth, $0) } ?? growth) * A.pow(radius, t)
  }

  /// A bound of sum_(s >= t) |q_s| for t >= 1: K r^t min(D/(1 - r), t/(1 - r) + r/(1 - r)^2). Undefined for r >= 1.
  public func tail(from t: Int) -> A {
    precondition(t >= 1, "the sum from time 0 on has the start as well")
    let linear = IntegerConstant(t) / loss + radius / (loss * loss)
    let bound = plateau.map { A.minimum($0 / loss, linear) } ?? linear
    return gain * A.pow(radius, t) * bound
  }
}
