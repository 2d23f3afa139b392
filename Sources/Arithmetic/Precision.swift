/// The number of significand bits that a `BigFloat`, or the midpoint of a `Ball` or `Disc`, carries.
public struct Precision: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
  /// At least 2, the least that MPFR rounds in every mode, and at most 2^31 - 1.
  public let bits: Int

  /// A precision of `bits` bits, clamped to 2 ... 2^31 - 1.
  public init(bits: Int) { self.bits = min(max(bits, 2), Int(Int32.max)) }
  public init(integerLiteral bits: Int) { self.init(bits: bits) }

  /// The significand of a `Float`, 24 bits.
  public static let single: Precision = 24
  /// The significand of a `Double`, 53 bits.
  public static let double: Precision = 53
  /// The precision with which a reference is first tried: 128 bits.
  public static let reference: Precision = 128

  public static func < (x: Precision, y: Precision) -> Bool { x.bits < y.bits }
  public var description: String { "\(bits) bits" }

  /// This precision and `bits` more: room for the intermediate values of a computation.
  public func adding(guardBits bits: Int) -> Precision { Precision(bits: self.bits + bits) }
}
