/// An integer literal in a formula: `1 - x * x`, `2 * x`.
///
/// It takes the context of the value that it meets, so that it is as exact as that context allows. Two constants do not
/// meet each other: `1 / 3 * x` does not compile for a generic `x`, where an integer division would be silently 0 and a
/// division at some default precision silently inaccurate. Write `x / 3`.
public struct IntegerConstant: ExpressibleByIntegerLiteral, Sendable {
  public let value: Int
  public init(integerLiteral value: Int) { self.value = value }
  /// An integer known at run time.
  public init(_ value: Int) { self.value = value }
}

extension Arithmetic {
  @_disfavoredOverload public static func + (x: Self, n: IntegerConstant) -> Self { x + Self(n.value, in: x.context) }
  @_disfavoredOverload public static func + (n: IntegerConstant, x: Self) -> Self { Self(n.value, in: x.context) + x }
  @_disfavoredOverload public static func - (x: Self, n: IntegerConstant) -> Self { x - Self(n.value, in: x.context) }
  @_disfavoredOverload public static func - (n: IntegerConstant, x: Self) -> Self { Self(n.value, in: x.context) - x }
  @_disfavoredOverload public static func * (x: Self, n: IntegerConstant) -> Self { x * Self(n.value, in: x.context) }
  @_disfavoredOverload public static func * (n: IntegerConstant, x: Self) -> Self { Self(n.value, in: x.context) * x }
  @_disfavoredOverload public static func / (x: Self, n: IntegerConstant) -> Self { x / Self(n.value, in: x.context) }
  @_disfavoredOverload public static func / (n: IntegerConstant, x: Self) -> Self { Self(n.value, in: x.context) / x }
}
