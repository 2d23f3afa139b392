import CMultiprecision

/// A binary floating-point format of fixed size: what a stored tensor or a kernel's register holds.
///
/// Its numbers are m 2^k with an integer |m| < 2^significandBits and k >= minimumExponent - significandBits + 1, below
/// 2^(maximumExponent + 1) in magnitude; and two infinities and NaN. Exponents are those of IEEE 754: 1 <= |x|/2^e < 2.
/// ``float8E4M3`` alone has no infinities and one significand fewer at the largest exponent, which is its NaN; what is
/// rounded beyond its range is infinite here all the same.
public struct FloatFormat: Hashable, Sendable, CustomStringConvertible {
  /// The name in IEEE 754, or the common one.
  public let name: String
  /// The bits of the significand, the implicit leading one included.
  public let significandBits: Int
  /// The exponent of the largest finite numbers.
  public let maximumExponent: Int
  /// The exponent of the least normal number.
  public let minimumExponent: Int
  /// How many significands of the largest exponent, from the largest on, are not numbers.
  let reservedSignificands: Int

  /// - Parameter minimumExponent: 1 - maximumExponent, as in IEEE 754, where nothing is said.
  private init(
    _ name: String, significandBits: Int, maximumExponent: Int, minimumExponent: Int? = nil,
    reservedSignificands: Int = 0
  ) {
    self.name = name
    self.significandBits = significandBits
    self.maximumExponent = maximumExponent
    self.minimumExponent = minimumExponent ?? 1 - maximumExponent
    self.reservedSignificands = reservedSignificands
  }

  public static let binary16 = FloatFormat("binary16", significandBits: 11, maximumExponent: 15)
  public static let bfloat16 = FloatFormat("bfloat16", significandBits: 8, maximumExponent: 127)
  public static let binary32 = FloatFormat("binary32", significandBits: 24, maximumExponent: 127)
  public static let binary64 = FloatFormat("binary64", significandBits: 53, maximumExponent: 1023)
  /// The eight-bit format of the Open Compute Project with four bits of exponent: numbers up to 448 and no infinities.
  public static let float8E4M3 = FloatFormat(
    "float8 E4M3", significandBits: 4, maximumExponent: 8, minimumExponent: -6, reservedSignificands: 1)
  /// The eight-bit format of the Open Compute Project with five bits of exponent, a binary16 cut short.
  public static let float8E5M2 = FloatFormat("float8 E5M2", significandBits: 3, maximumExponent: 15)
  /// The formats that this package converts to and from, by size.
  public static let all: [FloatFormat] = [.bfloat16, .binary16, .binary32, .binary64]

  public var description: String { name }
  /// The precision of a `BigFloat` that holds every number of the format.
  public var precision: Precision { Precision(bits: significandBits) }
  /// The unit roundoff u = 2^-significandBits: rounding to nearest, without underflow and overflow, has a relative
  /// error of at most u/(1 + u).
  public var unitRoundoff: Rational { Rational.pow(2, -significandBits) }
  /// The exponent of the least positive number, which is subnormal.
  public var leastExponent: Int { minimumExponent - significandBits + 1 }
  /// The least positive number, 2^leastExponent.
  public var leastNonzero: BigFloat { BigFloat.powerOfTwo(leastExponent, in: precision) }
  /// The least positive normal number, 2^minimumExponent.
  public var leastNormal: BigFloat { BigFloat.powerOfTwo(minimumExponent, in: precision) }
  /// The largest finite number, (2 - 2^(1 - significandBits)) 2^maximumExponent; 448 of ``float8E4M3``.
  public var largestFinite: BigFloat {
    (0...reservedSignificands).reduce(BigFloat.powerOfTwo(maximumExponent + 1, in: precision)) { x, _ in x.nextDown }
  }

  /// A nonzero finite number in this format, rounded once.
  ///
  /// Below the normal range the spacing of the format is fixed, so that fewer bits are left: the number is rounded to
  /// as many bits as it has above 2^leastExponent. Rounding first to the full significand would round twice.
  /// - Parameters:
  ///   - exponent: e, where 2^(e - 1) <= |x| < 2^e.
  ///   - value: x, rounded to the precision and in the mode given.
  func round(
    exponent: Int, isNegative: Bool, _ rounding: RoundingMode, _ value: (Precision, RoundingMode) -> BigFloat
  ) -> BigFloat {
    let bits = min(significandBits, exponent - leastExponent)
    guard bits >= 2 else { return roundNearLeast(exponent, isNegative, rounding, value) }
    let result = value(Precision(bits: bits), rounding).rounded(to: precision)
    let isReserved = reservedSignificands > 0 && result.magnitude > largestFinite
    guard isReserved || result.isInfinite || result.exponent > maximumExponent + 1 else { return result }
    return overflow(isNegative: isNegative, rounding)
  }

  private func overflow(isNegative: Bool, _ rounding: RoundingMode) -> BigFloat {
    let staysFinite =
      switch rounding {
      case .toNearestEven, .awayFromZero: false
      case .towardZero: true
      case .up: isNegative
      case .down: !isNegative
      }
    let magnitude = staysFinite ? largestFinite : BigFloat.infinity(in: precision)
    return isNegative ? -magnitude : magnitude
  }

  /// A number below 2 least: 0, least, or 2 least. Precisions below 2 are not `Precision`s, so the choice is made here.
  private func roundNearLeast(
    _ exponent: Int, _ isNegative: Bool, _ rounding: RoundingMode, _ value: (Precision, RoundingMode) -> BigFloat
  ) -> BigFloat {
    // Two bits, and whether they are all of it: x = (1.0 or 1.1 binary) 2^(exponent - 1), or more.
    let magnitude = value(2, .towardZero).magnitude
    let isExact = value(2, .awayFromZero).magnitude == magnitude
    let below = exponent > leastExponent ? leastNonzero : BigFloat(0, in: precision)
    let above = below + leastNonzero
    let middle = below + BigFloat.powerOfTwo(leastExponent - 1, in: precision)
    let result: BigFloat
    if isExact && magnitude == below {
      result = below
    } else {
      switch rounding {
      case .towardZero: result = below
      case .awayFromZero: result = above
      case .up: result = isNegative ? below : above
      case .down: result = isNegative ? above : below
      case .toNearestEven:
        // At the middle: 0 is even, least is odd, 2 least is even.
        let isTie = isExact && magnitude == middle
        result = isTie ? (below.isZero ? below : above) : magnitude < middle ? below : above
      }
    }
    return isNegative ? -result : result
  }
}
