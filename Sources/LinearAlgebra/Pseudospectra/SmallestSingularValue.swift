import Arithmetic

/// sigma_min(z I - A), the distance of z I - A to the singular matrices, of one matrix at many points z: 1/||(z I -
/// A)^-1||.
///
/// From A = Q T Q*, sigma_min(z I - A) = sigma_min(B) for the triangular B = z I - T; 1/sigma_min^2 is the largest
/// eigenvalue of B^-1 B^-*, by Lanczos's iteration with two triangular solutions a step, O(n^2) a point. The iteration
/// ends when the largest Ritz value has settled to a part in 10^10, or after 100 steps.
///
/// - Accuracy: for the most part within a part in 10^10 and c n u |A|; a value below u |A| says no more than that the
///   true one
///   is. A Ritz value errs on one side: 1/sqrt(Ritz value) is never below sigma_min but for rounding.
/// - Source: L. N. Trefethen, "Computation of pseudospectra", Acta Numerica 8 (1999), section 8.
public struct SmallestSingularValue<Real: RoundingArithmetic & RealElementaryArithmetic>: Sendable
where Real.RealPart == Real {
  /// T.
  let triangular: Matrix<Complex<Real>>
  /// Whether A is real, and the values at z and its conjugate the same.
  let isReal: Bool

  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public init(_ matrix: Matrix<Real>) throws(LinearAlgebraError) {
    triangular = SchurDecomposition<Complex<Real>>(try SchurDecomposition(matrix)).triangular
    isReal = true
  }

  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public init(_ matrix: Matrix<Complex<Real>>) throws(LinearAlgebraError) {
    triangular = try SchurDecomposition(matrix, vectors: false).triangular
    isReal = false
  }

  public var order: Int { triangular.rows }

  /// sigma_min(z I - A); 0 where z I - T is singular, or so near it that its inverse overflows; infinity for order 0.
  public func callAsFunction(_ z: Complex<Real>) -> Real { values(at: [z])[0] }

  /// sigma_min(z I - A) at each of the points.
  public func values(at points: [Complex<Real>]) -> [Real] {
    if let triangular = triangular as? Matrix<Complex<Double>>, let points = points as? [Complex<Double>] {
      let iteration = HardwareResolventIteration(triangular)
      return points.map { value(iteration, at: $0) as! Real }
    }
    let iteration = ResolventIteration(triangular)
    return points.map { value(iteration, at: $0) }
  }

  private func value<Iteration: LanczosIteration>(_ iteration: Iteration, at z: Complex<Iteration.Real>)
    -> Iteration.Real
  {
    let context = z.context
    guard order > 0 else { return Iteration.Real(1, in: context) / Iteration.Real(0, in: context) }
    iteration.start(at: z)
    guard let (ritz, exponent) = iteration.largestRitzValue(order: order) else {
      return Iteration.Real(0, in: context)
    }
    let value = Iteration.Real.sqrt(Iteration.Real(ritz, in: context))
    return Iteration.Real.powerOfTwo(-exponent, in: context) / value
  }
}

extension Matrix where Scalar: RoundingArithmetic & RealElementaryArithmetic, Scalar.RealPart == Scalar {
  /// sigma_min(z I - A), as ``SmallestSingularValue``, which is what many points should share.
  ///
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public func smallestSingularValue(at z: Complex<Scalar>) throws(LinearAlgebraError) -> Scalar {
    try SmallestSingularValue(self)(z)
  }
}

extension Matrix {
  /// sigma_min(z I - A), as ``SmallestSingularValue``, which is what many points should share.
  ///
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public func smallestSingularValue<R>(at z: Complex<R>) throws(LinearAlgebraError) -> R
  where Scalar == Complex<R>, R: RoundingArithmetic & RealElementaryArithmetic, R.RealPart == R {
    try SmallestSingularValue(self)(z)
  }
}
