import Arithmetic

/// One mode of a discrete-time model: h_t = transition h_(t-1) + inputGain b u_t, for an input coefficient b.
public struct DiscreteMode<A: Arithmetic>: Sendable {
  /// The eigenvalue of the discrete model, `Abar`.
  public var transition: A
  /// What multiplies b u_t: `Bbar` for b = 1.
  public var inputGain: A

  public init(transition: A, inputGain: A) {
    self.transition = transition
    self.inputGain = inputGain
  }
}

/// How a mode h' = lambda h + b u is turned into a recurrence with step Delta.
///
/// | case | transition | input gain | source |
/// |---|---|---|---|
/// | `zeroOrderHold` | e^(Delta lambda) | (e^(Delta lambda) - 1)/lambda | exact for a piecewise constant input |
/// | `exponentialEuler` | e^(Delta lambda) | Delta | Mamba, arXiv 2312.00752, as released |
/// | `generalizedBilinear(alpha)` | (1 + (1 - alpha) Delta lambda)/(1 - alpha Delta lambda) | Delta/(1 - alpha Delta lambda) | Zhang, Chen, Chen 2007; HiPPO, arXiv 2008.07669 |
///
/// The generalized bilinear transform is the forward Euler method at alpha = 0, the bilinear (Tustin) one at 1/2, the
/// backward Euler method at 1.
public enum Discretization: Hashable, Sendable {
  case zeroOrderHold
  case exponentialEuler
  case generalizedBilinear(alpha: Rational)

  public static let forwardEuler = generalizedBilinear(alpha: Rational(0, 1))
  public static let bilinear = generalizedBilinear(alpha: Rational(1, 2))
  public static let backwardEuler = generalizedBilinear(alpha: Rational(1, 1))

  /// The discrete mode of the continuous eigenvalue `lambda`.
  ///
  /// Over an enclosure the result encloses the exact one. The zero-order hold is evaluated with e^z - 1 as one function,
  /// so that its gain keeps its accuracy as Delta lambda tends to 0; at lambda = 0 exactly it is Delta. Where an
  /// enclosure contains a pole (1 = alpha Delta lambda) the result is undefined.
  ///
  /// - Parameters:
  ///   - lambda: the eigenvalue, per unit of time.
  ///   - step: Delta, in units of time; a complex arithmetic takes it as a complex number.
  public func discretize<A: ElementaryArithmetic>(_ lambda: A, step: A) -> DiscreteMode<A> {
    switch self {
    case .zeroOrderHold:
      let exponent = step * lambda
      return DiscreteMode(transition: A.exp(exponent), inputGain: step * relativeExponentialIncrement(exponent))
    case .exponentialEuler:
      return DiscreteMode(transition: A.exp(step * lambda), inputGain: step)
    case .generalizedBilinear(let alpha):
      return Definitions.generalizedBilinear(lambda, step: step, alpha: alpha)
    }
  }
}

/// The generalized bilinear transform of `lambda`, over any field: exact over `Rational`.
///
///     transition = (1 + (1 - alpha) Delta lambda)/(1 - alpha Delta lambda),   inputGain = Delta/(1 - alpha Delta lambda)
public func generalizedBilinear<A: Arithmetic>(_ lambda: A, step: A, alpha: Rational) -> DiscreteMode<A> {
  let exponent = step * lambda
  let implicit = A(alpha, in: lambda.context)
  let explicit = A(Rational(1, 1) - alpha, in: lambda.context)
  let denominator = 1 - implicit * exponent
  return DiscreteMode(transition: (1 + explicit * exponent) / denominator, inputGain: step / denominator)
}

/// (e^z - 1)/z, and 1 at z = 0: the first of the "phi functions" of exponential integrators.
///
/// The relative error of a rounding arithmetic is that of one e^z - 1 and one division, for every z. An enclosure of z
/// that contains 0 without being 0 gives the undefined value.
public func relativeExponentialIncrement<A: ElementaryArithmetic>(_ z: A) -> A {
  z.isEqual(to: A(0, in: z.context)).isTrue ? A(1, in: z.context) : A.expMinusOne(z) / z
}
