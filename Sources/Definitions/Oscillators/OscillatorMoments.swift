import Arithmetic

/// The modulus of LinOSS's eigenvalues at initialization: the implicit scheme with A uniform on [0, A_max].
///
/// - Source: Rusch, Rus, arXiv 2410.03943 (the proposition on the moments of |lambda|).
public struct UniformStiffness<A: RealElementaryArithmetic>: Sendable {
  /// Delta.
  public let step: A
  /// A_max.
  public let largest: A

  public init(step: A, largest: A) {
    self.step = step
    self.largest = largest
  }

  /// E |lambda|^N, |lambda| = (1 + Delta^2 A)^(-1/2): with x = Delta^2 A_max and m = 1 - N/2,
  ///
  ///     ((1 + x)^m - 1)/(m x)  for N != 2,     log(1 + x)/x  for N = 2,
  ///
  /// in a form that is accurate near N = 2.
  public func moment(_ order: Rational) -> A {
    let (x, logarithm) = (spread, A.log(onePlus: spread))
    guard order != 2 else { return logarithm / x }
    let exponent = A(1 - order / 2, in: step.context)
    return A.expMinusOne(exponent * logarithm) / (exponent * x)
  }

  /// 2/((N - 2) Delta^2 A_max), which the moment approaches from below for large N: the tail of the moments decays like
  /// 1/N, although every mode decays exponentially.
  public func tail(_ order: Rational) -> A { A(2 / (order - 2), in: step.context) / spread }

  /// Delta^2 A_max.
  private var spread: A { step * step * largest }

  /// |lambda|^N at A.
  public func power(_ order: Rational, stiffness: A) -> A {
    A.pow(1 + step * step * stiffness, A(-order / 2, in: step.context))
  }
}

extension UniformStiffness where A == Ball {
  /// E |lambda|^N as the integral over A = t A_max, 0 <= t <= 1, by a Gauss rule with its remainder: with x = Delta^2
  /// A_max the derivatives of order k of (1 + x t)^(-N/2) are at most x^k (N/2)_k (1 + x t)^(-N/2-k) in modulus.
  public func momentByQuadrature(_ order: Rational, rule: GaussLegendre) -> Ball {
    let (context, x) = (rule.precision, spread)
    return rule.integral(
      upTo: 1, tolerance: Ball(0x1p-100, in: context), firstPanel: 0.25,
      derivativeBound: { count, start in
        let rising = (0..<count).reduce(Rational(1)) { $0 * (order / 2 + Rational($1)) }
        return Ball(rising, in: context) * Ball.pow(x, count)
          * Ball.pow(1 + x * start, Ball(-order / 2 - Rational(count), in: context))
      },
      of: { power(order, stiffness: $0 * largest) })
  }
}
