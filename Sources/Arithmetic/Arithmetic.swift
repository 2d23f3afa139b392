/// A number system in which a definition can be evaluated: the one abstraction on which "one definition, many
/// arithmetics" rests.
///
/// The conforming types are `Rational` (exact), `BigFloat` (correctly rounded at the precision that the value carries),
/// `Ball` and `Disc` (rigorous enclosures), `DoubleDouble` (a fast rigorous enclosure), `Float` and `Double` (hardware),
/// and `Complex` and `Dual` over any of them.
///
/// An arithmetic is a field with a *context*: what a value has to know besides its value so that a constant can join it
/// in an operation. For the MPFR types that is the precision in bits; for the others there is nothing to know. There is
/// no global precision: a constant is made `in` a context, which is usually `context` of an argument.
///
/// No operation traps. Where a result is not a number (0/0, the logarithm of an enclosure that touches 0, an overflow
/// of the exponent) it is the type's undefined value, for which ``isDefined`` is false, and which propagates.
public protocol Arithmetic: Sendable, CustomStringConvertible {
  /// What a constant needs in order to be made: a ``Precision``, or ``Intrinsic`` where the type says it all.
  associatedtype Context: Hashable, Sendable

  /// The storage for hot loops: contiguous, with destination-passing operations.
  associatedtype Vector: ArithmeticVector = ArrayVector<Self> where Vector.Element == Self

  /// The context of this value, in which constants that meet it are made.
  var context: Context { get }

  /// The integer `value`: exact where the context holds it, else correctly rounded (or enclosed).
  init(_ value: Int, in context: Context)

  /// The number that `value` holds: exact where the context holds it, else correctly rounded (or enclosed).
  /// A NaN, and an infinity where the type has none, gives the undefined value.
  init(_ value: Double, in context: Context)

  /// The rational number `value`: exact, correctly rounded, or enclosed, as the type goes.
  init(_ value: Rational, in context: Context)

  static func + (x: Self, y: Self) -> Self
  static func - (x: Self, y: Self) -> Self
  static func * (x: Self, y: Self) -> Self
  static func / (x: Self, y: Self) -> Self
  static prefix func - (x: Self) -> Self

  /// self + x y, with a single rounding where the type has a fused operation.
  func addingProduct(_ x: Self, _ y: Self) -> Self

  /// The integer power x^n; `pow(x, 0)` is 1, and a negative power is the reciprocal of the positive one.
  static func pow(_ x: Self, _ n: Int) -> Self

  /// Whether this is a number, or encloses one: false for NaN, for an indeterminate enclosure, for 0/0.
  var isDefined: Bool { get }

  /// Whether self = other, decided only where the enclosures decide it.
  func isEqual(to other: Self) -> Truth
}

/// The context of a type whose values are all of one kind: nothing needs to be said to make a constant.
public struct Intrinsic: Hashable, Sendable {
  public init() {}
}

extension Arithmetic {
  public func addingProduct(_ x: Self, _ y: Self) -> Self { self + x * y }

  public static func += (x: inout Self, y: Self) { x = x + y }
  public static func -= (x: inout Self, y: Self) { x = x - y }
  public static func *= (x: inout Self, y: Self) { x = x * y }
  public static func /= (x: inout Self, y: Self) { x = x / y }

  /// By repeated squaring: 2 log2 |n| products, each with the error of one product.
  public static func pow(_ x: Self, _ n: Int) -> Self {
    var result = Self(1, in: x.context)
    var square = x
    var remaining = n.magnitude
    while remaining > 0 {
      if remaining & 1 == 1 { result = result * square }
      remaining >>= 1
      if remaining > 0 { square = square * square }
    }
    return n < 0 ? Self(1, in: x.context) / result : result
  }
}

extension Arithmetic where Context == Intrinsic {
  /// The constant `value`, in a type that needs no context.
  public init(constant value: Int) { self.init(value, in: Intrinsic()) }
}
