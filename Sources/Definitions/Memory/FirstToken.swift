import Arithmetic

/// The first of one-dimensional tokens that pass through infinitely many layers of a selective model without
/// normalization, the depth as time t:
///
///     x' = mu softplus(S x) x^3.
///
/// The time between two positions of one sign is the quadrature t = int dx/(mu softplus(S x) x^3).
///
/// - Source: Vo et al., arXiv 2410.03292, section 4, for one token.
public struct FirstToken: Sendable {
  /// mu, the product of the input and output projections; not 0.
  public let gain: Rational
  /// S, of the step size.
  public let slope: Rational

  public init(gain: Rational, slope: Rational) {
    self.gain = gain
    self.slope = slope
  }

  /// mu softplus(S x) x^3.
  public func velocity<A: ElementaryArithmetic>(_ x: A) -> A {
    A(gain, in: x.context) * A.softplus(A(slope, in: x.context) * x) * A.pow(x, 3)
  }

  /// 1/x'.
  private struct Slowness: AnalyticFunction {
    let token: FirstToken
    func callAsFunction<A: ElementaryArithmetic>(_ x: A) -> A where A.Context == Precision { 1 / token.velocity(x) }
  }

  /// The time from one position to another, both positive; negative where the flow goes the other way.
  ///
  /// - Parameter rule: with 16 nodes or more each part is enclosed to 48 bits.
  public func time(from start: Ball, to end: Ball, rule: GaussLegendre) -> Ball {
    rule.integral(from: start, to: end, bits: 48, ofAnalytic: Slowness(token: self))
  }

  /// The time in which a position x > 0 becomes infinite, for mu > 0 and S >= 0: where S = 0 it is 1/(2 mu log 2 x^2),
  /// else the time to X with S X = 60 and
  ///
  ///     1/(3 mu X^3 (S + e^(-S X)/X)) <= the rest <= 1/(3 mu S X^3),
  ///
  /// as S x <= softplus(S x) <= S x + e^(-S X) from X on.
  public func blowUpTime(from start: Ball, rule: GaussLegendre) -> Ball {
    precondition(gain > 0 && slope >= 0, "only these blow up")
    let precision = start.context
    let (mu, s) = (Ball(gain, in: precision), Ball(slope, in: precision))
    guard slope != 0 else { return 1 / (2 * mu * Ball.log(Ball(2, in: precision)) * start * start) }
    let far = Ball.maximum(60 / s, start)
    let cube = 3 * mu * Ball.pow(far, 3)
    let rest = Ball.hull(1 / (cube * (s + Ball.exp(-s * far) / far)), 1 / (cube * s))
    return time(from: start, to: far, rule: rule) + rest
  }

  /// The position at a time t >= 0 before a blow-up, enclosed between two positions that are passed before and after t.
  ///
  /// - Parameter guess: a position near it, from which Newton's method starts.
  /// - Returns: nil where that does not succeed.
  public func position(after t: Ball, from start: Ball, guess: Ball, rule: GaussLegendre) -> Ball? {
    var x = Ball(guess.midpoint)
    var reached = time(from: start, to: x, rule: rule)
    for _ in 0..<12 {
      let step = Ball(((t - reached) * velocity(x)).midpoint)
      let next = Ball((x + step).midpoint)
      guard next.isPositive.isTrue else { return nil }
      reached = reached + time(from: x, to: next, rule: rule)
      x = next
      if (step / x).magnitude.isLess(than: Ball(0x1p-50, in: t.context)).isTrue { break }
    }
    // x(t) increases with t where mu > 0, else decreases.
    let width = x * Ball(0x1p-45, in: t.context)
    let (below, above) = (x - width, x + width)
    let early = reached + time(from: x, to: gain > 0 ? below : above, rule: rule)
    let late = reached + time(from: x, to: gain > 0 ? above : below, rule: rule)
    return early.isLess(than: t).isTrue && t.isLess(than: late).isTrue ? Ball.hull(below, above) : nil
  }
}
