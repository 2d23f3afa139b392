/// What a choice chooses from. Its domain tells the shrinker which values are simpler and the targeted search which are
/// near.
public enum ChoiceDomain: Sendable, Hashable {
  /// An alternative 0, 1, ..., last; 0 is the simplest.
  case index(last: UInt64)
  /// An integer of lower...upper; the simplest is the one nearest to `origin`, which lies in the range.
  case integer(lower: Int, upper: Int, origin: Int)
  /// The number of elements of a collection whose elements follow, each in a span of its own; the simplest is `lower`.
  case length(lower: Int, upper: Int)
  /// A floating-point number.
  case float(FloatDomain)
}

/// The floating-point numbers of a format in a closed range, and the special values asked for.
///
/// Whatever the format, a choice stores the value as the bits of the `Double` that equals it.
public struct FloatDomain: Sendable, Hashable {
  /// A binary interchange format, or bfloat16.
  public enum Format: UInt8, Sendable, Hashable, CaseIterable {
    case binary16, bfloat16, binary32, binary64
  }

  /// The bounds, finite numbers of the format with lower <= upper; -0 and +0 both lie in a range that has 0 in it.
  public let lower: Double
  public let upper: Double
  /// The format of which the numbers are.
  public let format: Format
  /// Whether the infinities and NaN may be chosen as well, whatever the bounds are.
  public let allowsInfinity: Bool
  public let allowsNaN: Bool

  /// The numbers of `format` in `range`, whose bounds are finite numbers of it, and the special values asked for.
  public init(
    _ range: ClosedRange<Double>, format: Format = .binary64, allowsInfinity: Bool = false, allowsNaN: Bool = false
  ) {
    precondition(range.lowerBound.isFinite && range.upperBound.isFinite, "the bounds of a float domain are finite")
    lower = range.lowerBound
    upper = range.upperBound
    self.format = format
    self.allowsInfinity = allowsInfinity
    self.allowsNaN = allowsNaN
  }

  /// Whether `value`, a number of the format, may be chosen.
  public func contains(_ value: Double) -> Bool {
    if value.isNaN { return allowsNaN }
    if value.isInfinite { return allowsInfinity }
    return lower <= value && value <= upper
  }
}
