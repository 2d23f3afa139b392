// Every function is that of the rectangle, see `Complex`.
extension DoubleDoubleDisc: ElementaryArithmetic {
  private init(_ rectangle: Complex<DoubleDouble>) { self.init(rectangle.real, rectangle.imaginary) }

  public static func sqrt(_ z: Self) -> Self { Self(Complex.sqrt(z.rectangle)) }
  public static func exp(_ z: Self) -> Self { Self(Complex.exp(z.rectangle)) }
  public static func expMinusOne(_ z: Self) -> Self { Self(Complex.expMinusOne(z.rectangle)) }
  public static func log(_ z: Self) -> Self { Self(Complex.log(z.rectangle)) }
  public static func log(onePlus z: Self) -> Self { Self(Complex.log(onePlus: z.rectangle)) }
  public static func pow(_ z: Self, _ w: Self) -> Self { Self(Complex.pow(z.rectangle, w.rectangle)) }
  public static func sin(_ z: Self) -> Self { Self(Complex.sin(z.rectangle)) }
  public static func cos(_ z: Self) -> Self { Self(Complex.cos(z.rectangle)) }
  public static func tan(_ z: Self) -> Self { Self(Complex.tan(z.rectangle)) }
  public static func sinh(_ z: Self) -> Self { Self(Complex.sinh(z.rectangle)) }
  public static func cosh(_ z: Self) -> Self { Self(Complex.cosh(z.rectangle)) }
  public static func tanh(_ z: Self) -> Self { Self(Complex.tanh(z.rectangle)) }
  public static func softplus(_ z: Self) -> Self { Self(Complex.softplus(z.rectangle)) }
  public static func sigmoid(_ z: Self) -> Self { Self(Complex.sigmoid(z.rectangle)) }
}
