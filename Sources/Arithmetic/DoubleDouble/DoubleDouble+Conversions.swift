extension DoubleDouble {
  /// Encloses `value`: its two leading doubles, with the rest, rounded up, as the radius.
  public init(_ value: Rational, in context: Intrinsic = Intrinsic()) {
    let high = value.double()
    guard high.isFinite else {
      self = .indeterminate
      return
    }
    let rest = value - Rational(exactly: high)
    let low = rest.double()
    self.init(high, low, radius: abs((rest - Rational(exactly: low)).double(rounding: .awayFromZero)))
  }

  /// Encloses `value`; a NaN or an infinity is indeterminate.
  public init(_ value: BigFloat) { self.init(value, radius: 0) }

  private init(_ value: BigFloat, radius: Double) {
    let high = value.double()
    guard high.isFinite else {
      self = .indeterminate
      return
    }
    // Both differences are exact: their bits lie among those of `value`, or of a double below it.
    let precision = value.precision.adding(guardBits: 64)
    let rest = BigFloat.subtract(value, BigFloat(exactly: high), in: precision, rounding: .awayFromZero)
    let low = rest.double()
    let missing = BigFloat.subtract(rest, BigFloat(exactly: low), in: precision, rounding: .awayFromZero)
    let error = abs(missing.double(rounding: .awayFromZero))
    self.init(high, low, radius: error == 0 ? radius : (radius + error).nextUp)
  }

  /// Encloses every number of `ball`.
  public init(_ ball: Ball) { self.init(ball.midpoint, radius: ball.radius.double) }

  /// The midpoint, exactly: in the bits that its two doubles span, and at least 107.
  public var exactMidpoint: BigFloat {
    guard isDefined else { return .nan(in: .reference) }
    let span = low == 0 || high == 0 ? 0 : Int(high.exponent - low.exponent) + Double.significandBitCount + 2
    let precision = Precision(bits: max(2 * Double.significandBitCount + 3, span))
    return BigFloat.add(BigFloat(exactly: high), BigFloat(exactly: low), in: precision, rounding: .toNearestEven)
  }

  /// "midpoint +/- radius".
  public var description: String { Ball(self).description }
}

extension Ball {
  /// The same enclosure, exactly.
  public init(_ value: DoubleDouble) {
    guard value.isDefined else {
      self = .indeterminate(in: .reference)
      return
    }
    self.init(midpoint: value.exactMidpoint, radius: Magnitude(value.radius))
  }
}
