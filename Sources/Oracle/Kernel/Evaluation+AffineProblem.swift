import Arithmetic
import Definitions

extension RoundingPoint {
  /// T = (I - A)^-1 of the WY form.
  public static let inverse: RoundingPoint = "inverse"
  /// W and U of the WY form.
  public static let pseudoValues: RoundingPoint = "pseudo-values"
}

extension Evaluation {
  /// A call of the recurrence with the roundings of the evaluation's storage: the state after each step in the recurrence,
  /// after each chunk in chunked forms, and what chunked forms store within a chunk.
  public func problem(
    initialState: N.Real.Vector, columns: Int, steps: [AffineStep<N.Real>], readTime: ReadTime = .afterUpdate
  ) -> AffineProblem<N.Real> {
    var problem = AffineProblem<N.Real>(
      initialState: initialState, columns: columns, steps: steps, readTime: readTime,
      roundState: rounding(at: form.affine == .recurrent ? .state : .chunkState))
    problem.casts = ChunkCasts(
      weights: rounding(at: .scores), scaledKey: rounding(at: .operand), inverse: rounding(at: .inverse),
      pseudoValues: rounding(at: .pseudoValues))
    return problem
  }

  private func rounding(at point: RoundingPoint) -> (@Sendable (inout N.Real.Vector) -> Void)? {
    guard let format = storage[point] else { return nil }
    return { vector in
      for i in 0..<vector.count { vector[i] = N.rounded(vector[i], to: format) }
    }
  }
}
