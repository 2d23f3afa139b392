import Arithmetic
import LinearAlgebra

/// A covariance between two observations with a drift that is constant on each of some sub-steps: what linearizing anew
/// at every sub-step gives.
public struct PiecewiseCovarianceFlow<S: ConjugateArithmetic>: Sendable {
  /// F_k, each of shape (state, state).
  public var drifts: [Matrix<S>]
  /// h_k.
  public var durations: [S]
  /// Q, shape (state, state).
  public var diffusion: Matrix<S>

  public init(drifts: [Matrix<S>], durations: [S], diffusion: Matrix<S>) {
    precondition(drifts.count == durations.count, "one duration a drift")
    self.drifts = drifts
    self.durations = durations
    self.diffusion = diffusion
  }

  /// P at the end: each sub-step takes the P of the one before it,
  ///
  ///     P <- Phi_k P Phi_k* + integral of e^(s F_k) Q e^(s F_k*) over [0, h_k],   Phi_k = e^(h_k F_k).
  ///
  /// - Throws: as `CovarianceFlow.covarianceByBlockExponential(from:after:)`.
  public func covariance(from start: Matrix<S>) throws(LinearAlgebraError) -> Matrix<S> {
    var covariance = start
    for (drift, duration) in zip(drifts, durations) {
      covariance = try CovarianceFlow(drift: drift, diffusion: diffusion)
        .covarianceByBlockExponential(from: covariance, after: duration)
    }
    return covariance
  }

  /// The sum of the authors' code, with exact integrals in place of its trapezoids: the noise is weighted with the
  /// transition from the *start* to the time s at which it enters, not from s to the end,
  ///
  ///     Phi(T, 0) P_0 Phi(T, 0)* + integral of Phi(s, 0) Q Phi(s, 0)* over [0, T].
  ///
  /// For one constant F the two integrals are the same, by s -> T - s.
  ///
  /// - Throws: as `CovarianceFlow.covarianceByBlockExponential(from:after:)`.
  /// - Source: Ansari et al., arXiv 2301.11308, the sub-steps of the authors' prediction.
  public func accumulatedCovariance(from start: Matrix<S>) throws(LinearAlgebraError) -> Matrix<S> {
    let n = start.rows
    var transition = Matrix<S>(identity: n, in: start.context)
    var noise = Matrix<S>(zeros: n, n, in: start.context)
    for (drift, duration) in zip(drifts, durations) {
      let flow = CovarianceFlow(drift: drift, diffusion: transition * diffusion * transition.adjoint)
      let zeros = Matrix<S>(zeros: n, n, in: start.context)
      noise = noise + (try flow.covarianceByBlockExponential(from: zeros, after: duration))
      transition = try flow.transition(after: duration) * transition
    }
    return transition * start * transition.adjoint + noise
  }

  /// The sub-steps by which the authors' code covers an interval: min(step, what is left), until less than `least` is
  /// left, which is not covered.
  ///
  /// - Source: as ``accumulatedCovariance(from:)``, with least = 10^-5.
  public static func substeps(of length: S, step: S, least: S) -> [S] where S: RealArithmetic {
    var steps: [S] = []
    var left = length
    while left.isPositive.isTrue {
      let next = S.minimum(step, left)
      if next.isLess(than: least).isTrue { break }
      steps.append(next)
      left = left - next
    }
    return steps
  }
}
