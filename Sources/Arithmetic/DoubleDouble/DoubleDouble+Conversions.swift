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

  /// "high + low +/- radius".
  public var description: String { "\(high) + \(low) +/- \(radius)" }
}
