/// A fast rigorous enclosure of a real number: the midpoint is the unevaluated sum of two doubles, some 106 bits, and
/// the radius is a double that every operation rounds up.
///
/// The numbers enclosed are those of [high + low - radius, high + low + radius], with high the double nearest to
/// high + low. Each operation's radius bounds what its operands' radii can do plus the error of the operation itself,
/// a few times 2^-106 of the result, plus a term for underflow; the proofs stand beside the operations. With u = 2^-53:
///
/// | operation | own error, relative to the result |
/// |---|---|
/// | + and - | 4 u^2 |
/// | * | 7 u^2 |
/// | / | 13 u^2 |
/// | sqrt | 6 u^2 |
/// | elementary functions | some tens of u^2, as the radius says |
///
/// The exponent is a double's: what overflows is indeterminate (radius infinite), what underflows keeps an absolute
/// error of about 2^-1070. Where that is too little or too coarse, a definition is evaluated in `Ball`.
///
/// - Source: Joldes, Muller and Popescu, "Tight and rigorous error bounds for basic building blocks of double-word
///   arithmetic", ACM TOMS 44(2), 2017, for the sum; the bounds of the other operations are proved here.
public struct DoubleDouble: RealArithmetic {
  public typealias Context = Intrinsic
  public typealias Vector = DoubleDoubleVector

  /// The double nearest to the midpoint.
  public let high: Double
  /// The midpoint minus `high`: at most half a unit in the last place of `high`.
  public let low: Double
  /// How far from the midpoint the enclosed number can be; infinite (or NaN) where nothing is known.
  public let radius: Double

  /// Unchecked: `high` must be the double nearest to high + low.
  @inlinable init(high: Double, low: Double, radius: Double) {
    self.high = high
    self.low = low
    self.radius = radius
  }

  /// high + low exactly, whatever their sizes, give or take `radius` (a NaN or a negative radius is indeterminate).
  public init(_ high: Double, _ low: Double, radius: Double = 0) {
    let (sum, error) = twoSum(high, low)
    self = sum.isFinite && radius >= 0 ? DoubleDouble(high: sum, low: error, radius: radius) : .indeterminate
  }

  /// Exact; a NaN or an infinity is indeterminate.
  @inlinable public init(_ value: Double, in context: Intrinsic = Intrinsic()) {
    self = value.isFinite ? DoubleDouble(high: value, low: 0, radius: 0) : .indeterminate
  }

  /// Exact.
  public init(_ value: Int, in context: Intrinsic = Intrinsic()) {
    // Both halves are doubles: the upper has 32 significant bits, the lower is below 2^32.
    self.init(Double(value >> 32) * 0x1p32, Double(value & 0xffff_ffff))
  }

  /// Any number at all: 0 with an infinite radius.
  public static let indeterminate = DoubleDouble(high: 0, low: 0, radius: .infinity)

  @inlinable public var context: Intrinsic { Intrinsic() }

  /// Whether the radius is finite.
  @inlinable public var isDefined: Bool { radius < .infinity }

  /// Whether the enclosure is a single number.
  @inlinable public var isExact: Bool { radius == 0 }

  /// The midpoint, exactly.
  public var midpoint: DoubleDouble { isDefined ? DoubleDouble(high: high, low: low, radius: 0) : .indeterminate }

  /// The double nearest to the midpoint; NaN where nothing is known.
  public var approximation: Double { isDefined ? high : .nan }
}

extension DoubleDouble {
  /// Encloses |x| with x's radius: | |x| - |m| | <= |x - m|.
  public var magnitude: DoubleDouble { high < 0 || (high == 0 && low < 0) ? -self : self }

  /// The sign of midpoint(self) - midpoint(other) and what is left of its size beyond the radii, if anything is.
  ///
  /// The difference of two double-doubles has a relative error below 1, so its sign is exact, and it is 0 only where the
  /// midpoints are equal.
  private func separation(from other: DoubleDouble) -> Double {
    let difference = self - other
    let size = difference.magnitude
    // Half a unit in the last place at most is lost by leaving out `low`, and half a one by rounding.
    let margin = (size.high.nextDown.nextDown - difference.radius).nextDown
    guard difference.isDefined, margin > 0 else { return .nan }
    return difference.high
  }

  public func isLess(than other: DoubleDouble) -> Truth {
    guard isDefined, other.isDefined else { return .undecided }
    if isExact && other.isExact { return Truth(high < other.high || (high == other.high && low < other.low)) }
    let separation = separation(from: other)
    return separation.isNaN ? .undecided : Truth(separation < 0)
  }

  public func isAtMost(_ other: DoubleDouble) -> Truth { !other.isLess(than: self) }

  public func isEqual(to other: DoubleDouble) -> Truth {
    guard isDefined, other.isDefined else { return .undecided }
    if isExact && other.isExact { return Truth(high == other.high && low == other.low) }
    return separation(from: other).isNaN ? .undecided : .false
  }
}
