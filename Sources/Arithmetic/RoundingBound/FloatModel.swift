/// What a rounding-error analysis assumes of a float format and of its functions.
///
/// A product, a quotient and a fused product return z (1 + d) + e with |d| <= u, and |e| <= eta where they underflow;
/// so do functions, with the errors of ``functions`` in place of u. A sum returns z (1 + d), for it cannot underflow
/// inexactly, unless subnormal numbers are flushed to 0: then it has an eta too. Nothing is assumed of an overflow.
public struct FloatModel: Hashable, Sendable, CustomStringConvertible {
  /// u: half the distance of 1 to the next larger number.
  public let unitRoundoff: Double
  /// eta, what an underflow may lose: half the least positive number, or the least normal one where subnormal numbers
  /// are flushed to 0.
  public let underflow: Double
  /// What a sum may lose: eta where subnormal numbers are flushed to 0. Otherwise nothing but what the analysis itself
  /// may lose of numbers that small.
  let sumUnderflow: Double
  /// The least normal number.
  public let leastNormal: Double
  /// The largest finite number.
  public let largest: Double
  /// The errors of the functions.
  public var functions: FunctionErrors

  /// - Parameters:
  ///   - significandBits: the bits of a significand, the leading one included, 2 ... 53: u = 2^-significandBits.
  ///   - leastExponent: of the least normal number, at least -1022.
  ///   - largest: the largest finite number; that of an IEEE format, if it is not given.
  ///   - flushesSubnormals: whether subnormal numbers may be flushed to 0.
  public init(
    significandBits: Int, leastExponent: Int, largest: Double? = nil, flushesSubnormals: Bool = true,
    functions: FunctionErrors = .library
  ) {
    func power(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
    unitRoundoff = power(-significandBits)
    leastNormal = power(leastExponent)
    underflow = flushesSubnormals ? leastNormal : power(max(leastExponent - significandBits, -1022))
    sumUnderflow = flushesSubnormals ? leastNormal : 0x1p-1022
    self.largest = largest ?? (2 - 2 * unitRoundoff) * power(1 - leastExponent)
    self.functions = functions
  }

  /// IEEE binary64, flushing or not.
  public static let double = FloatModel(significandBits: 53, leastExponent: -1022)
  /// IEEE binary32, flushing or not.
  public static let single = FloatModel(significandBits: 24, leastExponent: -126)
  /// TensorFloat-32: 11 bits in the range of binary32.
  public static let tensorFloat32 = FloatModel(significandBits: 11, leastExponent: -126)
  /// IEEE binary16 with its subnormal numbers, which its range cannot do without.
  public static let half = FloatModel(significandBits: 11, leastExponent: -14, flushesSubnormals: false)
  /// bfloat16, flushing or not.
  public static let bfloat16 = FloatModel(significandBits: 8, leastExponent: -126)
  /// The 8-bit format E4M3 without infinities, whose largest number is 448.
  public static let float8E4M3 = FloatModel(
    significandBits: 4, leastExponent: -6, largest: 448, flushesSubnormals: false)
  /// The 8-bit format E5M2.
  public static let float8E5M2 = FloatModel(significandBits: 3, leastExponent: -14, flushesSubnormals: false)

  /// "24 bits, least normal number 2^-126".
  public var description: String {
    "\(-Int(unitRoundoff.exponent)) bits, least normal number 2^\(Int(leastNormal.exponent))"
  }

  /// Whether `value` is a number of the format: one that conversion does not change.
  public func holds(_ value: Double) -> Bool {
    guard value.isFinite, abs(value) <= largest else { return false }
    if value == 0 { return true }
    guard value.isNormal, abs(value) >= leastNormal else {
      // A subnormal number may be flushed; those that stay are the multiples of 2 eta.
      return underflow < leastNormal && (value / (2 * underflow)).rounded() * (2 * underflow) == value
    }
    let missingBits = Double.significandBitCount + 1 + Int(unitRoundoff.exponent)
    return value.significandBitPattern.trailingZeroBitCount >= missingBits
  }

  /// Whether every number of this format is one of `other`, up to underflow.
  func isContained(in other: FloatModel) -> Bool {
    unitRoundoff >= other.unitRoundoff && largest <= other.largest && leastNormal >= other.leastNormal
      && underflow >= other.underflow
  }

  /// What a function may lose by underflow: as many units in the last place of a subnormal number as of a normal one.
  func underflow(of function: RoundedFunction) -> Double {
    underflow == leastNormal ? underflow : underflow * max(functions[function].relative, 1)
  }
}
