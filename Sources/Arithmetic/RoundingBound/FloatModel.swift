/// What a rounding-error analysis assumes of a float format and its functions.
///
/// Every operation +, -, *, / and fma returns z (1 + d) + e with |d| <= u, and |e| <= eta where a product, quotient or
/// function underflows: so do all IEEE formats rounding to nearest, with or without flushing subnormal numbers to 0.
public struct FloatModel: Hashable, Sendable {
  /// u: half the distance of 1 to the next larger number.
  public let unitRoundoff: Double
  /// eta: the least normal number, which is what flushing to 0 may lose.
  public let underflow: Double
  /// The relative error of an elementary function, in units of u.
  public let functionError: Double

  /// - Parameters:
  ///   - significandBits: the bits of a significand, the leading one included: u = 2^-significandBits.
  ///   - leastExponent: of the least normal number.
  ///   - functionError: 4, two units in the last place, covers the mathematical libraries in use.
  public init(significandBits: Int, leastExponent: Int, functionError: Double = 4) {
    unitRoundoff = Double(sign: .plus, exponent: -significandBits, significand: 1)
    underflow = Double(sign: .plus, exponent: leastExponent, significand: 1)
    self.functionError = functionError
  }

  /// IEEE binary32.
  public static let single = FloatModel(significandBits: 24, leastExponent: -126)
  /// IEEE binary16.
  public static let half = FloatModel(significandBits: 11, leastExponent: -14)
  /// bfloat16.
  public static let bfloat16 = FloatModel(significandBits: 8, leastExponent: -126)

  /// Whether `value` has no more bits than a significand.
  func holds(_ value: Double) -> Bool {
    let missingBits = Double.significandBitCount + 1 + Int(unitRoundoff.exponent)
    return value.isFinite && value.significandBitPattern.trailingZeroBitCount >= missingBits
  }
}
