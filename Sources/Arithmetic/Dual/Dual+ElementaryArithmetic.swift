extension Dual: RealArithmetic where Base: RealArithmetic {
  /// |x|' = sign(x) x'; undefined where the sign of x is 0 or not decided.
  public var magnitude: Dual {
    if value.isPositive.isTrue { return self }
    if value.isNegative.isTrue { return -self }
    return Dual(value.magnitude, tangent: Base(Double.nan, in: context))
  }

  /// The larger one with its tangent; x's where they are equal; an undefined tangent where that is not decided.
  public static func maximum(_ x: Dual, _ y: Dual) -> Dual {
    extremum(x, y, x.isLess(than: y), Base.maximum(x.value, y.value))
  }

  /// The smaller one with its tangent; x's where they are equal; an undefined tangent where that is not decided.
  public static func minimum(_ x: Dual, _ y: Dual) -> Dual {
    extremum(x, y, y.isLess(than: x), Base.minimum(x.value, y.value))
  }

  private static func extremum(_ x: Dual, _ y: Dual, _ isSecond: Truth, _ value: Base) -> Dual {
    switch isSecond {
    case .true: y
    case .false: x
    case .undecided: Dual(value, tangent: Base(Double.nan, in: x.context))
    }
  }

  /// By value.
  public func isLess(than other: Dual) -> Truth { value.isLess(than: other.value) }

  public var approximation: Double { value.approximation }
}

extension Dual: ElementaryArithmetic where Base: ElementaryArithmetic {
  /// f(x) + f'(x) x' e.
  private static func apply(_ function: ElementaryFunction, _ x: Dual) -> Dual {
    let value = function(x.value)
    return chain(x, value: value, slope: function.slope(at: x.value, value: value))
  }

  public static func sqrt(_ x: Dual) -> Dual { apply(.sqrt, x) }
  public static func exp(_ x: Dual) -> Dual { apply(.exp, x) }
  public static func expMinusOne(_ x: Dual) -> Dual { apply(.expMinusOne, x) }
  public static func log(_ x: Dual) -> Dual { apply(.log, x) }
  public static func log(onePlus x: Dual) -> Dual { apply(.logOnePlus, x) }
  public static func sin(_ x: Dual) -> Dual { apply(.sin, x) }
  public static func cos(_ x: Dual) -> Dual { apply(.cos, x) }
  public static func tan(_ x: Dual) -> Dual { apply(.tan, x) }
  public static func sinh(_ x: Dual) -> Dual { apply(.sinh, x) }
  public static func cosh(_ x: Dual) -> Dual { apply(.cosh, x) }
  public static func tanh(_ x: Dual) -> Dual { apply(.tanh, x) }
  public static func softplus(_ x: Dual) -> Dual { apply(.softplus, x) }
  public static func sigmoid(_ x: Dual) -> Dual { apply(.sigmoid, x) }

  /// (x^y)' = y x^(y-1) x' + x^y log(x) y'; the second term is left out where y' is exactly 0.
  public static func pow(_ x: Dual, _ y: Dual) -> Dual {
    let power = Base.pow(x.value, y.value)
    let slope = y.value * Base.pow(x.value, y.value - 1)
    if y.tangent.isEqual(to: Base(0, in: y.context)).isTrue { return chain(x, value: power, slope: slope) }
    return Dual(power, tangent: (slope * x.tangent).addingProduct(power * Base.log(x.value), y.tangent))
  }
}

extension Dual: RealElementaryArithmetic where Base: RealElementaryArithmetic {
  /// atan' = 1/(1 + x^2).
  public static func atan(_ x: Dual) -> Dual {
    Dual(Base.atan(x.value), tangent: x.tangent / (1 + x.value * x.value))
  }

  /// atan2(y, x)' = (x y' - y x')/(x^2 + y^2).
  public static func atan2(y: Dual, x: Dual) -> Dual {
    let squared = x.value * x.value + y.value * y.value
    return Dual(
      Base.atan2(y: y.value, x: x.value),
      tangent: (x.value * y.tangent - y.value * x.tangent) / squared)
  }

  public static func pi(in context: Context) -> Dual { Dual(constant: Base.pi(in: context)) }
}
