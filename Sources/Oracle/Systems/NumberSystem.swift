import Arithmetic
import Definitions

/// The numbers in which a kernel's definition is evaluated: real ones, complex ones, and what rounding to a narrower
/// format means for them.
///
/// A definition is written once, generic over a number system. Over ``Balls`` it gives enclosures of the reference,
/// over ``Bounds`` the a-priori rounding error, over ``Singles`` a naive float kernel, over ``ExactNumbers`` exact
/// values.
public protocol NumberSystem: Sendable {
  associatedtype Real: RealElementaryArithmetic
  associatedtype ComplexNumber: ComplexArithmetic, ElementaryArithmetic where ComplexNumber.Real == Real

  /// An element of an input tensor. Systems that follow each input (derivatives) note which one it is.
  ///
  /// - Parameters:
  ///   - tensor: the place of the tensor among the call's inputs, in order of their names.
  ///   - position: the row-major position of the element; of the pair of components, where the tensor is complex.
  static func input(_ value: Double, tensor: Int, position: Int, in context: Real.Context) -> Real

  /// x as a kernel stores it in `format`: x itself, except where the system follows roundings.
  static func rounded(_ x: Real, to format: FloatFormat) -> Real

  /// The outputs and the final state of a recurrence, by an algorithm. Nil where the algorithm does not apply.
  static func solve(
    _ problem: AffineProblem<Real>, _ form: AffineForm
  ) -> (outputs: [Real.Vector], finalState: Real.Vector)?

  /// x as a number that every kernel has stored before it goes on, so that what follows does not multiply its sums out:
  /// systems that follow roundings forget of what it is the sum.
  static func materialized(_ x: Real) -> Real

  /// (H + Lambda)^-1 q for a symmetric positive semidefinite H and a positive diagonal Lambda: see ``MesaLayer``. Systems
  /// that follow roundings hold for any factorization.
  static func regularizedSolve(
    _ covariance: Real.Vector, _ regularization: Real.Vector, _ query: Real.Vector
  ) -> Real.Vector

  /// The first `count` outputs of the circular convolution of `input` and `taps` of a size, as fast Fourier transforms
  /// of that size compute it. Systems that do not follow roundings add up the products.
  static func transformConvolution(
    _ input: Real.Vector, _ taps: Real.Vector, size: Int, count: Int
  ) -> Real.Vector
}

extension NumberSystem {
  public static func regularizedSolve(
    _ covariance: Real.Vector, _ regularization: Real.Vector, _ query: Real.Vector
  ) -> Real.Vector {
    MesaLayer<Real>.solve(covariance: covariance, regularization: regularization, query)
  }

  public static func transformConvolution(
    _ input: Real.Vector, _ taps: Real.Vector, size: Int, count: Int
  ) -> Real.Vector {
    circularConvolution(input, taps, size: size, count: count)
  }

  public static func input(_ value: Double, tensor: Int, position: Int, in context: Real.Context) -> Real {
    Real(value, in: context)
  }

  public static func rounded(_ x: Real, to format: FloatFormat) -> Real { x }

  public static func materialized(_ x: Real) -> Real { x }

  /// Each element ``materialized(_:)``.
  static func materialized(_ vector: Real.Vector) -> Real.Vector {
    Real.Vector(vector.elements.map { materialized($0) }, in: vector.context)
  }

  public static func solve(
    _ problem: AffineProblem<Real>, _ form: AffineForm
  ) -> (outputs: [Real.Vector], finalState: Real.Vector)? {
    problem.solve(form)
  }
}

/// Rigorous enclosures at any precision: the reference of last resort.
public enum Balls: NumberSystem {
  public typealias Real = Ball
  public typealias ComplexNumber = Disc
}

/// Rigorous enclosures of some 100 bits: the fast reference.
public enum DoubleDoubles: NumberSystem {
  public typealias Real = DoubleDouble
  public typealias ComplexNumber = DoubleDoubleDisc
}

/// Correctly rounded numbers at any precision.
public enum BigFloats: NumberSystem {
  public typealias Real = BigFloat
  public typealias ComplexNumber = Complex<BigFloat>
}

/// Double precision, as a float kernel would compute.
public enum Doubles: NumberSystem {
  public typealias Real = Double
  public typealias ComplexNumber = Complex<Double>

  public static func rounded(_ x: Double, to format: FloatFormat) -> Double { format.rounded(x) }
}

/// Single precision, as a float kernel would compute.
public enum Singles: NumberSystem {
  public typealias Real = Float
  public typealias ComplexNumber = Complex<Float>

  public static func rounded(_ x: Float, to format: FloatFormat) -> Float { Float(format.rounded(Double(x))) }
}
