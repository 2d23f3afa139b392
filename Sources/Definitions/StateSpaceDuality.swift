import Arithmetic

extension AffineStep where A: ElementaryArithmetic {
  /// One step of a head of Mamba-2's structured state-space duality, one decay for the whole state:
  ///
  ///     S_t = exp(Delta_t A) S_(t-1) + B_t (Delta_t x_t)^T,   y_t = S_t^T C_t
  ///
  /// with S of shape (state, head dimension). The input term is Delta B x, as in Mamba.
  ///
  /// - Parameters:
  ///   - rate: A, of the head, negative.
  ///   - step: Delta_t.
  ///   - input: x_t, shape (head dimension).
  ///   - inputGain: B_t, shape (state).
  ///   - outputGain: C_t, shape (state).
  /// - Source: Dao, Gu, arXiv 2405.21060, section 7.1, with the step inside as in the released code.
  public static func stateSpaceDuality(
    rate: A, step: A, input: A.Vector, inputGain: A.Vector, outputGain: A.Vector
  ) -> AffineStep {
    var value = input
    value.multiply(by: step)
    let logDecay = step * rate
    var result = AffineStep(decay: inputGain, key: inputGain, value: value, query: outputGain, logDecay: inputGain)
    result.setDecay(logarithm: logDecay)
    return result
  }

  /// Gives every row the same decay e^logarithm.
  public mutating func setDecay(logarithm: A) {
    decay.fill(with: A.exp(logarithm))
    logDecay?.fill(with: logarithm)
  }
}
