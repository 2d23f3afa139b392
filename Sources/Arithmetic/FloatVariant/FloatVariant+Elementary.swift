import RealModule

// The platform's functions, in `Double` for binary64 and in `Float` for the shorter formats, rounded to the format:
// within about a unit in the last place.

extension FloatVariant: RealElementaryArithmetic {
  private static func apply(_ x: Self, _ single: (Float) -> Float, _ double: (Double) -> Double) -> Self {
    Self(x.context.format == .binary64 ? double(x.value) : Double(single(Float(x.value))), in: x.context)
  }

  public static func sqrt(_ x: Self) -> Self { apply(x, Float.sqrt, Double.sqrt) }
  public static func expMinusOne(_ x: Self) -> Self { apply(x, Float.expMinusOne, Double.expMinusOne) }
  public static func log(_ x: Self) -> Self { apply(x, Float.log(_:), Double.log(_:)) }
  public static func log(onePlus x: Self) -> Self { apply(x, Float.log(onePlus:), Double.log(onePlus:)) }
  public static func sin(_ x: Self) -> Self { apply(x, Float.sin, Double.sin) }
  public static func cos(_ x: Self) -> Self { apply(x, Float.cos, Double.cos) }
  public static func tan(_ x: Self) -> Self { apply(x, Float.tan, Double.tan) }
  public static func sinh(_ x: Self) -> Self { apply(x, Float.sinh, Double.sinh) }
  public static func cosh(_ x: Self) -> Self { apply(x, Float.cosh, Double.cosh) }
  public static func tanh(_ x: Self) -> Self { apply(x, Float.tanh, Double.tanh) }
  public static func atan(_ x: Self) -> Self { apply(x, Float.atan, Double.atan) }

  public static func atan2(y: Self, x: Self) -> Self {
    apply(y, { Float.atan2(y: $0, x: Float(x.value)) }, { Double.atan2(y: $0, x: x.value) })
  }

  public static func pow(_ x: Self, _ y: Self) -> Self {
    apply(x, { Float.pow($0, Float(y.value)) }, { Double.pow($0, y.value) })
  }

  public static func pi(in context: FloatPolicy) -> Self { Self(Double.pi, in: context) }

  /// e^x by the policy's formula.
  public static func exp(_ x: Self) -> Self {
    switch x.context.exponential {
    case .natural: apply(x, Float.exp, Double.exp)
    // log2 e = 1.4426950408889634 in `Double`.
    case .powerOfTwo: apply(x * Self(0x1.71547652b82fep0, in: x.context), Float.exp2, Double.exp2)
    }
  }

  /// 1/(1 + e^-x) by the policy's formula.
  public static func sigmoid(_ x: Self) -> Self {
    switch x.context.sigmoid {
    case .stable where x.value < 0:
      let power = exp(x)
      return power / (1 + power)
    case .stable, .reciprocal: return 1 / (1 + exp(-x))
    case .hyperbolic: return (1 + tanh(x / 2)) / 2
    }
  }

  /// log(1 + e^x) by the policy's formula.
  public static func softplus(_ x: Self) -> Self {
    switch x.context.softplus {
    case .maximum: Self(Double.maximum(x.value, 0), in: x.context) + log(onePlus: exp(-x.magnitude))
    case _ where x.value > x.context.softplusThreshold: x
    case .logOnePlus: log(onePlus: exp(x))
    case .logarithm: log(1 + exp(x))
    }
  }
}
