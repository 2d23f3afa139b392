extension Adjoint: RealArithmetic where Base: RealArithmetic {
  /// |x|, whose derivative is the sign of x; undefined where that is 0 or not decided.
  public var magnitude: Adjoint {
    if value.isPositive.isTrue { return self }
    if value.isNegative.isTrue { return -self }
    return result(value.magnitude) { $0.link(node, Base(Double.nan, in: value.context)) }
  }

  /// The larger one, with its derivative; x where they are equal. Where errors leave open which one that is, so do the
  /// derivatives.
  public static func maximum(_ x: Adjoint, _ y: Adjoint) -> Adjoint {
    extremum(x, y, Base.selection(x.value, y.value), Base.maximum(x.value, y.value))
  }

  /// The smaller one, as ``maximum(_:_:)``.
  public static func minimum(_ x: Adjoint, _ y: Adjoint) -> Adjoint {
    extremum(x, y, Base.selection(-x.value, -y.value), Base.minimum(x.value, y.value))
  }

  private static func extremum(_ x: Adjoint, _ y: Adjoint, _ selection: Selection<Base>, _ value: Base) -> Adjoint {
    switch selection {
    case .first: return x
    case .second: return y
    // The same number, or the same plus constants: whichever it is, the derivative is its own.
    case .either where x.node == y.node: return x.replacingValue(value)
    case .either(let first, let second):
      return x.result(value, with: y) { tape in
        tape.link(x.node, first)
        tape.link(y.node, second)
      }
    }
  }

  /// By value.
  public func isLess(than other: Adjoint) -> Truth { value.isLess(than: other.value) }

  public var approximation: Double { value.approximation }
}

extension Adjoint: ElementaryArithmetic where Base: ElementaryArithmetic {
  private static func apply(_ function: ElementaryFunction, _ x: Adjoint) -> Adjoint {
    let value = function(x.value)
    return x.result(value) { $0.link(x.node, function.slope(at: x.value, value: value)) }
  }

  public static func sqrt(_ x: Adjoint) -> Adjoint { apply(.sqrt, x) }
  public static func exp(_ x: Adjoint) -> Adjoint { apply(.exp, x) }
  public static func expMinusOne(_ x: Adjoint) -> Adjoint { apply(.expMinusOne, x) }
  public static func log(_ x: Adjoint) -> Adjoint { apply(.log, x) }
  public static func log(onePlus x: Adjoint) -> Adjoint { apply(.logOnePlus, x) }
  public static func sin(_ x: Adjoint) -> Adjoint { apply(.sin, x) }
  public static func cos(_ x: Adjoint) -> Adjoint { apply(.cos, x) }
  public static func tan(_ x: Adjoint) -> Adjoint { apply(.tan, x) }
  public static func sinh(_ x: Adjoint) -> Adjoint { apply(.sinh, x) }
  public static func cosh(_ x: Adjoint) -> Adjoint { apply(.cosh, x) }
  public static func tanh(_ x: Adjoint) -> Adjoint { apply(.tanh, x) }
  public static func softplus(_ x: Adjoint) -> Adjoint { apply(.softplus, x) }
  public static func sigmoid(_ x: Adjoint) -> Adjoint { apply(.sigmoid, x) }

  /// x^y, with the partial derivatives y x^(y-1) and x^y log x.
  public static func pow(_ x: Adjoint, _ y: Adjoint) -> Adjoint {
    let power = Base.pow(x.value, y.value)
    return x.result(power, with: y) { tape in
      tape.link(x.node, y.value * Base.pow(x.value, y.value - 1))
      tape.link(y.node, power * Base.log(x.value))
    }
  }

  public static func formExponential(_ y: inout AdjointVector<Base>, of x: AdjointVector<Base>) {
    y.formExponential(of: x)
  }
}

extension Adjoint: RealElementaryArithmetic where Base: RealElementaryArithmetic {
  /// atan' = 1/(1 + x^2).
  public static func atan(_ x: Adjoint) -> Adjoint {
    x.result(Base.atan(x.value)) { $0.link(x.node, 1 / (1 + x.value * x.value)) }
  }

  /// The partial derivatives are x/(x^2 + y^2) with respect to y and -y/(x^2 + y^2) with respect to x.
  public static func atan2(y: Adjoint, x: Adjoint) -> Adjoint {
    let squared = x.value * x.value + y.value * y.value
    return y.result(Base.atan2(y: y.value, x: x.value), with: x) { tape in
      tape.link(y.node, x.value / squared)
      tape.link(x.node, -(y.value / squared))
    }
  }

  public static func pi(in context: Context) -> Adjoint {
    Adjoint(constant: Base.pi(in: context.base), on: context.tape)
  }
}
