/// One decoding step of Mamba and Mamba-2 (the selective state update):
///
///     Delta = softplus(r + bias)     (or r + bias, or r)
///     h' = e^(Delta A) . h + (Delta x) B,   y = (<C, h'> + D x) silu(z)
///
/// for each row p of each head, with h, B and C of shape (state); head h reads B and C of group h / (heads/groups). The rows
/// share Delta and A in Mamba-2; in Mamba each has its own, and there is one head, whose rows are the channels.
///
/// Roundings: r + bias one, the softplus ``VectorFunctions/softplusErrorBound`` u; Delta A one, its exponential
/// ``VectorFunctions/expErrorBound`` u; (Delta x) B two; h' one fused multiply-add; <C, h'> for each mode at most
/// ceil(state/lanes) fused multiply-adds and log2(lanes) additions, with 16 lanes for `Float` and 8 for `Double`; D x + ...
/// one; silu ``VectorFunctions/siluErrorBound`` u and a product.
public struct SelectiveUpdateKernel<Scalar: KernelScalar>: Sendable {
  /// A, shape (heads), or (heads, headdim, state).
  public let eigenvalues: ShapedArray<Scalar>
  /// D, shape (heads) or (heads, headdim); nil for none.
  public let feedthrough: ShapedArray<Scalar>?
  /// The bias of the step, shape (heads) or (heads, headdim); nil for none.
  public let stepBias: ShapedArray<Scalar>?
  /// Whether Delta is the softplus of the step given.
  public let appliesSoftplus: Bool

  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public init(
    eigenvalues: ShapedArray<Scalar>, feedthrough: ShapedArray<Scalar>? = nil, stepBias: ShapedArray<Scalar>? = nil,
    appliesSoftplus: Bool = false
  ) throws(KernelError) {
    if eigenvalues.shape.count != 1 {
      _ = try KernelError.dimensions("eigenvalues", eigenvalues, "heads", "headdim", "state")
    }
    self.eigenvalues = eigenvalues
    self.feedthrough = feedthrough
    self.stepBias = stepBias
    self.appliesSoftplus = appliesSoftplus
    let heads = eigenvalues.shape[0]
    let rows = eigenvalues.shape.count == 1 ? nil : eigenvalues.shape[1]
    try Self.check("feedthrough", feedthrough, leading: [], heads: heads, rows: rows)
    try Self.check("stepBias", stepBias, leading: [], heads: heads, rows: rows)
  }

  /// - Parameters:
  ///   - state: `h`, shape (batch, heads, headdim, state).
  ///   - input: `x`, shape (batch, heads, headdim).
  ///   - steps: `r`, or Delta itself, shape (batch, heads) or (batch, heads, headdim).
  ///   - inputGains: `B`, shape (batch, groups, state).
  ///   - outputGains: `C`, shape (batch, groups, state).
  ///   - gate: `z`, shape (batch, heads, headdim); nil for none.
  /// - Returns: `y`, shape (batch, heads, headdim), and `h'`, shape (batch, heads, headdim, state).
  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public func run(
    state: ShapedArray<Scalar>, input: ShapedArray<Scalar>, steps: ShapedArray<Scalar>,
    inputGains: ShapedArray<Scalar>, outputGains: ShapedArray<Scalar>, gate: ShapedArray<Scalar>? = nil,
    execution: Execution = Execution()
  ) throws(KernelError) -> (output: ShapedArray<Scalar>, state: ShapedArray<Scalar>) {
    try execution.check()
    let heads = eigenvalues.shape[0]
    let shape = try KernelError.dimensions("state", state, "batch", "heads", "headdim", "state")
    let (batch, rows, modes) = (shape[0], shape[2], shape[3])
    try KernelError.check("state", state, shape: [batch, heads, rows, modes])
    if eigenvalues.shape.count == 3 { try KernelError.check("eigenvalues", eigenvalues, shape: [heads, rows, modes]) }
    try Self.check("feedthrough", feedthrough, leading: [], heads: heads, rows: rows)
    try Self.check("stepBias", stepBias, leading: [], heads: heads, rows: rows)
    try KernelError.check("input", input, shape: [batch, heads, rows])
    try Self.check("steps", steps, leading: [batch], heads: heads, rows: rows)
    let gains = try KernelError.dimensions("inputGains", inputGains, "batch", "groups", "state")
    try KernelError.check("inputGains", inputGains, shape: [batch, gains[1], modes])
    try MatrixStateRecurrence<Scalar>.checkGroups("inputGains", groups: gains[1], heads: heads)
    try KernelError.check("outputGains", outputGains, shape: gains)
    try KernelError.check("gate", gate, shape: input.shape)

    let delta = self.delta(steps, rows: rows, execution)
    let deltaVaries = delta.shape.count == 3
    var after: [Scalar] = []
    let arrays = [state, input, delta, inputGains, outputGains, gate, eigenvalues, feedthrough]
    let output = withPointers(arrays) { p in
      filledArray(batch * heads * rows) { y in
        after = filledArray(batch * heads * rows * modes) { after in
          execution.forEachTask(rows: batch, channels: heads, lanes: 1, limit: 1) { task, _ in
            let head = task.first
            let at = task.row * heads + head
            let gain = (task.row * gains[1] + head / (heads / gains[1])) * modes
            let varies = eigenvalues.shape.count == 3
            let feedthroughVaries = feedthrough?.shape.count == 2
            let update = _SelectiveUpdate(
              rows: rows, state: modes, before: p[0].map { $0 + at * rows * modes },
              after: after.map { $0 + at * rows * modes }, input: p[1].map { $0 + at * rows },
              gate: p[5].map { $0 + at * rows }, output: y.map { $0 + at * rows },
              inputGains: p[3].map { $0 + gain }, outputGains: p[4].map { $0 + gain },
              eigenvalues: p[6].map { $0 + (varies ? head * rows * modes : head) },
              eigenvalueStride: varies ? modes : 0, eigenvaluesVary: varies,
              steps: p[2].map { $0 + (deltaVaries ? at * rows : at) }, stepStride: deltaVaries ? 1 : 0,
              feedthrough: p[7].map { $0 + (feedthroughVaries ? head * rows : head) },
              feedthroughStride: feedthroughVaries ? 1 : 0)
            Scalar._run(update, execution.instructionSet)
          }
        }
      }
    }
    return (ShapedArray(unchecked: output, shape: input.shape), ShapedArray(unchecked: after, shape: shape))
  }

  /// Delta, shape (batch, heads), or (batch, heads, headdim) where the step or its bias differs from row to row.
  private func delta(_ steps: ShapedArray<Scalar>, rows: Int, _ execution: Execution) -> ShapedArray<Scalar> {
    let heads = eigenvalues.shape[0]
    var delta = steps.elements
    var shape = steps.shape
    if let stepBias {
      if stepBias.shape.count == 2, shape.count == 2 {
        delta = delta.flatMap { Array(repeating: $0, count: rows) }
        shape.append(rows)
      }
      let rowsOfBias = stepBias.shape.count == 2 ? 1 : shape.count == 3 ? rows : 1
      for i in delta.indices { delta[i] += stepBias.elements[i / rowsOfBias % stepBias.elements.count] }
    }
    if appliesSoftplus { Scalar.replace(&delta, by: Scalar._softplus, execution.instructionSet) }
    assert(delta.count % max(1, heads) == 0)
    return ShapedArray(unchecked: delta, shape: shape)
  }

  /// Throws unless `array` is absent or of shape (leading, heads) or (leading, heads, rows).
  private static func check(
    _ argument: String, _ array: ShapedArray<Scalar>?, leading: [Int], heads: Int, rows: Int?
  ) throws(KernelError) {
    guard let array else { return }
    let rows = array.shape.count == leading.count + 2 ? [rows ?? array.shape[leading.count + 1]] : []
    try KernelError.check(argument, array, shape: leading + [heads] + rows)
  }
}
