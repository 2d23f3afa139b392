/// A value and its derivative with respect to one variable: a + b e with e^2 = 0.
///
/// A definition evaluated in `Dual` carries the exact derivative rule of every operation (forward-mode differentiation),
/// so the derivative is as good as the base arithmetic: exact over `Rational`, enclosed over `Ball` and `DoubleDouble`,
/// holomorphic over `Complex`, and of second order over `Dual<Dual<A>>`. Comparisons look at the values alone.
///
/// A tangent is undefined where the derivative does not exist: |x| and sqrt at 0, and |x| where an enclosure touches 0.
public struct Dual<Base: Arithmetic>: Arithmetic {
  public typealias Context = Base.Context
  public typealias Vector = DualVector<Base>

  public var value: Base
  /// The derivative of the value.
  public var tangent: Base

  @inlinable public init(_ value: Base, tangent: Base) {
    self.value = value
    self.tangent = tangent
  }

  /// A constant: tangent 0.
  @inlinable public init(constant value: Base) { self.init(value, tangent: Base(0, in: value.context)) }

  /// The variable of differentiation: tangent 1.
  @inlinable public init(variable value: Base) { self.init(value, tangent: Base(1, in: value.context)) }

  public init(_ value: Int, in context: Context) { self.init(constant: Base(value, in: context)) }
  public init(_ value: Double, in context: Context) { self.init(constant: Base(value, in: context)) }
  public init(_ value: Rational, in context: Context) { self.init(constant: Base(value, in: context)) }

  /// f'(x).
  public static func derivative(of f: (Dual) throws -> Dual, at x: Base) rethrows -> Base {
    try f(Dual(variable: x)).tangent
  }

  @inlinable public var context: Context { value.context }

  /// Whether both the value and the tangent are defined.
  @inlinable public var isDefined: Bool { value.isDefined && tangent.isDefined }

  /// By value.
  public func isEqual(to other: Dual) -> Truth { value.isEqual(to: other.value) }

  /// "value + tangent e".
  public var description: String { "\(value) + (\(tangent)) e" }
}

extension Dual {
  @inlinable public static func + (x: Dual, y: Dual) -> Dual { Dual(x.value + y.value, tangent: x.tangent + y.tangent) }
  @inlinable public static func - (x: Dual, y: Dual) -> Dual { Dual(x.value - y.value, tangent: x.tangent - y.tangent) }
  @inlinable public static prefix func - (x: Dual) -> Dual { Dual(-x.value, tangent: -x.tangent) }

  /// (x y)' = x' y + x y'.
  @inlinable public static func * (x: Dual, y: Dual) -> Dual {
    Dual(x.value * y.value, tangent: (x.tangent * y.value).addingProduct(x.value, y.tangent))
  }

  /// q' = (x' - q y')/y for q = x/y.
  @inlinable public static func / (x: Dual, y: Dual) -> Dual {
    let quotient = x.value / y.value
    return Dual(quotient, tangent: (x.tangent - quotient * y.tangent) / y.value)
  }

  @inlinable public func addingProduct(_ x: Dual, _ y: Dual) -> Dual {
    Dual(
      value.addingProduct(x.value, y.value),
      tangent: tangent.addingProduct(x.tangent, y.value).addingProduct(x.value, y.tangent))
  }

  /// (x^n)' = n x^(n-1) x'; for n = 0 the constant 1.
  public static func pow(_ x: Dual, _ n: Int) -> Dual {
    guard n != 0 else { return Dual(1, in: x.context) }
    // x^Int.min is reached through its reciprocal: n - 1 would overflow.
    guard n > Int.min else { return 1 / (x * pow(x, Int.max)) }
    let slope = Base.pow(x.value, n - 1)
    return Dual(Base.pow(x.value, n), tangent: Base(n, in: x.context) * slope * x.tangent)
  }

  /// f(x) with the chain rule: value f(x), tangent f'(x) x'.
  @inlinable static func chain(_ x: Dual, value: Base, slope: Base) -> Dual { Dual(value, tangent: slope * x.tangent) }
}

extension Dual: Equatable where Base: Equatable {}
extension Dual: Hashable where Base: Hashable {}
