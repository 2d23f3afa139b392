import Arithmetic
import LinearAlgebra

/// A linear-Gaussian state-space model with its observations: x_0 ~ N(m_0, P_0), then one ``LinearGaussianStep`` after
/// the other, t = 1 ... T.
public struct LinearGaussianModel<S: ConjugateArithmetic>: Sendable {
  /// The law of x_0.
  public var prior: GaussianState<S>
  public var steps: [LinearGaussianStep<S>]

  public init(prior: GaussianState<S>, steps: [LinearGaussianStep<S>]) {
    self.prior = prior
    self.steps = steps
  }

  /// The laws of x_t before and after y_t is seen.
  public struct FilteredStep: Sendable {
    /// Of x_t given y_1 ... y_(t-1).
    public let predicted: GaussianState<S>
    /// Of x_t given y_1 ... y_t.
    public let filtered: GaussianState<S>
    /// Of y_t.
    public let innovation: Innovation<S>
  }

  /// The Kalman filter, one step after another.
  ///
  /// - Throws: `noPivot` where a covariance S_t is, or may be, singular.
  public func filter() throws(LinearAlgebraError) -> [FilteredStep] {
    var state = prior
    var result: [FilteredStep] = []
    for step in steps {
      let predicted = step.predicted(from: state)
      state = try step.updated(predicted)
      result.append(
        FilteredStep(predicted: predicted, filtered: state, innovation: step.innovation(of: predicted)))
    }
    return result
  }

  /// The laws of x_1 ... x_T given all of y: backward from the last filtered one,
  ///
  ///     G = P_t F* (P_(t+1)^-)^-1,   m <- m_t + G (m - m_(t+1)^-),   P <- P_t + G (P - P_(t+1)^-) G*.
  ///
  /// - Throws: `noPivot` where an S_t or a predicted covariance is, or may be, singular.
  /// - Source: Rauch, Tung, Striebel, "Maximum likelihood estimates of linear dynamic systems", AIAA J. 3 (1965).
  public func smoothed() throws(LinearAlgebraError) -> [GaussianState<S>] {
    let filter = try filter()
    guard var state = filter.last?.filtered else { return [] }
    var result = [state]
    for t in (0..<filter.count - 1).reversed() {
      let (filtered, predicted) = (filter[t].filtered, filter[t + 1].predicted)
      let gain = try smoothingGain(filtered, predicted, steps[t + 1])
      state = GaussianState(
        mean: filtered.mean + gain * (state.mean - predicted.mean),
        covariance: filtered.covariance + gain * (state.covariance - predicted.covariance) * gain.adjoint)
      result.append(state)
    }
    return result.reversed()
  }

  /// The laws after each observation by a prefix scan of ``FilteringElement``.
  ///
  /// - Throws: `LinearAlgebraError.noPivot` where a matrix is, or may be, singular.
  public func filterByScan(_ tree: ScanTree) throws -> [GaussianState<S>] {
    var elements: [FilteringElement<S>] = []
    for (t, step) in steps.enumerated() {
      elements.append(try t == 0 ? FilteringElement(first: step, prior: prior) : FilteringElement(step))
    }
    return try tree.prefixes(of: elements) { try $0.followed(by: $1) }.prefixes.map {
      GaussianState(mean: $0.offset, covariance: $0.covariance)
    }
  }

  /// The smoothed laws by a scan of ``SmoothingElement`` from the end.
  ///
  /// - Throws: `LinearAlgebraError.noPivot` where a matrix is, or may be, singular.
  public func smoothedByScan(_ tree: ScanTree) throws -> [GaussianState<S>] {
    let filter = try filter()
    var elements: [SmoothingElement<S>] = []
    for t in filter.indices.reversed() {
      guard t + 1 < filter.count else {
        elements.append(SmoothingElement(last: filter[t].filtered))
        continue
      }
      let gain = try smoothingGain(filter[t].filtered, filter[t + 1].predicted, steps[t + 1])
      elements.append(SmoothingElement(filter[t].filtered, gain: gain, predicted: filter[t + 1].predicted))
    }
    return tree.prefixes(of: elements) { later, earlier in earlier.followed(by: later) }.prefixes.reversed().map {
      GaussianState(mean: $0.offset, covariance: $0.covariance)
    }
  }

  /// G = P_t F_(t+1)* (P_(t+1)^-)^-1.
  private func smoothingGain(
    _ filtered: GaussianState<S>, _ predicted: GaussianState<S>, _ next: LinearGaussianStep<S>
  ) throws(LinearAlgebraError) -> Matrix<S> {
    try predicted.covariance.solve(next.transition * filtered.covariance).adjoint
  }
}
