import Arithmetic

/// Numbers that remember how they were computed: over these a definition gives, besides its outputs, their gradient
/// with respect to every input, in the numbers of another system.
///
/// Each element that is read becomes a variable of the tape, once for each time that it is read; its cotangent is the
/// sum. A rounding to a narrower format has the derivative 1. A complex number is a pair of real ones: its gradient
/// consists of the derivatives with respect to the real and the imaginary part, as deep-learning packages have it.
public enum Adjoints<Base: NumberSystem>: NumberSystem {
  public typealias Real = Adjoint<Base.Real>
  public typealias ComplexNumber = Complex<Adjoint<Base.Real>>

  public static func input(
    _ value: Double, tensor: Int, position: Int, in context: AdjointContext<Base.Real>
  ) -> Adjoint<Base.Real> {
    context.tape.variable(
      Base.input(value, tensor: tensor, position: position, in: context.base),
      at: .init(tensor: tensor, position: position))
  }

  public static func rounded(_ x: Adjoint<Base.Real>, to format: FloatFormat) -> Adjoint<Base.Real> {
    x.replacingValue(Base.rounded(x.value, to: format))
  }
}
