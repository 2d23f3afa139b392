/// A binary floating-point encoding no wider than 32 bits, spelled out in bits.
///
/// The conversions are done on bit patterns, not by the processor: they are exact for every value, subnormals
/// included, and carry a NaN's sign, quiet bit and payload over unchanged, where an instruction would quiet it.
/// They also need no hardware type, which BF16 and the 8-bit floats have not and F16 has only on some platforms.
struct FloatEncoding: Sendable {
  /// What the largest exponent and the sign of zero stand for.
  enum Specials: Sendable {
    /// As in IEEE 754: infinities and NaNs have the largest exponent.
    case ieee
    /// No infinity; the largest exponent is that of numbers, but for NaNs, whose bits below the sign are all ones.
    case oneNaN
    /// No infinity and no -0, whose bits are the only NaN; the bias of the exponent is one more.
    case unsignedZero
  }

  /// The number of exponent bits.
  let exponentBits: Int

  /// The number of stored significand bits.
  let fractionBits: Int

  /// What is no number, and how it is written.
  var specials = Specials.ieee

  static let binary32 = FloatEncoding(exponentBits: 8, fractionBits: 23)
  static let binary16 = FloatEncoding(exponentBits: 5, fractionBits: 10)
  static let bfloat16 = FloatEncoding(exponentBits: 8, fractionBits: 7)

  /// E5M2 of the Open Compute Project's "OCP 8-bit floating point specification", revision 1.0, table 1.
  static let e5m2 = FloatEncoding(exponentBits: 5, fractionBits: 2)

  /// E4M3 of the same specification: up to 448, no infinity.
  static let e4m3 = FloatEncoding(exponentBits: 4, fractionBits: 3, specials: .oneNaN)

  /// The two types of Noune, Jones, Justus, Masters and Luschi, arXiv 2206.02915: one zero, one NaN, no infinity.
  static let e5m2FNUZ = FloatEncoding(exponentBits: 5, fractionBits: 2, specials: .unsignedZero)
  static let e4m3FNUZ = FloatEncoding(exponentBits: 4, fractionBits: 3, specials: .unsignedZero)

  private var bias: Int { (1 << (exponentBits - 1)) - (specials == .unsignedZero ? 0 : 1) }
  private var exponentMask: UInt64 { (1 << UInt64(exponentBits)) - 1 }
  private var fractionMask: UInt64 { (1 << UInt64(fractionBits)) - 1 }
  private var signBit: UInt64 { 1 << UInt64(exponentBits + fractionBits) }

  /// The number that `bits` encodes, exactly.
  func decode(_ bits: UInt64) -> Double {
    let sign = bits & signBit != 0
    let exponent = (bits >> UInt64(fractionBits)) & exponentMask
    let fraction = bits & fractionMask
    switch specials {
    case .ieee where exponent == exponentMask:
      return Double(bitPattern: (sign ? 1 << 63 : 0) | 0x7FF << 52 | fraction << UInt64(52 - fractionBits))
    case .oneNaN where bits & ~signBit == signBit - 1:
      return sign ? -Double.nan : .nan
    case .unsignedZero where bits == signBit:
      return .nan
    default:
      break
    }
    let magnitude =
      exponent == 0
      ? Double(sign: .plus, exponent: 1 - bias - fractionBits, significand: Double(fraction))
      : Double(bitPattern: UInt64(Int(exponent) - bias + 1023) << 52 | fraction << UInt64(52 - fractionBits))
    return sign ? -magnitude : magnitude
  }

  /// The bits that encode `value`, or nil where this encoding does not hold it exactly, be it a number, an infinity, a
  /// zero with its sign, or a NaN with its sign and payload.
  func encode(_ value: Double) -> UInt64? {
    let bits = value.isFinite ? encodeMagnitude(value.magnitude) : encodeNonFinite(value)
    guard let bits else { return nil }
    let pattern = value.sign == .minus ? bits | signBit : bits
    // Where there are fewer specials than IEEE 754 has, the pattern may stand for something else.
    guard specials == .ieee || decode(pattern).bitPattern == value.bitPattern else { return nil }
    return pattern
  }

  /// The bits of an infinity or a NaN, without the sign.
  private func encodeNonFinite(_ value: Double) -> UInt64? {
    switch specials {
    case .ieee:
      let fraction = value.bitPattern & ((1 << 52) - 1)
      let dropped = UInt64(52 - fractionBits)
      guard fraction & ((1 << dropped) - 1) == 0 else { return nil }
      return exponentMask << UInt64(fractionBits) | fraction >> dropped
    case .oneNaN:
      return signBit - 1
    case .unsignedZero:
      return signBit
    }
  }

  /// The bits of a finite number that is not negative.
  private func encodeMagnitude(_ value: Double) -> UInt64? {
    let exponent = Int(value.bitPattern >> 52)
    let fraction = value.bitPattern & ((1 << 52) - 1)
    let dropped = UInt64(52 - fractionBits)
    if value == 0 { return 0 }
    let biased = exponent - 1023 + bias
    if biased >= 1 {
      let largest = Int(exponentMask) - (specials == .ieee ? 1 : 0)
      guard biased <= largest, fraction & ((1 << dropped) - 1) == 0 else { return nil }
      return UInt64(biased) << UInt64(fractionBits) | fraction >> dropped
    }
    // Subnormal here: the significand, hidden bit included, moves right by as much as the exponent is too small.
    let shift = dropped + UInt64(1 - biased)
    guard exponent != 0, shift < 53 else { return nil }
    let significand = fraction | 1 << 52
    guard significand & ((1 << shift) - 1) == 0 else { return nil }
    return significand >> shift
  }
}

extension ElementType {
  /// The encoding of the floating-point types narrower than `Double` that can be read.
  var encoding: FloatEncoding? {
    switch self {
    case .float32: .binary32
    case .float16: .binary16
    case .bfloat16: .bfloat16
    case .float8E5M2: .e5m2
    case .float8E4M3: .e4m3
    case .float8E5M2FNUZ: .e5m2FNUZ
    case .float8E4M3FNUZ: .e4m3FNUZ
    default: nil
    }
  }
}
