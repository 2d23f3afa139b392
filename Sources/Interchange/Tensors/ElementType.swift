/// How one element of a stored tensor is encoded.
///
/// The names are those of the safetensors format, and C128 for the one type that only NumPy has. Every type of the format
/// is known, so that the place of every tensor in a file can be checked; `isReadable` tells which of them this package
/// turns into numbers.
public enum ElementType: String, CaseIterable, Equatable, Sendable {
  /// IEEE 754 binary64.
  case float64 = "F64"
  /// IEEE 754 binary32.
  case float32 = "F32"
  /// IEEE 754 binary16.
  case float16 = "F16"
  /// The upper half of a binary32.
  case bfloat16 = "BF16"
  /// Signed integers, two's complement.
  case int64 = "I64"
  /// Signed integers, two's complement.
  case int32 = "I32"
  /// Signed integers, two's complement.
  case int16 = "I16"
  /// Signed integers, two's complement.
  case int8 = "I8"
  /// Unsigned integers.
  case uint64 = "U64"
  /// Unsigned integers.
  case uint32 = "U32"
  /// Unsigned integers.
  case uint16 = "U16"
  /// Unsigned integers.
  case uint8 = "U8"
  /// A byte that is 0 or 1.
  case bool = "BOOL"
  /// Two binary32, real and imaginary part.
  case complex64 = "C64"
  /// Two binary64, real and imaginary part.
  case complex128 = "C128"
  /// 8-bit float, 5 exponent bits, infinities and NaNs as in IEEE 754.
  case float8E5M2 = "F8_E5M2"
  /// 8-bit float, 4 exponent bits, no infinity, NaN where all bits below the sign are ones.
  case float8E4M3 = "F8_E4M3"
  /// 8-bit float, 5 exponent bits, no infinity, one zero.
  case float8E5M2FNUZ = "F8_E5M2FNUZ"
  /// 8-bit float, 4 exponent bits, no infinity, one zero.
  case float8E4M3FNUZ = "F8_E4M3FNUZ"
  /// 8-bit power of two.
  case float8E8M0 = "F8_E8M0"
  /// 6-bit float, 2 exponent bits.
  case float6E2M3 = "F6_E2M3"
  /// 6-bit float, 3 exponent bits.
  case float6E3M2 = "F6_E3M2"
  /// 4-bit float.
  case float4 = "F4"
}

extension ElementType {
  /// The format's name of the type, such as `BF16`.
  public var name: String { rawValue }

  /// The number of bits an element takes in a file.
  public var bits: Int {
    switch self {
    case .complex128: 128
    case .float64, .int64, .uint64, .complex64: 64
    case .float32, .int32, .uint32: 32
    case .float16, .bfloat16, .int16, .uint16: 16
    case .int8, .uint8, .bool, .float8E5M2, .float8E4M3, .float8E5M2FNUZ, .float8E4M3FNUZ, .float8E8M0: 8
    case .float6E2M3, .float6E3M2: 6
    case .float4: 4
    }
  }

  /// The number of bytes an element takes; 1 for the types that are packed tighter than that.
  public var bytes: Int { max(bits / 8, 1) }

  /// Whether elements of this type can be read as numbers here; all can but those narrower than a byte and E8M0.
  public var isReadable: Bool {
    switch self {
    case .float8E8M0, .float6E2M3, .float6E3M2, .float4: false
    default: true
    }
  }

  /// Whether an element is a complex number.
  public var isComplex: Bool { self == .complex64 || self == .complex128 }

  /// The type of the real and of the imaginary part of a complex type; the type itself where it is real.
  public var component: ElementType {
    switch self {
    case .complex64: .float32
    case .complex128: .float64
    default: self
    }
  }

  /// Whether safetensors files can hold the type as it is.
  var isInSafetensors: Bool { self != .complex128 }

  /// The significand's precision p in bits, the hidden one included, of the readable floating-point types; else nil.
  ///
  /// The unit roundoff is 2^-p: 2^-53, 2^-24, 2^-11 and 2^-8 for F64, F32, F16 and BF16, 2^-4 and 2^-3 for the 8-bit
  /// floats with 3 and 2 stored bits. A complex type has that of its parts.
  public var significandBits: Int? {
    component == .float64 ? 53 : component.encoding.map { $0.fractionBits + 1 }
  }

  /// The unit roundoff u = 2^-p of the readable floating-point types: half the distance from 1 to the next number.
  public var unitRoundoff: Double? {
    significandBits.map { Double(sign: .plus, exponent: -$0, significand: 1) }
  }

  /// The number of bytes of a tensor of this type, or nil where it is not a whole number or overflows.
  ///
  /// - Parameter count: the number of elements, at least 0.
  public func byteCount(of count: Int) -> Int? {
    if bits >= 8 {
      let (size, overflow) = count.multipliedReportingOverflow(by: bits / 8)
      return overflow ? nil : size
    }
    let (size, overflow) = count.multipliedReportingOverflow(by: bits)
    return overflow || size % 8 != 0 ? nil : size / 8
  }
}
