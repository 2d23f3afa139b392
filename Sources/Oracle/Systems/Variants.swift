import Arithmetic

/// Floats as honest kernels vary them: format, order of summation, fused products, formulas of functions.
public enum Variants: NumberSystem {
  public typealias Real = FloatVariant
  public typealias ComplexNumber = Complex<FloatVariant>

  public static func rounded(_ x: FloatVariant, to format: FloatFormat) -> FloatVariant {
    FloatVariant(format.rounded(x.value), in: x.context)
  }
}

/// Rational numbers whose exponential is 2^x on the integers: a kernel with its gates given as logarithms, exactly.
public enum ExactNumbers: NumberSystem {
  public typealias Real = ExponentialRational
  public typealias ComplexNumber = Complex<ExponentialRational>
}
