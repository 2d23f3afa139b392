import CMultiprecision

extension BigFloat: RealElementaryArithmetic {
  public typealias Context = Precision

  /// The precision, in which constants that meet this value are made.
  public var context: Precision { precision }

  /// The integer `value`, to nearest even; exact from 63 bits on.
  public init(_ value: Int, in precision: Precision) { self.init(value, in: precision, rounding: .toNearestEven) }
  /// The number that `value` holds, to nearest even; exact from 53 bits on.
  public init(_ value: Double, in precision: Precision) { self.init(value, in: precision, rounding: .toNearestEven) }
  /// The rational number `value`, to nearest even; a NaN where it is undefined.
  public init(_ value: Rational, in precision: Precision) { self.init(value, in: precision, rounding: .toNearestEven) }

  public static func + (x: BigFloat, y: BigFloat) -> BigFloat { evaluate(.add, x, y) }
  public static func - (x: BigFloat, y: BigFloat) -> BigFloat { evaluate(.subtract, x, y) }
  public static func * (x: BigFloat, y: BigFloat) -> BigFloat { evaluate(.multiply, x, y) }
  public static func / (x: BigFloat, y: BigFloat) -> BigFloat { evaluate(.divide, x, y) }
  public static prefix func - (x: BigFloat) -> BigFloat { evaluate(.negate, x) }

  /// self + x y with one rounding, to the largest of the three precisions.
  public func addingProduct(_ x: BigFloat, _ y: BigFloat) -> BigFloat {
    BigFloat.fma(x, y, self, in: max(precision, x.precision, y.precision))
  }

  /// x^n with one rounding; x^0 is 1, for a NaN too.
  public static func pow(_ x: BigFloat, _ n: Int) -> BigFloat { pow(x, n, in: x.precision) }

  /// Whether this is not a NaN.
  public var isDefined: Bool { !isNaN }
  public var magnitude: BigFloat { BigFloat.evaluate(.magnitude, self) }

  public func isEqual(to other: BigFloat) -> Truth { isNaN || other.isNaN ? .undecided : Truth(self == other) }
  public func isLess(than other: BigFloat) -> Truth { isNaN || other.isNaN ? .undecided : Truth(self < other) }
  /// The nearest `Double`.
  public var approximation: Double { double() }

  public static func sqrt(_ x: BigFloat) -> BigFloat { evaluate(.sqrt, x) }
  public static func exp(_ x: BigFloat) -> BigFloat { evaluate(.exp, x) }
  public static func expMinusOne(_ x: BigFloat) -> BigFloat { evaluate(.expMinusOne, x) }
  public static func log(_ x: BigFloat) -> BigFloat { evaluate(.log, x) }
  public static func log(onePlus x: BigFloat) -> BigFloat { evaluate(.logOnePlus, x) }
  public static func pow(_ x: BigFloat, _ y: BigFloat) -> BigFloat { evaluate(.power, x, y) }
  public static func sin(_ x: BigFloat) -> BigFloat { evaluate(.sin, x) }
  public static func cos(_ x: BigFloat) -> BigFloat { evaluate(.cos, x) }
  public static func tan(_ x: BigFloat) -> BigFloat { evaluate(.tan, x) }
  public static func atan(_ x: BigFloat) -> BigFloat { evaluate(.atan, x) }
  public static func atan2(y: BigFloat, x: BigFloat) -> BigFloat { evaluate(.atan2, y, x) }
  public static func sinh(_ x: BigFloat) -> BigFloat { evaluate(.sinh, x) }
  public static func cosh(_ x: BigFloat) -> BigFloat { evaluate(.cosh, x) }
  public static func tanh(_ x: BigFloat) -> BigFloat { evaluate(.tanh, x) }
  public static func softplus(_ x: BigFloat) -> BigFloat { evaluate(.softplus, x) }
  public static func sigmoid(_ x: BigFloat) -> BigFloat { evaluate(.sigmoid, x) }
  public static func pi(in precision: Precision) -> BigFloat { pi(in: precision, rounding: .toNearestEven) }
}
