import Arithmetic
import LinearAlgebra

/// What some consecutive steps of a Kalman filter do, as an element of an associative scan: given the state x before
/// them, the state after them has the law N(A x + b, C), and the observations have a likelihood in x proportional to
/// exp(eta* x - x* J x/2).
///
/// - Source: Sarkka, Garcia-Fernandez, arXiv 1905.13002, Lemmas 7 and 8.
public struct FilteringElement<S: ConjugateArithmetic>: Sendable {
  /// A, shape (state, state).
  public var transition: Matrix<S>
  /// b, shape (state, 1).
  public var offset: Matrix<S>
  /// C, shape (state, state).
  public var covariance: Matrix<S>
  /// eta, shape (state, 1).
  public var informationVector: Matrix<S>
  /// J, shape (state, state).
  public var information: Matrix<S>

  public init(
    transition: Matrix<S>, offset: Matrix<S>, covariance: Matrix<S>, informationVector: Matrix<S>,
    information: Matrix<S>
  ) {
    self.transition = transition
    self.offset = offset
    self.covariance = covariance
    self.informationVector = informationVector
    self.information = information
  }

  /// One step: with S = H Q H* + R, K = Q H* S^-1 and v = y - H u,
  ///
  ///     A = (I - K H) F,  b = u + K v,  C = (I - K H) Q,  eta = F* H* S^-1 v,  J = F* H* S^-1 H F.
  ///
  /// - Throws: `noPivot` where S is, or may be, singular.
  public init(_ step: LinearGaussianStep<S>) throws(LinearAlgebraError) {
    let start = GaussianState(mean: step.offset, covariance: step.processNoise)
    let updated = try step.updated(start)
    let innovation = step.innovation(of: start)
    let observedTransition = step.observation * step.transition
    transition = step.transition - (try step.gain(at: start)) * observedTransition
    offset = updated.mean
    covariance = updated.covariance
    let factors = try LUDecomposition(innovation.covariance)
    informationVector = observedTransition.adjoint * factors.solve(innovation.residual)
    information = observedTransition.adjoint * factors.solve(observedTransition)
  }

  /// The first step, which absorbs the law of x_0: A = 0, eta = 0, J = 0, and b and C those of x_1 given y_1.
  ///
  /// - Throws: `noPivot` where S is, or may be, singular.
  public init(first step: LinearGaussianStep<S>, prior: GaussianState<S>) throws(LinearAlgebraError) {
    let filtered = try step.updated(step.predicted(from: prior))
    let n = prior.mean.rows
    let zeros = Matrix<S>(zeros: n, n, in: prior.mean.context)
    self.init(
      transition: zeros, offset: filtered.mean, covariance: filtered.covariance,
      informationVector: Matrix(zeros: n, 1, in: prior.mean.context), information: zeros)
  }

  /// These steps (i) and then `later` ones (j): with N = (I + C_i J_j)^-1,
  ///
  ///     A = A_j N A_i,  b = A_j N (b_i + C_i eta_j) + b_j,  C = A_j N C_i A_j* + C_j,
  ///     eta = A_i* N* (eta_j - J_j b_i) + eta_i,  J = A_i* N* J_j A_i + J_i,
  ///
  /// for Hermitian C and J. N exists where both are positive semidefinite.
  ///
  /// - Throws: `noPivot` where I + C_i J_j is, or may be, singular.
  public func followed(by later: FilteringElement) throws(LinearAlgebraError) -> FilteringElement {
    let one = S(1, in: offset.context)
    let middle = try (covariance * later.information).addingToDiagonal(one).inverse()
    let (forward, backward) = (later.transition * middle, transition.adjoint * middle.adjoint)
    return FilteringElement(
      transition: forward * transition,
      offset: forward * (offset + covariance * later.informationVector) + later.offset,
      covariance: forward * covariance * later.transition.adjoint + later.covariance,
      informationVector: backward * (later.informationVector - later.information * offset) + informationVector,
      information: backward * later.information * transition + information)
  }
}

/// What some consecutive steps of a smoother do, as an element of an associative scan: given the state x after them the
/// state before them has the law N(E x + g, L).
///
/// - Source: Sarkka, Garcia-Fernandez, arXiv 1905.13002, Lemmas 9 and 10.
public struct SmoothingElement<S: ConjugateArithmetic>: Sendable {
  /// E, shape (state, state).
  public var gain: Matrix<S>
  /// g, shape (state, 1).
  public var offset: Matrix<S>
  /// L, shape (state, state).
  public var covariance: Matrix<S>

  /// The step from t to t + 1: with the smoother's gain E, g = m_t - E m_(t+1)^- and L = P_t - E P_(t+1)^- E*.
  public init(_ filtered: GaussianState<S>, gain: Matrix<S>, predicted: GaussianState<S>) {
    self.gain = gain
    offset = filtered.mean - gain * predicted.mean
    covariance = filtered.covariance - gain * predicted.covariance * gain.adjoint
  }

  /// The last step, after which nothing is seen: E = 0.
  public init(last: GaussianState<S>) {
    gain = Matrix(zeros: last.mean.rows, last.mean.rows, in: last.mean.context)
    offset = last.mean
    covariance = last.covariance
  }

  /// These steps (i) and then `later` ones (j): (E_i E_j, E_i g_j + g_i, E_i L_j E_i* + L_i).
  public func followed(by later: SmoothingElement) -> SmoothingElement {
    var result = self
    result.gain = gain * later.gain
    result.offset = gain * later.offset + offset
    result.covariance = gain * later.covariance * gain.adjoint + covariance
    return result
  }
}
