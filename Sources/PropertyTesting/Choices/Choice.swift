/// One choice of a recorded stream: a value and the domain from which it was chosen.
///
/// The value of an integer is its two's complement, that of a float the bits of the `Double` that equals it.
public struct Choice: Sendable, Hashable {
  public var value: UInt64
  public var domain: ChoiceDomain

  /// The choice of `value`, which is one of the values of `domain`.
  public init(_ value: UInt64, from domain: ChoiceDomain) {
    self.value = value
    self.domain = domain
  }
}

extension ChoiceDomain {
  /// The value of the simplest choice.
  public var simplest: UInt64 {
    switch self {
    case .index: 0
    case .integer(_, _, let origin): UInt64(bitPattern: Int64(origin))
    case .length(let lower, _): UInt64(bitPattern: Int64(lower))
    case .float(let domain): domain.simplest.bitPattern
    }
  }

  /// The value of this domain that stands for a choice made earlier, perhaps from another domain: itself where it is of
  /// the same kind and still allowed, the nearest bound where it is too far, and the simplest value where it is of
  /// another kind.
  public func admit(_ choice: Choice) -> UInt64 {
    if choice.domain == self { return choice.value }
    switch (self, choice.domain) {
    case (.index(let last), .index):
      return min(choice.value, last)
    case (.integer(let lower, let upper, _), .integer), (.integer(let lower, let upper, _), .length),
      (.length(let lower, let upper), .integer), (.length(let lower, let upper), .length):
      return UInt64(bitPattern: Int64(min(max(Int(Int64(bitPattern: choice.value)), lower), upper)))
    case (.float(let domain), .float):
      return domain.admit(Double(bitPattern: choice.value)).bitPattern
    default:
      return simplest
    }
  }
}

extension FloatDomain {
  func admit(_ value: Double) -> Double {
    if value.isNaN { return allowsNaN ? value : simplest }
    if value.isInfinite && allowsInfinity { return value }
    // The sign of a zero at a bound is kept.
    if contains(value) && format.round(value) == value { return value }
    let rounded = format.round(min(max(value, lower), upper))
    return contains(rounded) ? rounded : simplest
  }
}

extension FloatDomain.Format {
  /// The number of the format nearest to `value`, ties to even; an infinity beyond its range.
  public func round(_ value: Double) -> Double {
    switch self {
    case .binary64: return value
    case .binary32: return Double(Float(value))
    case .binary16, .bfloat16:
      guard value.isFinite, value != 0 else { return value }
      let exponent = max(value.exponent, Double.Exponent(leastExponent))
      let ulp = Double(sign: .plus, exponent: exponent - Double.Exponent(fractionBits), significand: 1)
      let rounded = (value / ulp).rounded(.toNearestOrEven) * ulp
      return rounded.magnitude > greatestFinite ? .infinity * (value < 0 ? -1 : 1) : rounded
    }
  }

  /// The bits of the significand after its leading one: 10, 7, 23, 52.
  public var fractionBits: Int {
    switch self {
    case .binary16: 10
    case .bfloat16: 7
    case .binary32: 23
    case .binary64: 52
    }
  }

  /// The exponent of the least normal number.
  public var leastExponent: Int {
    switch self {
    case .binary16: -14
    case .bfloat16, .binary32: -126
    case .binary64: -1022
    }
  }

  /// The greatest finite number.
  public var greatestFinite: Double {
    switch self {
    case .binary16: 65504
    case .bfloat16: 0x1.fep127
    case .binary32: Double(Float.greatestFiniteMagnitude)
    case .binary64: .greatestFiniteMagnitude
    }
  }
}
