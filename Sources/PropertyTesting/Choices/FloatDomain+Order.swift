extension FloatDomain.Format {
  /// How many numbers of the format lie between 0 and `value`, itself counted; negative for a negative number.
  /// Neighbours differ by 1, and both zeros have 0.
  ///
  /// `value` is a finite number of the format.
  @inline(__always)
  public func ordinal(of value: Double) -> Int {
    let bits = value.magnitude.bitPattern
    let magnitude: Int
    if self == .binary64 {
      magnitude = Int(bits)
    } else if value.magnitude < leastNormal {
      magnitude = Int(value.magnitude / leastNonzero)
    } else {
      magnitude = Int(bits >> (52 - fractionBits)) - ((leastExponent + 1022) << fractionBits)
    }
    return value.sign == .minus ? -magnitude : magnitude
  }

  /// The number with this ordinal, which is that of a finite one.
  @inline(__always)
  public func number(atOrdinal ordinal: Int) -> Double {
    let magnitude = Int(ordinal.magnitude)
    let number: Double
    if self == .binary64 {
      number = Double(bitPattern: UInt64(magnitude))
    } else if magnitude >> fractionBits == 0 {
      number = Double(magnitude) * leastNonzero
    } else {
      number = Double(bitPattern: UInt64(magnitude + ((leastExponent + 1022) << fractionBits)) << (52 - fractionBits))
    }
    return ordinal < 0 ? -number : number
  }

  /// The least positive normal number: 2^-14, 2^-126, 2^-126, 2^-1022.
  public var leastNormal: Double {
    switch self {
    case .binary16: 0x1p-14
    case .bfloat16, .binary32: 0x1p-126
    case .binary64: 0x1p-1022
    }
  }

  /// The least positive number: 2^-24, 2^-133, 2^-149, 2^-1074.
  public var leastNonzero: Double {
    switch self {
    case .binary16: 0x1p-24
    case .bfloat16: 0x1p-133
    case .binary32: 0x1p-149
    case .binary64: 0x1p-1074
    }
  }
}
