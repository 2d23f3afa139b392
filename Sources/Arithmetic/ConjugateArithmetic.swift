/// A real or complex arithmetic with its conjugation: what an adjoint, an inner product and a norm need, so that an
/// algorithm of linear algebra is written once for both.
///
/// For a real arithmetic the conjugation is the identity and the real part is the number itself.
public protocol ConjugateArithmetic: SizedArithmetic {
  /// The arithmetic of the real parts: `Self` for a real arithmetic.
  associatedtype RealPart: RealArithmetic & ConjugateArithmetic
  where RealPart.Context == Context, RealPart.RealPart == RealPart

  /// The number whose real part is given and whose imaginary part is 0.
  init(realPart: RealPart)

  /// realPart + i imaginaryPart; of a real arithmetic, which has no imaginary part, the real part.
  init(realPart: RealPart, imaginaryPart: RealPart)

  /// Re self.
  var realPart: RealPart { get }
  /// The complex conjugate, exactly.
  var conjugate: Self { get }
  /// |self|^2.
  var squaredMagnitude: RealPart { get }

  /// Whether there are numbers with an imaginary part.
  static var isComplex: Bool { get }
  /// What the result of an operation is.
  static var resultKind: ResultKind { get }
}

/// What the result of an operation is, compared with the exact one.
public enum ResultKind: Sendable {
  /// The exact result.
  case exact
  /// A number near it.
  case rounded
  /// An enclosure of it.
  case enclosure
}

extension ConjugateArithmetic where Self: RealArithmetic, RealPart == Self {
  public init(realPart: Self) { self = realPart }
  public init(realPart: Self, imaginaryPart: Self) { self = realPart }
  public var realPart: Self { self }
  public var conjugate: Self { self }
  public var squaredMagnitude: Self { self * self }
  public static var isComplex: Bool { false }
}

extension Rational: ConjugateArithmetic {
  public typealias RealPart = Rational
  public static var resultKind: ResultKind { .exact }
}

extension BigFloat: ConjugateArithmetic {
  public typealias RealPart = BigFloat
  public static var resultKind: ResultKind { .rounded }
}

extension Double: ConjugateArithmetic {
  public typealias RealPart = Double
  public static var resultKind: ResultKind { .rounded }
}

extension Float: ConjugateArithmetic {
  public typealias RealPart = Float
  public static var resultKind: ResultKind { .rounded }
}

extension Ball: ConjugateArithmetic {
  public typealias RealPart = Ball
  /// self^2, which is not negative.
  public var squaredMagnitude: Ball { Ball.pow(self, 2) }
  public static var resultKind: ResultKind { .enclosure }
}

extension DoubleDouble: ConjugateArithmetic {
  public typealias RealPart = DoubleDouble
  public static var resultKind: ResultKind { .enclosure }
}

extension Disc: ConjugateArithmetic {
  public typealias RealPart = Ball
  public init(realPart: Ball) { self.init(realPart) }
  public init(realPart: Ball, imaginaryPart: Ball) { self.init(realPart, imaginaryPart) }
  public var realPart: Ball { real }
  public static var isComplex: Bool { true }
  public static var resultKind: ResultKind { .enclosure }
}

extension Complex: ConjugateArithmetic where Real: ConjugateArithmetic, Real.RealPart == Real {
  public typealias RealPart = Real
  public init(realPart: Real) { self.init(realPart) }
  public init(realPart: Real, imaginaryPart: Real) { self.init(realPart, imaginaryPart) }
  public var realPart: Real { real }
  public static var isComplex: Bool { true }
  public static var resultKind: ResultKind { Real.resultKind }
}
