import Arithmetic

/// A map from a trainable weight w to an eigenvalue: lambda = f(w) in continuous time, or the decay a = f(w) of one step
/// in discrete time.
///
/// | case | f(w) | time | stable in the sense of StableSSM, Definition 3.4 |
/// |---|---|---|---|
/// | `direct` | w | continuous | no |
/// | `relu` | -max(w, 0) | continuous | no |
/// | `exponential` | -e^w | continuous | yes |
/// | `softplus` | -log(1 + e^w) | continuous | yes |
/// | `logistic` | -1/(1 + e^-w) | continuous | yes |
/// | `best(a, b)` | -1/(a w^2 + b) | continuous | if b > 0 |
/// | `discreteDirect` | w | discrete | no |
/// | `discreteRelu` | e^(-max(w, 0)) | discrete | no |
/// | `doubleExponential` | e^(-e^w) | discrete | yes |
/// | `discreteLogistic` | 1/(1 + e^w) | discrete | yes |
/// | `hyperbolicTangent` | tanh w | discrete | where w > 0 |
/// | `discreteBest(a, b)` | 1 - 1/(a w^2 + b) | discrete | if b >= 1 |
/// | `softplusDecay(rate)` | e^(-rate log(1 + e^w)) | discrete | yes |
///
/// LRU and RWKV use `doubleExponential`; S4D and Mamba's A use `exponential`; Mamba's step, for an eigenvalue -rate, and
/// RG-LRU, with rate = 8 r, use `softplusDecay`.
///
/// - Source: Wang, Li, arXiv 2311.14495 (StableSSM); Orvieto et al., arXiv 2303.06349 (LRU); Gu, Dao, arXiv 2312.00752
///   (Mamba); De et al., arXiv 2402.19427 (RG-LRU).
public enum Reparameterization: Hashable, Sendable {
  case direct
  case relu
  case exponential
  case softplus
  case logistic
  case best(a: Rational, b: Rational)
  case discreteDirect
  case discreteRelu
  case doubleExponential
  case discreteLogistic
  case hyperbolicTangent
  case discreteBest(a: Rational, b: Rational)
  case softplusDecay(rate: Rational)

  /// Whether f(w) is an eigenvalue of h' = lambda h or the decay of one step.
  public enum TimeDomain: Sendable { case continuous, discrete }

  public var timeDomain: TimeDomain {
    switch self {
    case .direct, .relu, .exponential, .softplus, .logistic, .best: .continuous
    case .discreteDirect, .discreteRelu, .doubleExponential, .discreteLogistic, .hyperbolicTangent, .discreteBest,
      .softplusDecay:
      .discrete
    }
  }

  /// The "best" map with the constants of the paper: -1/(w^2 + 1/2).
  public static let publishedBest = best(a: Rational(1, 1), b: Rational(1, 2))
  /// The "best" map with the constants of the released code: -1/(w^2 + 1/10).
  public static let releasedBest = best(a: Rational(1, 1), b: Rational(1, 10))

  /// The continuous-time maps of the StableSSM paper.
  public static let continuousMaps: [Reparameterization] = [
    .direct, .relu, .exponential, .softplus, .logistic, .publishedBest,
  ]
  /// The discrete-time maps of the StableSSM paper, and LRU's.
  public static let discreteMaps: [Reparameterization] = [
    .discreteDirect, .discreteRelu, .doubleExponential, .discreteLogistic, .hyperbolicTangent,
    .discreteBest(a: Rational(1, 1), b: Rational(1, 2)),
  ]
}

extension Reparameterization: CustomStringConvertible {
  /// The name with its constants, as reports print it.
  public var description: String {
    switch self {
    case .direct: "direct"
    case .relu: "relu"
    case .exponential: "exp"
    case .softplus: "softplus"
    case .logistic: "logistic"
    case .best(let a, let b): "best(\(a), \(b))"
    case .discreteDirect: "direct (discrete)"
    case .discreteRelu: "exp(-relu)"
    case .doubleExponential: "exp(-exp)"
    case .discreteLogistic: "logistic (discrete)"
    case .hyperbolicTangent: "tanh"
    case .discreteBest(let a, let b): "best (discrete)(\(a), \(b))"
    case .softplusDecay(let rate): "exp(-\(rate) softplus)"
    }
  }
}

extension Reparameterization {
  /// f(w).
  public func callAsFunction<A: RealElementaryArithmetic>(_ w: A) -> A {
    switch self {
    case .direct, .discreteDirect: w
    case .relu: -positivePart(w)
    case .exponential: -A.exp(w)
    case .softplus: -A.softplus(w)
    case .logistic: -A.sigmoid(w)
    case .best(let a, let b): -1 / quadratic(a, b, w)
    case .discreteRelu: A.exp(-positivePart(w))
    case .doubleExponential: A.exp(-A.exp(w))
    case .discreteLogistic: A.sigmoid(-w)
    case .hyperbolicTangent: A.tanh(w)
    case .discreteBest(let a, let b): Self.bestDecay(a: a, b: b, at: w)
    case .softplusDecay(let rate): A.exp(-(A(rate, in: w.context) * A.softplus(w)))
    }
  }

  /// 1 - 1/(a w^2 + b) of ``discreteBest(a:b:)`` over any arithmetic: exact over `Rational`, and for complex weights.
  public static func bestDecay<A: Arithmetic>(a: Rational, b: Rational, at w: A) -> A { 1 - 1 / quadratic(a, b, w) }

  /// f'(w); undefined at the kink of the relu maps, w = 0.
  public func derivative<A: RealElementaryArithmetic>(at w: A) -> A {
    switch self {
    case .direct, .discreteDirect: A(1, in: w.context)
    case .relu: -step(w)
    case .exponential: -A.exp(w)
    case .softplus: -A.sigmoid(w)
    case .logistic: -(A.sigmoid(w) * A.sigmoid(-w))
    case .best(let a, let b), .discreteBest(let a, let b):
      2 * A(a, in: w.context) * w / A.pow(quadratic(a, b, w), 2)
    case .discreteRelu: -(step(w) * A.exp(-positivePart(w)))
    case .doubleExponential: -A.exp(w - A.exp(w))
    case .discreteLogistic: -(A.sigmoid(w) * A.sigmoid(-w))
    case .hyperbolicTangent: 1 / A.pow(A.cosh(w), 2)
    case .softplusDecay(let rate): -(A(rate, in: w.context) * A.sigmoid(w) * self(w))
    }
  }

  /// A weight w with f(w) = `eigenvalue`: the only one where f is one-to-one, the nonnegative one of the "best" maps.
  /// Undefined where `eigenvalue` is outside the range of f.
  public func inverse<A: RealElementaryArithmetic>(of eigenvalue: A) -> A {
    switch self {
    case .direct, .discreteDirect: eigenvalue
    case .relu: eigenvalue.isAtMost(A(0, in: eigenvalue.context)).isTrue ? -eigenvalue : undefined(eigenvalue)
    case .exponential: A.log(-eigenvalue)
    case .softplus: A.log(A.expMinusOne(-eigenvalue))
    case .logistic: A.log(-eigenvalue / (1 + eigenvalue))
    case .best(let a, let b): inverseQuadratic(a, b, -1 / eigenvalue)
    case .discreteRelu:
      eigenvalue.isAtMost(A(1, in: eigenvalue.context)).isTrue ? -A.log(eigenvalue) : undefined(eigenvalue)
    case .doubleExponential: A.log(-A.log(eigenvalue))
    case .discreteLogistic: A.log((1 - eigenvalue) / eigenvalue)
    case .hyperbolicTangent: (A.log(onePlus: eigenvalue) - A.log(onePlus: -eigenvalue)) / 2
    case .discreteBest(let a, let b): inverseQuadratic(a, b, 1 / (1 - eigenvalue))
    case .softplusDecay(let rate):
      A.log(A.expMinusOne(-A.log(eigenvalue) / A(rate, in: eigenvalue.context)))
    }
  }
}

/// max(w, 0): exact where the sign is decided; an enclosure around 0 gives (w + |w|)/2.
private func positivePart<A: RealArithmetic>(_ w: A) -> A {
  switch w.isPositive {
  case .true: w
  case .false: A(0, in: w.context)
  case .undecided: (w + w.magnitude) / 2
  }
}

/// 1 for w > 0, 0 for w < 0, undefined at 0.
private func step<A: RealArithmetic>(_ w: A) -> A {
  if w.isPositive.isTrue { return A(1, in: w.context) }
  return w.isNegative.isTrue ? A(0, in: w.context) : undefined(w)
}

private func undefined<A: Arithmetic>(_ x: A) -> A { A(Double.nan, in: x.context) }

/// a w^2 + b.
func quadratic<A: Arithmetic>(_ a: Rational, _ b: Rational, _ w: A) -> A {
  A(a, in: w.context) * A.pow(w, 2) + A(b, in: w.context)
}

/// The w >= 0 with a w^2 + b = `value`.
private func inverseQuadratic<A: RealElementaryArithmetic>(_ a: Rational, _ b: Rational, _ value: A) -> A {
  A.sqrt((value - A(b, in: value.context)) / A(a, in: value.context))
}
