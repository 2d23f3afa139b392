/// The rational numbers with an exponential: e^x stands for 2^x, defined where x is an integer.
///
/// Every identity of the exponential that an algorithm's algebra rests on holds here and is exact,
///
///     exp(x + y) = exp x exp y,   exp 0 = 1,   log exp x = x,   sigmoid(x) = exp x / (1 + exp x),
///
/// so that a whole kernel, with its gates given as logarithms, is compared *exactly* between its recurrent, chunked and
/// parallel forms: two forms that agree here for random integer logarithms agree as formulas. A form that cumulates
/// logarithms and one that multiplies gates give the same number, not a near one.
///
/// What is not rational is undefined, and so is all that is computed from it; nothing traps. An exponent beyond
/// ``maximumExponent`` is refused in the same way, so that a mistake does not fill the memory.
///
/// Differentiation is formal: `Dual` and `Adjoint` take exp as its own derivative and 1/x as that of log, rules that are
/// consistent with the identities above though the derivative of the number 2^x has a factor log 2.
public struct ExponentialRational: Hashable, Sendable {
  /// The number.
  public let rational: Rational

  public init(_ rational: Rational) { self.rational = rational }

  /// numerator / denominator; undefined when the denominator is 0.
  public init(_ numerator: Int, _ denominator: Int = 1) { self.init(Rational(numerator, denominator)) }

  /// The undefined value.
  public static let undefined = ExponentialRational(.undefined)

  /// 2^20: the largest |x| of which 2^x is formed, a number of 128 kilobytes.
  public static let maximumExponent = 1 << 20
}

extension ExponentialRational: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(Rational(value)) }
}

extension ExponentialRational: RealArithmetic {
  public typealias Context = Intrinsic
  public var context: Intrinsic { Intrinsic() }

  public init(_ value: Int, in context: Intrinsic) { self.init(Rational(value)) }
  /// The number that `value` holds, exactly; undefined for a NaN and for an infinity.
  public init(_ value: Double, in context: Intrinsic) { self.init(Rational(exactly: value)) }
  public init(_ value: Rational, in context: Intrinsic) { self.init(value) }

  public static func + (x: Self, y: Self) -> Self { Self(x.rational + y.rational) }
  public static func - (x: Self, y: Self) -> Self { Self(x.rational - y.rational) }
  public static func * (x: Self, y: Self) -> Self { Self(x.rational * y.rational) }
  public static func / (x: Self, y: Self) -> Self { Self(x.rational / y.rational) }
  public static prefix func - (x: Self) -> Self { Self(-x.rational) }
  public static func pow(_ x: Self, _ n: Int) -> Self { Self(.pow(x.rational, n)) }

  public var magnitude: Self { Self(rational.magnitude) }
  public var isDefined: Bool { rational.isDefined }
  public func isEqual(to other: Self) -> Truth { rational.isEqual(to: other.rational) }
  public func isLess(than other: Self) -> Truth { rational.isLess(than: other.rational) }
  public var approximation: Double { rational.approximation }
  public var description: String { rational.description }
}
