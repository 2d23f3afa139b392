import Arithmetic
import LinearAlgebra

/// The finite-time Lyapunov exponents of a recurrence h_t = J_t h_(t-1) + ..., from its Jacobians J_t,
///
///     zeta_i = (1/T) log sigma_i(J_T ... J_1),
///
/// per step, the largest first: a perturbation of the state of size eps has after T steps at most the size
/// eps e^(T zeta_1). They tend to the Lyapunov exponents as T -> inf.
///
/// The product is formed in balls and its singular values are enclosed; an exponent whose singular value is not
/// certainly positive is undefined.
///
/// - Parameter jacobians: J_1, ..., J_T, square matrices of one order; at least one.
/// - Throws: as ``LinearAlgebra/Matrix/certifiedSingularValues()``.
public func finiteTimeLyapunovExponents(of jacobians: [Matrix<Ball>]) throws(LinearAlgebraError) -> [Ball] {
  precondition(!jacobians.isEmpty, "an exponent is a mean over at least one step")
  let product = jacobians.dropFirst().reduce(jacobians[0]) { $1 * $0 }
  return try product.certifiedSingularValues().map { Ball.log($0) / IntegerConstant(jacobians.count) }
}

/// The Lyapunov exponents of a recurrence whose Jacobians repeat, J_1, ..., J_p, J_1, ..., per step: (1/p) log|lambda|
/// of the eigenvalues lambda of the product, of which the largest is enclosed by
///
///     (1/(p n)) log|det J_p ... J_1|  <=  zeta_1  <=  (1/(p k)) log ||(J_p ... J_1)^k||_2
///
/// for every k; the upper bound tends to zeta_1 as k -> inf.
///
/// - Parameter power: k.
/// - Returns: the two bounds.
/// - Throws: as ``LinearAlgebra/Matrix/certifiedSpectralNorm()``.
public func lyapunovBounds(
  ofPeriod jacobians: [Matrix<Ball>], power: Int
) throws(LinearAlgebraError) -> (lower: Ball, upper: Ball) {
  precondition(!jacobians.isEmpty && power >= 1, "a period has a step")
  let product = jacobians.dropFirst().reduce(jacobians[0]) { $1 * $0 }
  let steps = IntegerConstant(jacobians.count)
  let values = try product.certifiedSingularValues()
  let volume = values.reduce(Ball(0, in: product.context)) { $0 + Ball.log($1) }
  let repeated = (1..<power).reduce(product) { result, _ in result * product }
  let upper = Ball.log(try repeated.certifiedSpectralNorm()) / IntegerConstant(power) / steps
  return (volume / IntegerConstant(product.rows) / steps, upper)
}

extension SelectiveChannel where A: RealArithmetic {
  /// The Lyapunov exponents of the scan along a fixed sequence of steps,
  ///
  ///     zeta_n = (1/T) log prod_t exp(Delta_t A_n) = A_n mean Delta,
  ///
  /// per token, one for each state: the finite-time exponents exactly, because the Jacobians diag(exp(Delta_t A)) are
  /// diagonal.
  ///
  /// - Parameter steps: `Delta`, shape (length), at least one.
  public func lyapunovExponents(steps: [A]) -> [A] {
    precondition(!steps.isEmpty, "an exponent is a mean over at least one step")
    let mean = steps.dropFirst().reduce(steps[0], +) / IntegerConstant(steps.count)
    return eigenvalues.elements.map { $0 * mean }
  }

  /// The largest of the exponents, -min_n |A_n| mean Delta for A < 0.
  ///
  /// - Source: "Mamba State-Space Models Are Lyapunov-Stable Learners", arXiv 2406.00209, Theorem 1.
  public func maximalLyapunovExponent(steps: [A]) -> A {
    let exponents = lyapunovExponents(steps: steps)
    return exponents.dropFirst().reduce(exponents[0], A.maximum)
  }

  /// The Jacobians dh_t/dh_(t-1) = diag(exp(Delta_t A)) along a sequence of steps.
  public func jacobians(steps: [A]) -> [Matrix<A>] {
    let zero = A(0, in: context)
    let none = A.Vector(zeros: eigenvalues.count, in: context)
    return steps.map { delta in
      let step = Self.step(eigenvalues: eigenvalues, step: delta, input: zero, inputGain: none, outputGain: none)
      return Matrix(diagonal: step.decay.elements, in: context)
    }
  }
}
