import Arithmetic
import LinearAlgebra

/// The discrete Riccati map: from one predicted covariance of a Kalman filter to the next,
///
///     P -> F (P - P H* S^-1 H P) F* + Q,   S = H P H* + R.
///
/// - Source: Anderson, Moore, Optimal Filtering (1979), section 4.4.
public struct RiccatiMap<S: ConjugateArithmetic>: Sendable {
  /// F, Q, H and R; what was observed plays no part.
  public var step: LinearGaussianStep<S>

  public init(_ step: LinearGaussianStep<S>) { self.step = step }

  /// The next predicted covariance.
  ///
  /// - Throws: `noPivot` where S is, or may be, singular.
  public func callAsFunction(_ covariance: Matrix<S>) throws(LinearAlgebraError) -> Matrix<S> {
    let updated = try step.updated(state(covariance))
    return step.transition * updated.covariance * step.transition.adjoint + step.processNoise
  }

  /// F (I - K H): how an error of the predicted mean goes on to the next.
  ///
  /// - Throws: `noPivot` where S is, or may be, singular.
  public func closedLoop(at covariance: Matrix<S>) throws(LinearAlgebraError) -> Matrix<S> {
    step.transition - step.transition * (try step.gain(at: state(covariance))) * step.observation
  }

  private func state(_ covariance: Matrix<S>) -> GaussianState<S> {
    GaussianState(mean: Matrix(zeros: covariance.rows, 1, in: covariance.context), covariance: covariance)
  }
}
