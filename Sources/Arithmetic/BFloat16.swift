/// A number of the format bfloat16: the upper half of a `Float`, with 8 significand bits.
///
/// A storage format only: it has conversions and no arithmetic.
public struct BFloat16: Hashable, Sendable, CustomStringConvertible {
  /// Sign, 8 bits of exponent, 7 bits of significand.
  public var bitPattern: UInt16

  public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// `value`, rounded to nearest even; a NaN stays a NaN.
  public init(_ value: Float) {
    let bits = value.bitPattern
    if value.isNaN {
      self.init(bitPattern: UInt16(truncatingIfNeeded: bits >> 16) | 0x0040)
    } else {
      // Half a unit, less one where the last bit kept is even: a carry into the exponent is as it should be.
      self.init(bitPattern: UInt16(truncatingIfNeeded: (bits + 0x7FFF + (bits >> 16 & 1)) >> 16))
    }
  }

  /// This number, exactly.
  public var float: Float { Float(bitPattern: UInt32(bitPattern) << 16) }
  /// This number, exactly.
  public var double: Double { Double(float) }
  public var isNaN: Bool { float.isNaN }
  public var isFinite: Bool { float.isFinite }

  public var description: String { BigFloat(exactly: self).description }

  /// IEEE 754 equality: 0 = -0, and a NaN equals nothing.
  public static func == (x: BFloat16, y: BFloat16) -> Bool { x.float == y.float }
  public func hash(into hasher: inout Hasher) { hasher.combine(float) }
}

extension BigFloat {
  /// The number that `value` holds, with 8 bits.
  public init(exactly value: BFloat16) { self.init(value.double, in: FloatFormat.bfloat16.precision) }

  /// This number as a `BFloat16`, rounded once (subnormal results included), as ``double(rounding:)``.
  public func bfloat16(rounding: RoundingMode = .toNearestEven) -> BFloat16 {
    BFloat16(rounded(to: .bfloat16, rounding: rounding).float())
  }
}

extension Rational {
  /// The number that `value` holds; undefined for a NaN and for an infinity.
  public init(exactly value: BFloat16) { self.init(exactly: value.double) }

  /// This number as a `BFloat16`, correctly rounded, as ``double(rounding:)``.
  public func bfloat16(rounding: RoundingMode = .toNearestEven) -> BFloat16 {
    BFloat16(rounded(to: .bfloat16, rounding: rounding).float())
  }
}

// Swift has no Float16 on an Intel Mac.
#if !(os(macOS) && arch(x86_64))
  extension BigFloat {
    /// The number that `value` holds, with 11 bits.
    public init(exactly value: Float16) { self.init(Double(value), in: FloatFormat.binary16.precision) }

    /// This number as a `Float16`, rounded once (subnormal results included), as ``double(rounding:)``.
    public func float16(rounding: RoundingMode = .toNearestEven) -> Float16 {
      Float16(rounded(to: .binary16, rounding: rounding).float())
    }
  }

  extension Rational {
    /// The number that `value` holds; undefined for a NaN and for an infinity.
    public init(exactly value: Float16) { self.init(exactly: Double(value)) }

    /// This number as a `Float16`, correctly rounded, as ``double(rounding:)``.
    public func float16(rounding: RoundingMode = .toNearestEven) -> Float16 {
      Float16(rounded(to: .binary16, rounding: rounding).float())
    }
  }
#endif
