import Arithmetic

/// A function that is analytic near the real interval on which it is integrated, written once for numbers and for
/// discs.
public protocol AnalyticFunction: Sendable {
  /// f(x); undefined where f has a singularity in, or may have one in, an enclosure.
  func callAsFunction<A: ElementaryArithmetic>(_ x: A) -> A where A.Context == Precision
}

extension GaussLegendre {
  /// An enclosure of int_a^b g for a function that is analytic and bounded by M in the ellipse about [a, b] whose half
  /// axes add up to 4 (b - a)/2, for at least two nodes:
  ///
  ///     |R| <= (b - a)/2 (64/15) M 4^(-2n)/(1 - 4^(-2)).
  ///
  /// M is read from the disc with the radius (17/8) (b - a)/2 about the midpoint, which contains that ellipse.
  /// Undefined where g is not defined there.
  ///
  /// - Source: Trefethen, Approximation Theory and Approximation Practice, theorem 19.3: the Chebyshev coefficients of
  ///   g are
  ///   at most 2 M 4^(-k), the rule is exact below the degree 2n, and errs by at most 32/15 on T_k, k >= 2n.
  public func integral(from a: Ball, to b: Ball, ofAnalytic g: some AnalyticFunction) -> Ball {
    guard let error = analyticError(from: a, to: b, g) else { return .indeterminate(in: precision) }
    let half = (b - a) / 2
    let middle = (a + b) / 2
    var sum = Ball(0, in: precision)
    for (node, weight) in zip(nodes, weights) { sum = sum.addingProduct(weight, g(middle.addingProduct(half, node))) }
    return (half * sum).widened(by: error)
  }

  /// The bound of |R|; nil where g is not defined on the disc.
  private func analyticError(from a: Ball, to b: Ball, _ g: some AnalyticFunction) -> Magnitude? {
    let half = (b - a) / 2
    let reach = (half.magnitude * Ball(Rational(17, 8), in: precision)).upperMagnitude
    let bound = g(Disc((a + b) / 2, Ball(0, in: precision)).widened(by: reach))
    guard count >= 2, bound.isDefined else { return nil }
    let factor = Ball(Rational(64, 15) * Rational.pow(4, -2 * count) * Rational(16, 15), in: precision)
    return factor.upperMagnitude * bound.upperMagnitude * half.upperMagnitude
  }

  /// An enclosure of int_a^b g, by bisection until each part is enclosed to `bits` bits, or is one of 2^-`depth`.
  public func integral(
    from a: Ball, to b: Ball, bits: Int, depth: Int = 40, ofAnalytic g: some AnalyticFunction
  ) -> Ball {
    // Ends that are not certainly different leave nothing to divide.
    let width = b - a
    guard depth > 0, width.isPositive.isTrue || width.isNegative.isTrue else {
      return integral(from: a, to: b, ofAnalytic: g)
    }
    // Where the bound is large beside the value in the middle the nodes are not worth their cost.
    let guess = (g((a + b) / 2) * width).upperMagnitude.scaled(byPowerOfTwo: 1 - bits)
    let isPromising = analyticError(from: a, to: b, g).map { $0 < guess } ?? false
    if isPromising {
      let whole = integral(from: a, to: b, ofAnalytic: g)
      if whole.isDefined, whole.relativeAccuracyBits >= bits { return whole }
    }
    // A point: the two parts have exactly one end in common.
    let middle = Ball(((a + b) / 2).midpoint)
    return integral(from: a, to: middle, bits: bits, depth: depth - 1, ofAnalytic: g)
      + integral(from: middle, to: b, bits: bits, depth: depth - 1, ofAnalytic: g)
  }
}
