/// How simple a number is for people: the order in which shrinking prefers floating-point numbers.
///
/// A finite number is described in bits by the shortest of three notations. With e = floor(log2 |x|), s the number of
/// bits from the first to the last one of its significand, and f the number of fractional bits,
///
/// - integer, where f = 0: e + 1 bits, none for zero;
/// - fixed point, where f > 0: 8 + max(0, e + 1) + f bits;
/// - hexadecimal, ±0x1.8p13: 16 + s + bits(|e|) bits.
///
/// A number is simpler than another if its description is shorter; of equally long ones an integer comes first, then
/// the one of smaller |e|, then of smaller significand, then the positive one. Infinities follow all finite numbers,
/// and NaN follows those. So 0, -0, 1, -1, 2, 3, ... come first, then 1/2 (9 bits, behind 511), 1/4 and 3/2 (10);
/// 2^1000 (27) is simpler than 0.1 (63), and that simpler than 0x1.23456789abcdep1000 (78). The marks 8 and 16 stand
/// for what the point and the exponent cost a reader. The order is well-founded: below any number there are finitely
/// many.
extension Double {
  /// The bits of the shortest description of a finite number.
  var descriptionLength: Int {
    guard self != 0 else { return 0 }
    let leading = Int(exponent)
    let significant = significandWidth + 1
    let fractional = Swift.max(0, significant - 1 - leading)
    let hexadecimal = 16 + significant + Int.bitWidth - abs(leading).leadingZeroBitCount
    let plain = fractional == 0 ? leading + 1 : 8 + Swift.max(0, leading + 1) + fractional
    return Swift.min(plain, hexadecimal)
  }

  /// The place in the order of simplicity.
  var simplicity: Rank {
    let isNegative: UInt64 = sign == .minus ? 1 : 0
    if isNaN { return Rank(high: 1 << 41, low: bitPattern) }
    if isInfinite { return Rank(high: 1 << 40, low: isNegative) }
    let isFraction: UInt64 = self != rounded(.towardZero) ? 1 : 0
    let scale = self == 0 ? 0 : exponent
    return Rank(
      high: UInt64(descriptionLength) << 12 | isFraction << 11 | UInt64(scale.magnitude),
      low: significand.significandBitPattern << 2 | (scale < 0 ? 2 : 0) | isNegative)
  }
}

extension FloatDomain {
  /// The simplest finite number of the range.
  public var simplest: Double {
    if contains(0) { return 0 }
    if contains(1) { return 1 }
    if contains(-1) { return -1 }
    return lower > 0
      ? FloatDomain.simplest(from: lower, through: upper) : -FloatDomain.simplest(from: -upper, through: -lower)
  }

  /// The simplest number of a positive range without 1: one of the bounds rounded into it, to few bits or to a multiple
  /// of a power of two, or a power of two whose exponent has few bits.
  private static func simplest(from lower: Double, through upper: Double) -> Double {
    var best = lower.simplicity < upper.simplicity ? lower : upper
    func consider(_ value: Double) {
      if lower <= value && value <= upper && value.simplicity < best.simplicity { best = value }
    }
    for bits in 0...52 {
      consider(lower.rounded(toBits: bits + 1, .up))
      consider(upper.rounded(toBits: bits + 1, .down))
      consider(lower.rounded(toFractionBits: bits, .up))
    }
    for bits in 1...10 { consider(Double(sign: .plus, exponent: 1 - (1 << bits), significand: 1)) }
    return best
  }
}

extension Double {
  /// The number rounded to `count` >= 1 significant bits.
  func rounded(toBits count: Int, _ rule: FloatingPointRoundingRule) -> Double {
    guard isFinite, self != 0, significandWidth >= count else { return self }
    return rounded(toFractionBits: count - 1 - Int(exponent), rule)
  }

  /// The number rounded to a multiple of 2^-count.
  func rounded(toFractionBits count: Int, _ rule: FloatingPointRoundingRule) -> Double {
    guard isFinite, self != 0, significandWidth - Int(exponent) > count else { return self }
    // Scaling is exact both ways, but for the overflow of a carry, because bits are only taken away.
    let scaled = Double(sign: .plus, exponent: count / 2, significand: self)
    let integer = Double(sign: .plus, exponent: count - count / 2, significand: scaled).rounded(rule)
    let unscaled = Double(sign: .plus, exponent: -(count / 2), significand: integer)
    return Double(sign: .plus, exponent: count / 2 - count, significand: unscaled)
  }
}
