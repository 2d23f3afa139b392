import Arithmetic

extension Reparameterization {
  /// The scale of the gradient with respect to w, up to a factor that does not depend on f:
  ///
  ///     |f'(w)|/f(w)^2  in continuous time,    |f'(w)|/(1 - |f(w)|)^2  in discrete time,
  ///
  /// since int_0^inf t e^(f t) dt = 1/f^2 and sum_(k >= 1) k |f|^(k-1) = 1/(1 - |f|)^2. (The discrete scale is printed
  /// with (1 - f)^2 in the paper, which agrees only where f >= 0.) Evaluated in forms that do not cancel.
  ///
  /// - Source: Wang, Li, arXiv 2311.14495, Theorem 3.6.
  public func gradientScale<A: RealElementaryArithmetic>(at w: A) -> A {
    switch self {
    case .direct: 1 / A.pow(w, 2)
    case .exponential, .logistic: A.exp(-w)
    case .softplus: A.sigmoid(w) / A.pow(A.softplus(w), 2)
    case .best(let a, _): 2 * A(a, in: w.context) * w.magnitude
    case .discreteLogistic: A.exp(-w)
    case .hyperbolicTangent: A.exp(2 * w.magnitude)
    case .relu: derivative(at: w).magnitude / A.pow(self(w), 2)
    case .discreteDirect, .discreteRelu, .doubleExponential, .discreteBest, .softplusDecay:
      derivative(at: w).magnitude / A.pow(distanceToUnitCircle(at: w), 2)
    }
  }

  /// The scale as printed in the paper for discrete time, |f'(w)|/(1 - f(w))^2: wrong where f(w) < 0.
  public func printedDiscreteGradientScale<A: RealElementaryArithmetic>(at w: A) -> A {
    derivative(at: w).magnitude / A.pow(complement(at: w), 2)
  }

  /// 1 - |f(w)| for a discrete map, without cancellation near |f| = 1.
  public func distanceToUnitCircle<A: RealElementaryArithmetic>(at w: A) -> A {
    switch self {
    case .hyperbolicTangent: return 2 / (A.exp(2 * w.magnitude) + 1)
    case .discreteDirect: return 1 - w.magnitude
    case .discreteBest:
      let f = self(w)
      return f.isNegative.isFalse ? complement(at: w) : f.isNegative.isTrue ? 1 + f : 1 - f.magnitude
    default: return complement(at: w)
    }
  }

  /// 1 - f(w) for a discrete map, without cancellation near f = 1.
  public func complement<A: RealElementaryArithmetic>(at w: A) -> A {
    switch self {
    case .discreteRelu: -A.expMinusOne(A.log(self(w)))
    case .doubleExponential: -A.expMinusOne(-A.exp(w))
    case .discreteLogistic: A.sigmoid(w)
    case .hyperbolicTangent: 2 / (A.exp(2 * w) + 1)
    case .discreteBest(let a, let b): 1 / quadratic(a, b, w)
    case .softplusDecay(let rate): -A.expMinusOne(-(A(rate, in: w.context) * A.softplus(w)))
    case .direct, .relu, .exponential, .softplus, .logistic, .best, .discreteDirect: 1 - self(w)
    }
  }

  /// The modulus of continuity of log|f| (continuous time) or of log(1 - f) (discrete time) on the domain where f is
  /// stable: omega(beta) = sup over |v - w| <= beta of the difference. Nil where it is infinite or does not tend to 0.
  ///
  ///     beta                     exponential, softplus, logistic; doubleExponential, discreteLogistic, softplusDecay
  ///     2 asinh((beta/2) sqrt(a/b))    best(a, b), b > 0, attained at w = -beta/2 + sqrt(beta^2/4 + b/a), v = w + beta
  ///     2 beta                   tanh on w > 0
  ///
  /// The softplus and logistic maps approach beta as w -> -inf; softplusDecay as well, because x/(e^x - 1) <= 1 and
  /// sigmoid <= softplus. The discrete "best" map with b >= 1, so that f >= 0, has the modulus of `best(a, b)`.
  public func modulusOfContinuity<A: RealElementaryArithmetic>(_ beta: A) -> A? {
    switch self {
    case .exponential, .softplus, .logistic, .doubleExponential, .discreteLogistic, .softplusDecay: beta
    case .hyperbolicTangent: 2 * beta
    case .best(let a, let b): b.isPositive.isTrue ? quadraticModulus(a, b, beta) : nil
    case .discreteBest(let a, let b): Rational(1, 1).isAtMost(b).isTrue ? quadraticModulus(a, b, beta) : nil
    case .direct, .relu, .discreteDirect, .discreteRelu: nil
    }
  }

  /// The smallest g of StableSSM's Definition 3.4 (its discrete analogue for discrete maps), g(beta) = e^omega(beta) - 1:
  ///
  ///     |f(w)| int_0^inf |e^(f(v) t) - e^(f(w) t)| dt = |f(w)/f(v) - 1| <= g(beta)   for |v - w| <= beta.
  ///
  /// Nil for a map that is not stable.
  public func stabilityModulus<A: RealElementaryArithmetic>(_ beta: A) -> A? {
    modulusOfContinuity(beta).map { A.expMinusOne($0) }
  }

  /// The stability integral between the weights w and v, in closed form: |f(w)/f(v) - 1| in continuous time,
  /// |(1 - f(w))/(1 - f(v)) - 1| in discrete time with 0 <= f < 1.
  public func stabilityIntegral<A: RealElementaryArithmetic>(from w: A, to v: A) -> A {
    let ratio =
      switch timeDomain {
      case .continuous: self(w) / self(v)
      case .discrete: complement(at: w) / complement(at: v)
      }
    return (ratio - 1).magnitude
  }

  /// The mass of the kernel of a mode with the weight w: int_0^inf e^(f t) dt = 1/|f| in continuous time,
  /// sum_k |f|^k = 1/(1 - |f|) in discrete time. Nil where the mode is not known to decay.
  public func kernelMass<A: RealElementaryArithmetic>(at w: A) -> A? {
    let distance =
      switch timeDomain {
      case .continuous: -self(w)
      case .discrete: distanceToUnitCircle(at: w)
      }
    return distance.isPositive.isTrue ? 1 / distance : nil
  }

  /// How far the weight w of a decaying mode can move before the mode stops decaying: the distance to the boundary of
  /// stability for the maps that reach it, nil for the others.
  public func perturbationRadius<A: RealElementaryArithmetic>(at w: A) -> A? {
    switch self {
    case .direct: return -w
    case .discreteDirect: return 1 - w.magnitude
    case .discreteBest(let a, let b):
      // f(0) = 1 - 1/b, which is -1 or less for b <= 1/2: then |f| = 1 at a w^2 + b = 1/2.
      let depth = Rational(1, 2) - b
      return depth.isNegative.isTrue ? nil : w.magnitude - A.sqrt(A(depth / a, in: w.context))
    case .relu, .discreteRelu: return w.isPositive.isTrue ? w : A(0, in: w.context)
    case .exponential, .softplus, .logistic, .best, .doubleExponential, .discreteLogistic, .hyperbolicTangent,
      .softplusDecay:
      return nil
    }
  }
}

/// 2 asinh(x) for x = (beta/2) sqrt(a/b), as 2 log(x + sqrt(x^2 + 1)).
private func quadraticModulus<A: RealElementaryArithmetic>(_ a: Rational, _ b: Rational, _ beta: A) -> A {
  let x = beta / 2 * A.sqrt(A(a / b, in: beta.context))
  let square = A.pow(x, 2)
  return 2 * A.log(onePlus: x + square / (1 + A.sqrt(square + 1)))
}
