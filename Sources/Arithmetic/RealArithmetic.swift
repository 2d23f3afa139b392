/// An arithmetic of real numbers: one with an order, which for enclosures is three-valued.
public protocol RealArithmetic: Arithmetic {
  /// |self|.
  var magnitude: Self { get }

  /// Whether self < other, decided only where the enclosures decide it; undecided where either is undefined.
  func isLess(than other: Self) -> Truth

  /// The larger of the two: where enclosures do not decide which one that is, an enclosure of it.
  static func maximum(_ x: Self, _ y: Self) -> Self

  /// The smaller of the two: where enclosures do not decide which one that is, an enclosure of it.
  static func minimum(_ x: Self, _ y: Self) -> Self

  /// Which of the two a computation takes for the larger one, for the derivative of ``maximum(_:_:)``.
  static func selection(_ x: Self, _ y: Self) -> Selection<Self>

  /// A nearby `Double` (the nearest, for the types that round correctly): for display and for plots, never for a proof.
  var approximation: Double { get }
}

extension RealArithmetic {
  /// The larger of the two where that is decided, else (x + y + |x - y|)/2, which encloses it.
  public static func maximum(_ x: Self, _ y: Self) -> Self {
    switch x.isLess(than: y) {
    case .true: y
    case .false: x
    case .undecided: (x + y + (x - y).magnitude) / 2
    }
  }

  /// The smaller of the two where that is decided, else (x + y - |x - y|)/2, which encloses it.
  public static func minimum(_ x: Self, _ y: Self) -> Self {
    switch y.isLess(than: x) {
    case .true: y
    case .false: x
    case .undecided: (x + y - (x - y).magnitude) / 2
    }
  }

  /// Whether self <= other, decided only where the enclosures decide it.
  public func isAtMost(_ other: Self) -> Truth { !other.isLess(than: self) }

  /// Whether self < 0.
  public var isNegative: Truth { isLess(than: Self(0, in: context)) }

  /// Whether self > 0.
  public var isPositive: Truth { Self(0, in: context).isLess(than: self) }
}

/// An arithmetic with the elementary functions, real or complex.
///
/// The names and the argument order are those of swift-numerics' `ElementaryFunctions`.
public protocol ElementaryArithmetic: Arithmetic {
  /// The principal square root.
  static func sqrt(_ x: Self) -> Self
  /// e^x.
  static func exp(_ x: Self) -> Self
  /// e^x - 1, accurate near 0.
  static func expMinusOne(_ x: Self) -> Self
  /// The principal natural logarithm.
  static func log(_ x: Self) -> Self
  /// log(1 + x), accurate near 0.
  static func log(onePlus x: Self) -> Self
  /// x^y = e^(y log x).
  static func pow(_ x: Self, _ y: Self) -> Self
  static func sin(_ x: Self) -> Self
  static func cos(_ x: Self) -> Self
  static func tan(_ x: Self) -> Self
  static func sinh(_ x: Self) -> Self
  static func cosh(_ x: Self) -> Self
  static func tanh(_ x: Self) -> Self
  /// log(1 + e^x).
  static func softplus(_ x: Self) -> Self
  /// The logistic function 1/(1 + e^-x).
  static func sigmoid(_ x: Self) -> Self

  /// y_i = e^(x_i), in bulk; `y` and `x` have the same count.
  static func formExponential(_ y: inout Vector, of x: Vector)
}

extension ElementaryArithmetic {
  public static func formExponential(_ y: inout Vector, of x: Vector) {
    precondition(x.count == y.count)
    for i in 0..<y.count { y[i] = exp(x[i]) }
  }
}

/// A real arithmetic with the elementary functions.
public protocol RealElementaryArithmetic: RealArithmetic, ElementaryArithmetic {
  static func atan(_ x: Self) -> Self
  /// The angle of the point (x, y), in [-pi, pi].
  static func atan2(y: Self, x: Self) -> Self
  /// The circle constant, in a context.
  static func pi(in context: Context) -> Self
}

/// An arithmetic of complex numbers: `Complex` of any real one, or `Disc`.
public protocol ComplexArithmetic: Arithmetic {
  associatedtype Real: RealArithmetic where Real.Context == Context
  init(_ real: Real, _ imaginary: Real)
  var real: Real { get }
  var imaginary: Real { get }
  var conjugate: Self { get }
  /// |self|^2.
  var squaredMagnitude: Real { get }
}

extension ComplexArithmetic {
  /// The real number `real` as a complex one.
  public init(_ real: Real) { self.init(real, Real(0, in: real.context)) }
  public var conjugate: Self { Self(real, -imaginary) }
  public var squaredMagnitude: Real { (real * real).addingProduct(imaginary, imaginary) }
}
