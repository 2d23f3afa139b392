extension FloatFormat {
  /// `x` rounded to this format, to nearest, ties to even: infinite beyond its range, subnormal numbers included. A NaN
  /// and the infinities stay as they are.
  public func rounded(_ x: Double) -> Double {
    guard x.isFinite, x != 0, significandBits < 53 else { return x }
    // The spacing of the format's numbers near x; dividing by a power of two is exact, the quotient's range being
    // ample.
    let exponent = max(Int(x.exponent), minimumExponent) - significandBits + 1
    let spacing = Double(sign: .plus, exponent: exponent, significand: 1)
    let result = (x / spacing).rounded(.toNearestOrEven) * spacing
    return abs(result) > largestFiniteDouble ? (x < 0 ? -.infinity : .infinity) : result
  }

  /// Whether the format holds `x` exactly; it holds NaN and the infinities.
  public func holds(_ x: Double) -> Bool { !x.isFinite || rounded(x) == x }

  /// u = 2^-significandBits.
  public var unitRoundoffDouble: Double { Double(sign: .plus, exponent: -significandBits, significand: 1) }

  /// The distance between the numbers of this format next to x: one unit in the last place of x.
  public func unitInTheLastPlace(_ x: Double) -> Double {
    let exponent = x == 0 ? minimumExponent : max(Int(x.exponent), minimumExponent)
    return Double(sign: .plus, exponent: max(exponent - significandBits + 1, -1074), significand: 1)
  }

  /// The largest finite number, which a `Double` holds.
  private var largestFiniteDouble: Double {
    Double(
      sign: .plus, exponent: maximumExponent,
      significand: 2 - Double(1 + reservedSignificands)
        * Double(sign: .plus, exponent: 1 - significandBits, significand: 1))
  }
}
