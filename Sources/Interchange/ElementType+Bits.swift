/// A binary floating-point interchange encoding no wider than `Double`, spelled out in bits.
///
/// The conversions are done on bit patterns, not by the processor: they are exact for every value, subnormals
/// included, and carry a NaN's sign, quiet bit and payload over unchanged, where an instruction would quiet it.
/// They also need no hardware type, which BF16 has not and F16 has only on some platforms.
struct FloatEncoding: Sendable {
  /// The number of exponent bits.
  let exponentBits: Int

  /// The number of stored significand bits.
  let fractionBits: Int

  static let binary16 = FloatEncoding(exponentBits: 5, fractionBits: 10)
  static let bfloat16 = FloatEncoding(exponentBits: 8, fractionBits: 7)
  static let binary32 = FloatEncoding(exponentBits: 8, fractionBits: 23)

  private var bias: Int { (1 << (exponentBits - 1)) - 1 }
  private var exponentMask: UInt64 { (1 << UInt64(exponentBits)) - 1 }
  private var fractionMask: UInt64 { (1 << UInt64(fractionBits)) - 1 }

  /// The number that `bits` encodes, exactly.
  func decode(_ bits: UInt64) -> Double {
    let sign = (bits >> UInt64(exponentBits + fractionBits)) & 1
    let exponent = (bits >> UInt64(fractionBits)) & exponentMask
    let fraction = bits & fractionMask
    if exponent == exponentMask {
      return Double(bitPattern: sign << 63 | 0x7FF << 52 | fraction << UInt64(52 - fractionBits))
    }
    let magnitude =
      exponent == 0
      ? Double(sign: .plus, exponent: 1 - bias - fractionBits, significand: Double(fraction))
      : Double(bitPattern: UInt64(Int(exponent) - bias + 1023) << 52 | fraction << UInt64(52 - fractionBits))
    return sign == 1 ? -magnitude : magnitude
  }

  /// The bits that encode `value`, or nil where this encoding does not hold it exactly.
  func encode(_ value: Double) -> UInt64? {
    let pattern = value.bitPattern
    let sign = (pattern >> 63) << UInt64(exponentBits + fractionBits)
    let exponent = Int((pattern >> 52) & 0x7FF)
    let fraction = pattern & ((1 << 52) - 1)
    let dropped = UInt64(52 - fractionBits)
    if exponent == 0x7FF {
      guard fraction & ((1 << dropped) - 1) == 0 else { return nil }
      return sign | exponentMask << UInt64(fractionBits) | fraction >> dropped
    }
    if value == 0 { return sign }
    let biased = exponent - 1023 + bias
    if biased >= 1 {
      guard biased < Int(exponentMask), fraction & ((1 << dropped) - 1) == 0 else { return nil }
      return sign | UInt64(biased) << UInt64(fractionBits) | fraction >> dropped
    }
    // Subnormal here: the significand, hidden bit included, moves right by as much as the exponent is too small.
    let shift = dropped + UInt64(1 - biased)
    guard exponent != 0, shift < 53 else { return nil }
    let significand = fraction | 1 << 52
    guard significand & ((1 << shift) - 1) == 0 else { return nil }
    return sign | significand >> shift
  }
}

extension ElementType {
  /// The encoding of the floating-point types narrower than `Double` that can be read.
  var encoding: FloatEncoding? {
    switch self {
    case .float32: .binary32
    case .float16: .binary16
    case .bfloat16: .bfloat16
    default: nil
    }
  }
}
