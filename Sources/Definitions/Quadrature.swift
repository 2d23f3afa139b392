import Arithmetic

/// The Gauss-Legendre rule on [-1, 1], its nodes and weights enclosed.
///
///     int_a^b g = (b - a)/2 sum_i weight_i g(midpoint + (b - a)/2 node_i) + R,
///     |R| <= (b - a)^(2n+1) (n!)^4/((2n + 1) ((2n)!)^3) max |g^(2n)|
///
/// - Source: Abramowitz, Stegun, 25.4.30.
public struct GaussLegendre: Sendable {
  public let nodes: [Ball]
  public let weights: [Ball]
  /// (n!)^4/((2n + 1) ((2n)!)^3).
  let remainderFactor: Ball
  public let precision: Precision

  public var count: Int { nodes.count }

  /// The rule with `count` nodes, the zeros of the Legendre polynomial P_n: each is found by Newton's method and then
  /// enclosed between two points at which P_n certainly has opposite signs.
  public init(count n: Int, precision: Precision) {
    precondition(n >= 1)
    self.precision = precision
    let working = precision.adding(guardBits: 64)
    var nodes: [Ball] = []
    var weights: [Ball] = []
    for i in 1...n {
      let angle = Double.pi * (Double(i) - 0.25) / (Double(n) + 0.5)
      var x = BigFloat(Double.cos(angle), in: working)
      for _ in 0..<(4 + precision.bits.bitWidth - precision.bits.leadingZeroBitCount) {
        let (value, derivative) = legendre(n, at: x)
        x = x - value / derivative
      }
      let node = enclosure(ofZeroNear: x, degree: n, precision: precision)
      let derivative = legendre(n, at: node).derivative
      nodes.append(node)
      weights.append(2 / ((1 - node * node) * derivative * derivative))
    }
    self.nodes = nodes
    self.weights = weights
    let exact = Rational.pow(factorial(n), 4) / (IntegerConstant(2 * n + 1) * Rational.pow(factorial(2 * n), 3))
    remainderFactor = Ball(exact, in: precision)
  }

  /// An enclosure of int_a^b g.
  ///
  /// - Parameters:
  ///   - derivativeBound: an upper bound of |g^(2n)| on [a, b].
  public func integral(from a: Ball, to b: Ball, derivativeBound: Ball, of g: (Ball) -> Ball) -> Ball {
    let half = (b - a) / 2
    let middle = (a + b) / 2
    var sum = Ball(0, in: precision)
    for (node, weight) in zip(nodes, weights) { sum = sum.addingProduct(weight, g(middle.addingProduct(half, node))) }
    return half * sum + remainder(from: a, to: b, derivativeBound: derivativeBound).symmetricHull
  }

  /// The bound of |R|.
  public func remainder(from a: Ball, to b: Ball, derivativeBound: Ball) -> Ball {
    Ball.pow(b - a, 2 * count + 1) * remainderFactor * derivativeBound
  }

  /// An enclosure of int_0^T g for a g that decays: panels grow as the derivative bound shrinks.
  ///
  /// - Parameters:
  ///   - end: T.
  ///   - tolerance: the remainder accepted in each panel; the enclosure is rigorous whatever it is.
  ///   - firstPanel: the length first tried.
  ///   - derivativeBound: an upper bound of |g^(k)| on [t, T], decreasing in t, for k = 2 `count`.
  public func integral(
    upTo end: Double, tolerance: Ball, firstPanel: Double, derivativeBound: (_ order: Int, _ t: Ball) -> Ball,
    of g: (Ball) -> Ball
  ) -> Ball {
    var sum = Ball(0, in: precision)
    var start = 0.0
    var length = firstPanel
    while start < end {
      var stop = min(start + length, end)
      let bound = derivativeBound(2 * count, Ball(start, in: precision))
      // Twenty halvings make the panel 10^-6 of the first; the remainder is added whatever it is.
      for _ in 0..<20 {
        let remainder = self.remainder(
          from: Ball(start, in: precision), to: Ball(stop, in: precision), derivativeBound: bound)
        if remainder.isAtMost(tolerance).isTrue { break }
        length /= 2
        stop = min(start + length, end)
      }
      sum =
        sum + integral(from: Ball(start, in: precision), to: Ball(stop, in: precision), derivativeBound: bound, of: g)
      start = stop
      length *= 2
    }
    return sum
  }
}

extension Ball {
  /// [-|x|, |x|].
  public var symmetricHull: Ball {
    let bound = magnitude.upper
    return Ball(lower: -bound, upper: bound)
  }

  /// The hull [x, y] of two enclosures, x the lower.
  public static func hull(_ x: Ball, _ y: Ball) -> Ball {
    Ball(lower: min(x.lower, y.lower), upper: max(x.upper, y.upper))
  }
}

/// P_n(x) and P_n'(x), by the three-term recurrence; x not 1 or -1.
private func legendre<A: Arithmetic>(_ n: Int, at x: A) -> (value: A, derivative: A) {
  var previous = A(1, in: x.context)
  var current = x
  for k in stride(from: 2, through: n, by: 1) {
    let next = (IntegerConstant(2 * k - 1) * x * current - IntegerConstant(k - 1) * previous) / IntegerConstant(k)
    previous = current
    current = next
  }
  return (current, IntegerConstant(n) * (x * current - previous) / (x * x - 1))
}

/// An interval around `x` at the ends of which P_n has certainly different signs, so that it contains a zero.
private func enclosure(ofZeroNear x: BigFloat, degree n: Int, precision: Precision) -> Ball {
  let working = precision.adding(guardBits: 64)
  var radius = BigFloat.pow(BigFloat(2, in: working), -precision.bits - 4)
  // The zeros are at least 1/n^2 apart, and the interval stays far below that.
  for _ in 0..<32 {
    let ends = [x - radius, x + radius].map { legendre(n, at: Ball(lower: $0, upper: $0)).value }
    if (ends[0] * ends[1]).isNegative.isTrue { return Ball(lower: x - radius, upper: x + radius) }
    radius = radius * 4
  }
  return Ball.indeterminate(in: precision)
}

private func factorial(_ n: Int) -> Rational {
  stride(from: 2, through: n, by: 1).reduce(Rational(1, 1)) { $0 * Rational($1, 1) }
}
