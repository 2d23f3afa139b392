/// A float as an honest kernel computes with it: every operation rounded to the format, and every choice that a
/// definition leaves to the kernel made as its ``FloatPolicy`` says.
///
/// A definition evaluated in this arithmetic is a kernel: a candidate that the oracle must not call a defect. With the
/// formats binary16 and bfloat16 it is a kernel whose accumulators are that short.
///
/// The order of summation is that of the vector's operations (``ArithmeticVector/dot(_:)``,
/// ``ArithmeticVector/formProduct(_:matrix:)``); a sum that a definition writes out is added in the order written.
public struct FloatVariant: RealArithmetic {
  public typealias Vector = FloatVariantVector

  /// The number, which the format holds.
  public let value: Double
  public let context: FloatPolicy

  /// `value`, rounded to the format.
  public init(_ value: Double, in context: FloatPolicy) {
    self.value = context.round(value)
    self.context = context
  }

  public init(_ value: Int, in context: FloatPolicy) {
    // Above 2^53 the conversion to Double would be a first rounding.
    if value.magnitude > 1 << 53 {
      self.init(Rational(value), in: context)
    } else {
      self.init(Double(value), in: context)
    }
  }

  public init(_ value: Rational, in context: FloatPolicy) {
    self.init(value.rounded(to: context.format.floatFormat).double(), in: context)
  }

  public static func + (x: Self, y: Self) -> Self { Self(x.value + y.value, in: x.context) }
  public static func - (x: Self, y: Self) -> Self { Self(x.value - y.value, in: x.context) }
  public static func * (x: Self, y: Self) -> Self { Self(x.value * y.value, in: x.context) }
  public static func / (x: Self, y: Self) -> Self { Self(x.value / y.value, in: x.context) }
  public static prefix func - (x: Self) -> Self { Self(-x.value, in: x.context) }

  /// self + x y, rounded once or twice as the policy says.
  public func addingProduct(_ x: Self, _ y: Self) -> Self {
    Self(context.sum(value, x.value, y.value, in: context.format), in: context)
  }

  public var magnitude: Self { Self(abs(value), in: context) }
  /// Whether this is not a NaN.
  public var isDefined: Bool { !value.isNaN }
  public func isEqual(to other: Self) -> Truth { value.isEqual(to: other.value) }
  public func isLess(than other: Self) -> Truth { value.isLess(than: other.value) }
  public var approximation: Double { value }
  public var description: String { "\(value)" }
}
