/// A complex number x + i y over any real arithmetic.
///
/// It has its components' context and their idea of correctness: exact over `Rational`, rounded over `BigFloat`, `Float`
/// and `Double`, enclosed over `Ball` and `DoubleDouble`. Enclosed components make a *rectangle*, whose radius grows by
/// |Re a| + |Im a| at every step of h = a h + b u; a long recurrence is enclosed by `Disc` instead.
///
/// Errors are stated *normwise*, |computed - exact| / |exact|, in the unit roundoff u of the components, to first order,
/// and where nothing overflows or underflows. There is no point at infinity and there are no signed zeros: a division
/// by 0 is undefined, and a value on a branch cut is taken by continuity from above.
public struct Complex<Real: RealArithmetic>: ComplexArithmetic {
  public typealias Context = Real.Context
  public typealias Vector = ComplexVector<Real>

  public var real: Real
  public var imaginary: Real

  /// real + i imaginary.
  @inlinable public init(_ real: Real, _ imaginary: Real) {
    self.real = real
    self.imaginary = imaginary
  }

  @inlinable public init(_ value: Int, in context: Context) {
    self.init(Real(value, in: context), Real(0, in: context))
  }
  @inlinable public init(_ value: Double, in context: Context) {
    self.init(Real(value, in: context), Real(0, in: context))
  }
  public init(_ value: Rational, in context: Context) {
    self.init(Real(value, in: context), Real(0, in: context))
  }

  /// i, the square root of -1.
  public static func imaginaryUnit(in context: Context) -> Complex {
    Complex(Real(0, in: context), Real(1, in: context))
  }

  @inlinable public var context: Context { real.context }

  /// Whether both components are defined.
  @inlinable public var isDefined: Bool { real.isDefined && imaginary.isDefined }

  public func isEqual(to other: Complex) -> Truth {
    real.isEqual(to: other.real) && imaginary.isEqual(to: other.imaginary)
  }

  /// "(x, y)".
  public var description: String { "(\(real), \(imaginary))" }
}

extension Complex: Equatable where Real: Equatable {}
extension Complex: Hashable where Real: Hashable {}
