import CMultiprecision

extension Ball {
  /// True where every number of self is less than every number of `other`, false where none is, else undecided.
  ///
  /// Points are compared exactly. For intervals the gap of the midpoints is compared with the sum of the radii, which is
  /// rounded against the decision by at most a factor 1 + 2^-51.
  public func isLess(than other: Ball) -> Truth {
    guard isDefined, other.isDefined else { return .undecided }
    let reach = radius + other.radius
    if midpoint < other.midpoint {
      return Self.gap(midpoint, other.midpoint) > reach || reach.isZero ? .true : .undecided
    }
    return Self.gap(midpoint, other.midpoint) >= reach ? .false : .undecided
  }

  /// True for equal points, false for disjoint balls, else undecided.
  public func isEqual(to other: Ball) -> Truth {
    guard isDefined, other.isDefined else { return .undecided }
    if isPoint, other.isPoint { return Truth(midpoint == other.midpoint) }
    return Self.gap(midpoint, other.midpoint) > radius + other.radius ? .false : .undecided
  }

  /// A lower bound of |x - y|; 0 only where x = y.
  private static func gap(_ x: BigFloat, _ y: BigFloat) -> Magnitude {
    Magnitude(lowerBoundOf: BigFloat.subtract(x, y, in: 64, rounding: .towardZero))
  }

  /// The midpoint's nearest `Double`.
  public var approximation: Double { midpoint.double() }

  /// m - r, rounded down to this ball's precision; NaN where indeterminate.
  public var lower: BigFloat {
    isDefined ? BigFloat.subtract(midpoint, radius.bigFloat, in: context, rounding: .down) : midpoint
  }

  /// m + r, rounded up to this ball's precision; NaN where indeterminate.
  public var upper: BigFloat {
    isDefined ? BigFloat.add(midpoint, radius.bigFloat, in: context, rounding: .up) : midpoint
  }

  /// Whether |value - m| <= r, exactly. The indeterminate ball contains every number; none contains NaN or an infinity.
  public func contains(_ value: BigFloat) -> Bool {
    guard value.isFinite else { return false }
    guard isDefined else { return true }
    return isWithinRadius { distance in
      value.withUnsafe { x in midpoint.withUnsafe { mpfr_sub(distance, x, $0, MPFR_RNDZ) } }
    }
  }

  /// Whether |value - m| <= r, exactly. The indeterminate ball contains every number; none contains 0/0.
  public func contains(_ value: Rational) -> Bool {
    guard value.isDefined else { return false }
    guard isDefined else { return true }
    return isWithinRadius { distance in
      midpoint.withUnsafe { m in value.withUnsafe { mpfr_sub_q(distance, m, $0, MPFR_RNDZ) } }
    }
  }

  /// Whether a distance is at most the radius, a number of 53 bits. `chop` writes the distance chopped to 64 bits and
  /// returns the ternary value. Chopped further to 53 bits, it is less than the radius exactly if the distance is; where
  /// the two are equal, the distance must have lost nothing.
  private func isWithinRadius(_ chop: (mpfr_ptr) -> Int32) -> Bool {
    var isExact = false
    let distance = BigFloat(64) { isExact = chop($0) == 0 }
    if distance.isZero { return isExact || radius >= .powerOfTwo(BigFloat.minimumExponent - 1) }
    let size = Magnitude(lowerBoundOf: distance)
    if size != radius { return size < radius }
    return isExact && distance.significantBits <= 53
  }

  /// Whether the balls have a number in common, as far as is known: false only where they certainly have not.
  public func overlaps(_ other: Ball) -> Bool { !isEqual(to: other).isFalse }

  /// Whether every number of `other` is one of self, decided with radii rounded against it.
  public func contains(_ other: Ball) -> Bool {
    guard isDefined else { return true }
    return other.isDefined && Self.distance(midpoint, other.midpoint) + other.radius <= radius
  }

  /// The least ball known to contain both.
  public func union(_ other: Ball) -> Ball {
    let precision = max(context, other.context)
    guard isDefined, other.isDefined else { return .indeterminate(in: precision) }
    let (x, y) = (ends, other.ends)
    return Ball(lower: min(x.lower, y.lower), upper: max(x.upper, y.upper), in: precision)
  }

  /// The larger one; where that is not decided, the ball from the larger lower end to the larger upper end.
  public static func maximum(_ x: Ball, _ y: Ball) -> Ball { extremum(x, y, y.isLess(than: x), max) }

  /// The smaller one; where that is not decided, the ball from the smaller lower end to the smaller upper end.
  public static func minimum(_ x: Ball, _ y: Ball) -> Ball { extremum(x, y, x.isLess(than: y), min) }

  private static func extremum(
    _ x: Ball, _ y: Ball, _ isFirst: Truth, _ choose: (BigFloat, BigFloat) -> BigFloat
  ) -> Ball {
    let precision = max(x.context, y.context)
    guard x.isDefined, y.isDefined else { return .indeterminate(in: precision) }
    switch isFirst {
    case .true: return x
    case .false: return y
    case .undecided:
      let (first, second) = (x.ends, y.ends)
      return Ball(
        lower: choose(first.lower, second.lower), upper: choose(first.upper, second.upper), in: precision)
    }
  }
}
