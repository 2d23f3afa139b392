import Arithmetic
import LinearAlgebra

extension LinearGaussianModel {
  /// The law of the states x_1 ... x_T, one below the other, before anything is observed: mean m_t = F_t m_(t-1) + u_t,
  /// and for s <= t Cov(x_t, x_s) = F_t ... F_(s+1) P_s.
  public var jointStates: GaussianState<S> {
    let (n, context) = (prior.mean.rows, prior.mean.context)
    var mean: [S] = []
    var covariance = Matrix<S>(zeros: n * steps.count, n * steps.count, in: context)
    var state = prior
    for (t, step) in steps.enumerated() {
      state = step.predicted(from: state)
      mean += state.mean.column(0)
      // Row t of the blocks to the left of the diagonal is F_t times row t - 1.
      for s in 0...t {
        let block =
          s == t
          ? state.covariance : step.transition * covariance[(t - 1) * n..<t * n, s * n..<(s + 1) * n]
        covariance.set(block, row: t * n, column: s * n)
        covariance.set(block.adjoint, row: s * n, column: t * n)
      }
    }
    return GaussianState(mean: Matrix(column: mean, in: context), covariance: covariance)
  }

  /// All observations as one step of the stacked states: what the filter computes step by step, at once.
  ///
  /// With F = I, u = 0 and Q = 0 for the stacked states; `innovation(of:)` at ``jointStates`` is that of the whole of
  /// y.
  public var jointObservation: LinearGaussianStep<S> {
    let (n, context) = (prior.mean.rows, prior.mean.context)
    let sizes = steps.map(\.observed.rows)
    let total = sizes.reduce(0, +)
    var observation = Matrix<S>(zeros: total, n * steps.count, in: context)
    var noise = Matrix<S>(zeros: total, total, in: context)
    var row = 0
    for (t, step) in steps.enumerated() {
      observation.set(step.observation, row: row, column: t * n)
      noise.set(step.observationNoise, row: row, column: row)
      row += sizes[t]
    }
    return LinearGaussianStep(
      transition: Matrix(identity: n * steps.count, in: context),
      processNoise: Matrix(zeros: n * steps.count, n * steps.count, in: context), observation: observation,
      observationNoise: noise, observed: Matrix(column: steps.flatMap { $0.observed.column(0) }, in: context))
  }
}

extension Matrix {
  /// Writes a block with its upper left corner at (row, column).
  mutating func set(_ block: Matrix, row: Int, column: Int) {
    for i in 0..<block.rows { for j in 0..<block.columns { self[row + i, column + j] = block[i, j] } }
  }
}
