/// A number that remembers how it was computed: reverse-mode differentiation as an arithmetic.
///
/// A definition evaluated in `Adjoint` records its operations on an ``AdjointTape``, and
/// ``AdjointTape/gradient(of:cotangents:)`` then gives the derivatives of its outputs, weighted by cotangents, with
/// respect to all of its inputs at once, in any base arithmetic: exact over `Rational`, enclosed over `Ball` and
/// `DoubleDouble`, and over `RoundingBound` with the a-priori error of a float backward pass.
///
///     let tape = AdjointTape<Rational>(in: Intrinsic())
///     let (x, y) = (tape.variable(3), tape.variable(5))
///     tape.gradient(of: [x * x * y], cotangents: [1])    // [30, 9]
///
/// `Dual` gives the derivatives of all outputs along one direction. Comparisons look at the values alone; a partial
/// derivative is undefined where it does not exist: that of |x| and sqrt at 0, and of |x| where an enclosure touches 0.
///
/// Numbers on two tapes do not meet: an operation on them stops the program.
public struct Adjoint<Base: Arithmetic>: Arithmetic {
  public typealias Context = AdjointContext<Base>
  public typealias Vector = AdjointVector<Base>

  public let value: Base
  let node: UInt32
  let tape: AdjointTape<Base>

  init(_ value: Base, node: UInt32, tape: AdjointTape<Base>) {
    self.value = value
    self.node = node
    self.tape = tape
  }

  /// A constant: it does not depend on any variable.
  public init(constant value: Base, on tape: AdjointTape<Base>) {
    self.init(value, node: AdjointTape<Base>.constant, tape: tape)
  }

  public init(_ value: Int, in context: Context) {
    self.init(constant: Base(value, in: context.base), on: context.tape)
  }
  public init(_ value: Double, in context: Context) {
    self.init(constant: Base(value, in: context.base), on: context.tape)
  }
  public init(_ value: Rational, in context: Context) {
    self.init(constant: Base(value, in: context.base), on: context.tape)
  }

  public var context: Context { Context(base: value.context, tape: tape) }

  /// Whether this depends on no variable.
  public var isConstant: Bool { node == AdjointTape<Base>.constant }

  /// The same dependence with another value: a rounding, whose derivative is taken as 1.
  public func replacingValue(_ value: Base) -> Adjoint { Adjoint(value, node: node, tape: tape) }

  /// Whether the value is defined.
  public var isDefined: Bool { value.isDefined }

  /// By value.
  public func isEqual(to other: Adjoint) -> Truth { value.isEqual(to: other.value) }

  /// The value.
  public var description: String { value.description }
}

extension Adjoint {
  public static func + (x: Adjoint, y: Adjoint) -> Adjoint {
    x.result(x.value + y.value, with: y) { tape in
      tape.link(x.node)
      tape.link(y.node)
    }
  }

  public static func - (x: Adjoint, y: Adjoint) -> Adjoint {
    x.result(x.value - y.value, with: y) { tape in
      tape.link(x.node)
      tape.link(y.node, isNegative: true)
    }
  }

  public static prefix func - (x: Adjoint) -> Adjoint { x.result(-x.value) { $0.link(x.node, isNegative: true) } }

  public static func * (x: Adjoint, y: Adjoint) -> Adjoint {
    x.result(x.value * y.value, with: y) { tape in
      tape.link(x.node, y.value)
      tape.link(y.node, x.value)
    }
  }

  /// The partial derivatives of q = x/y are 1/y and -q/y.
  public static func / (x: Adjoint, y: Adjoint) -> Adjoint {
    let quotient = x.value / y.value
    return x.result(quotient, with: y) { tape in
      tape.link(x.node, 1 / y.value)
      tape.link(y.node, -(quotient / y.value))
    }
  }

  public func addingProduct(_ x: Adjoint, _ y: Adjoint) -> Adjoint {
    precondition(x.tape === y.tape, "numbers on one tape")
    return result(value.addingProduct(x.value, y.value), with: x) { tape in
      tape.link(node)
      tape.link(x.node, y.value)
      tape.link(y.node, x.value)
    }
  }

  /// (x^n)' = n x^(n-1); x^0 is the constant 1.
  public static func pow(_ x: Adjoint, _ n: Int) -> Adjoint {
    guard n != 0 else { return Adjoint(1, in: x.context) }
    // x^Int.min is reached through its reciprocal: n - 1 would overflow.
    guard n > Int.min else { return 1 / (x * pow(x, Int.max)) }
    return x.result(Base.pow(x.value, n)) { tape in
      tape.link(x.node, Base(n, in: x.value.context) * Base.pow(x.value, n - 1))
    }
  }

  /// The result of an operation on this number, whose edges `links` makes.
  func result(_ value: Base, _ links: (AdjointTape<Base>) -> Void) -> Adjoint {
    links(tape)
    return Adjoint(value, node: tape.finish(), tape: tape)
  }

  /// The result of an operation on two numbers.
  func result(_ value: Base, with other: Adjoint, _ links: (AdjointTape<Base>) -> Void) -> Adjoint {
    precondition(tape === other.tape, "numbers on one tape")
    return result(value, links)
  }
}
