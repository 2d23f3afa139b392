import Arithmetic
import LinearAlgebra

/// A Gaussian law N(m, P) of a state.
public struct GaussianState<S: ConjugateArithmetic>: Sendable {
  /// m, shape (state, 1).
  public var mean: Matrix<S>
  /// P, shape (state, state).
  public var covariance: Matrix<S>

  public init(mean: Matrix<S>, covariance: Matrix<S>) {
    precondition(mean.columns == 1 && covariance.isSquare && covariance.rows == mean.rows, "P has the size of m")
    self.mean = mean
    self.covariance = covariance
  }
}

/// One step of a linear-Gaussian state-space model, with what was observed:
///
///     x_t = F x_(t-1) + u + N(0, Q),   y_t = H x_t + N(0, R).
///
/// - Source: Kalman, "A new approach to linear filtering and prediction problems", J. Basic Eng. 82 (1960).
public struct LinearGaussianStep<S: ConjugateArithmetic>: Sendable {
  /// F, shape (state, state).
  public var transition: Matrix<S>
  /// u, shape (state, 1).
  public var offset: Matrix<S>
  /// Q, shape (state, state).
  public var processNoise: Matrix<S>
  /// H, shape (outputs, state).
  public var observation: Matrix<S>
  /// R, shape (outputs, outputs).
  public var observationNoise: Matrix<S>
  /// y, shape (outputs, 1).
  public var observed: Matrix<S>

  /// - Parameter offset: 0, where nothing is said.
  public init(
    transition: Matrix<S>, offset: Matrix<S>? = nil, processNoise: Matrix<S>, observation: Matrix<S>,
    observationNoise: Matrix<S>, observed: Matrix<S>
  ) {
    self.transition = transition
    self.offset = offset ?? Matrix(zeros: transition.rows, 1, in: transition.context)
    self.processNoise = processNoise
    self.observation = observation
    self.observationNoise = observationNoise
    self.observed = observed
  }

  /// N(F m + u, F P F* + Q).
  public func predicted(from state: GaussianState<S>) -> GaussianState<S> {
    GaussianState(
      mean: transition * state.mean + offset,
      covariance: transition * state.covariance * transition.adjoint + processNoise)
  }

  /// What y says that the prediction did not.
  public func innovation(of predicted: GaussianState<S>) -> Innovation<S> {
    Innovation(
      residual: observed - observation * predicted.mean,
      covariance: observation * predicted.covariance * observation.adjoint + observationNoise)
  }

  /// The law given y: m + K v and P - K S K*, with the gain K = P H* S^-1.
  ///
  /// - Throws: `noPivot` where S is, or may be, singular.
  public func updated(_ predicted: GaussianState<S>) throws(LinearAlgebraError) -> GaussianState<S> {
    let innovation = innovation(of: predicted)
    let gain = try gain(at: predicted)
    return GaussianState(
      mean: predicted.mean + gain * innovation.residual,
      covariance: predicted.covariance - gain * innovation.covariance * gain.adjoint)
  }

  /// K = P H* S^-1, shape (state, outputs).
  ///
  /// - Throws: `noPivot` where S is, or may be, singular.
  public func gain(at predicted: GaussianState<S>) throws(LinearAlgebraError) -> Matrix<S> {
    try innovation(of: predicted).covariance.solve(observation * predicted.covariance).adjoint
  }
}

/// v = y - H m and its covariance S = H P H* + R, for a predicted law N(m, P).
public struct Innovation<S: ConjugateArithmetic>: Sendable {
  /// v, shape (outputs, 1).
  public let residual: Matrix<S>
  /// S, shape (outputs, outputs).
  public let covariance: Matrix<S>

  public init(residual: Matrix<S>, covariance: Matrix<S>) {
    precondition(
      residual.columns == 1 && covariance.isSquare && covariance.rows == residual.rows, "S has the size of v")
    self.residual = residual
    self.covariance = covariance
  }

  /// v* S^-1 v: minus twice the part of the log-likelihood that depends on y.
  ///
  /// - Throws: `noPivot` where S is, or may be, singular.
  public func squaredDistance() throws(LinearAlgebraError) -> S {
    (residual.adjoint * (try covariance.solve(residual)))[0, 0]
  }

  /// det S.
  ///
  /// - Throws: `noPivot` where S is, or may be, singular.
  public func determinant() throws(LinearAlgebraError) -> S { try LUDecomposition(covariance).determinant }
}

extension Innovation where S: RealElementaryArithmetic {
  /// log N(v; 0, S) = -(v^T S^-1 v + log det S + p log 2 pi)/2.
  ///
  /// - Throws: `noPivot` where S is, or may be, singular.
  public func logLikelihood() throws(LinearAlgebraError) -> S {
    let context = residual.context
    let constant = S(residual.rows, in: context) * S.log(S(2, in: context) * S.pi(in: context))
    return -(try squaredDistance() + S.log(try determinant()) + constant) / 2
  }
}
