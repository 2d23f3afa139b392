import Arithmetic
import LinearAlgebra

/// A real rational function b(s)/a(s): the transfer function of a system with one input and one output.
public struct RationalFunction<R: RealArithmetic>: Sendable {
  public var numerator: Polynomial<R>
  public var denominator: Polynomial<R>

  public init(_ numerator: Polynomial<R>, over denominator: Polynomial<R>) {
    self.numerator = numerator
    self.denominator = denominator
  }

  public var context: R.Context { denominator.context }

  /// The value at s, where the denominator is not 0.
  public func callAsFunction(_ s: R) -> R { numerator(s) / denominator(s) }

  /// The value at a complex s.
  public func callAsFunction<S: ComplexArithmetic>(_ s: S) -> S where S.Real == R {
    func value(_ p: Polynomial<R>) -> S {
      p.coefficients.reversed().reduce(S(R(0, in: context))) { $0 * s + S($1) }
    }
    return value(numerator) / value(denominator)
  }

  public static func + (x: RationalFunction, y: RationalFunction) -> RationalFunction {
    RationalFunction(
      x.numerator * y.denominator + y.numerator * x.denominator, over: x.denominator * y.denominator)
  }

  public static func - (x: RationalFunction, y: RationalFunction) -> RationalFunction {
    x + y.scaled(by: R(-1, in: y.context))
  }

  /// The product, with no common factors removed.
  public static func * (x: RationalFunction, y: RationalFunction) -> RationalFunction {
    RationalFunction(x.numerator * y.numerator, over: x.denominator * y.denominator)
  }

  public func scaled(by s: R) -> RationalFunction {
    RationalFunction(numerator.scaled(by: s), over: denominator)
  }
}

extension RationalFunction where R: SizedArithmetic {
  /// C (s I - A)^-1 B + D of a system with one input and one output, by the Faddeev-LeVerrier recurrence: exact over
  /// `Rational`, in O(n^4) operations.
  public init(of system: LinearSystem<R>) {
    precondition(system.input.columns == 1 && system.output.rows == 1, "one input and one output")
    let (denominator, adjugate) = system.matrix.characteristicPolynomial()
    let numerator = Polynomial(
      adjugate.map { (system.output * ($0 * system.input))[0, 0] }, in: system.context)
    self.init(numerator + denominator.scaled(by: system.feedthrough[0, 0]), over: denominator)
  }
}
