/// The second derivatives of a function of two variables, by dual numbers of dual numbers.
public struct SecondDerivatives<Base: Arithmetic>: Sendable {
  /// A number with its first and second derivatives.
  public typealias Number = Dual<Dual<Base>>

  /// d^2 f/dx^2.
  public let xx: Base
  /// d^2 f/dx dy.
  public let xy: Base
  /// d^2 f/dy^2.
  public let yy: Base

  /// The derivatives of f at (x, y): as good as the base arithmetic, exact over `Rational`, enclosed over `Ball`.
  public init(of f: (Number, Number) throws -> Number, at x: Base, _ y: Base) rethrows {
    func second(_ first: Bool, _ second: Bool) throws -> Base {
      let (zero, one) = (Base(0, in: x.context), Base(1, in: x.context))
      func variable(_ value: Base, _ inner: Bool, _ outer: Bool) -> Number {
        Number(Dual(value, tangent: inner ? one : zero), tangent: Dual(outer ? one : zero, tangent: zero))
      }
      return try f(variable(x, first, second), variable(y, !first, !second)).tangent.tangent
    }
    xx = try second(true, true)
    xy = try second(true, false)
    yy = try second(false, false)
  }
}
