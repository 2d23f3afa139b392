/// A number of a float format, every operation on which is correctly rounded: to nearest, ties to even, with the
/// format's overflow and its subnormal numbers, the elementary functions included.
///
/// A definition evaluated in this arithmetic says what the format does to it, and no libm has a part in it: the result
/// is the same on every machine. ``FloatVariant`` is the arithmetic of the kernels, whose functions are the platform's.
///
/// A NaN is the undefined value; infinities are numbers of the format.
public struct RoundedFloat: RealArithmetic {
  /// The number, which the format holds.
  public let value: Double
  public let context: FloatFormat

  /// `value`, rounded to the format.
  ///
  /// A sum, product, quotient or square root of numbers of a format with p <= 24 bits, computed in `Double`, rounds to
  /// the same number of the format as the exact result: 53 >= 2 p + 2.
  ///
  /// - Source: Figueroa, "When is double rounding innocuous?", SIGNUM Newsletter 30(3), 1995.
  public init(_ value: Double, in context: FloatFormat) {
    self.value = context.significandBits == 24 ? Double(Float(value)) : context.rounded(value)
    self.context = context
  }

  public init(_ value: Int, in context: FloatFormat) {
    // Above 2^53 the conversion to Double would be a first rounding.
    if value.magnitude > 1 << 53 {
      self.init(Rational(value), in: context)
    } else {
      self.init(Double(value), in: context)
    }
  }

  public init(_ value: Rational, in context: FloatFormat) {
    self.init(value.rounded(to: context).double(), in: context)
  }

  public static func + (x: Self, y: Self) -> Self { Self(x.value + y.value, in: x.context) }
  public static func - (x: Self, y: Self) -> Self { Self(x.value - y.value, in: x.context) }
  public static func * (x: Self, y: Self) -> Self { Self(x.value * y.value, in: x.context) }
  public static func / (x: Self, y: Self) -> Self { Self(x.value / y.value, in: x.context) }
  public static prefix func - (x: Self) -> Self { Self(-x.value, in: x.context) }

  public var magnitude: Self { Self(abs(value), in: context) }
  /// Whether this is not a NaN.
  public var isDefined: Bool { !value.isNaN }
  /// Whether this is neither an infinity nor a NaN.
  public var isFinite: Bool { value.isFinite }
  public func isEqual(to other: Self) -> Truth { value.isEqual(to: other.value) }
  public func isLess(than other: Self) -> Truth { value.isLess(than: other.value) }
  public var approximation: Double { value }
  public var description: String { "\(value)" }
}
