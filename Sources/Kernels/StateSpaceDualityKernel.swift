/// Mamba-2's state-space duality (SSD): a matrix state of one head, with one gate a step,
///
///     Delta_t = clamp(softplus(r_t + bias), limits)     (or without the softplus, the bias, the limits)
///     S_t = e^(Delta_t A) S_(t-1) + (Delta_t x_t) B_t^T,   y_t = (S_t C_t + D x_t) silu(z_t)
///
/// with x_t of shape (headdim), B_t and C_t of shape (state), S_t of shape (headdim, state); head h reads B and C of group
/// h / (heads/groups). Source: Dao, Gu, arXiv 2405.21060, section 6, with the step inside as in the released code.
///
/// Roundings: r + bias one, the softplus ``VectorFunctions/softplusErrorBound`` u; Delta A one, its exponential
/// ``VectorFunctions/expErrorBound`` u; Delta x one. What x_s adds to y_t meets the gates a_(s+1) ... a_t, t - s products
/// of them and at most t - s + 1 fused multiply-adds over time, in chunks and step by step; C . B or C . S one fused
/// multiply-add a mode. D x + ... one; silu(z) ``VectorFunctions/siluErrorBound`` u and a product. That is no more than
/// what the recurrence meets without fused multiply-adds: two roundings a step.
public struct StateSpaceDualityKernel<Scalar: KernelScalar>: Sendable {
  /// A, shape (heads).
  public let eigenvalues: ShapedArray<Scalar>
  /// D, shape (heads) or (heads, headdim); nil for none.
  public let feedthrough: ShapedArray<Scalar>?
  /// The bias of the step, shape (heads); nil for none.
  public let stepBias: ShapedArray<Scalar>?
  /// Whether Delta is the softplus of the step given.
  public let appliesSoftplus: Bool
  /// The range into which Delta is brought last.
  public let stepLimits: ClosedRange<Scalar>?

  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public init(
    eigenvalues: ShapedArray<Scalar>, feedthrough: ShapedArray<Scalar>? = nil, stepBias: ShapedArray<Scalar>? = nil,
    appliesSoftplus: Bool = false, stepLimits: ClosedRange<Scalar>? = nil
  ) throws(KernelError) {
    let heads = try KernelError.dimensions("eigenvalues", eigenvalues, "heads")[0]
    if feedthrough?.shape.count == 2 {
      try KernelError.check("feedthrough", feedthrough, shape: [heads, feedthrough?.shape[1] ?? 0])
    } else {
      try KernelError.check("feedthrough", feedthrough, shape: [heads])
    }
    try KernelError.check("stepBias", stepBias, shape: [heads])
    self.eigenvalues = eigenvalues
    self.feedthrough = feedthrough
    self.stepBias = stepBias
    self.appliesSoftplus = appliesSoftplus
    self.stepLimits = stepLimits
  }

  /// - Parameters:
  ///   - input: `x`, shape (batch, length, heads, headdim).
  ///   - steps: `r`, or Delta itself, shape (batch, length, heads).
  ///   - inputGains: `B`, shape (batch, length, groups, state).
  ///   - outputGains: `C`, shape (batch, length, groups, state).
  ///   - gate: `z`, shape (batch, length, heads, headdim); nil for none.
  ///   - sequences: shape (batch, length): where the index differs from that of the step before, the state starts at 0. The
  ///     first sequence of a row starts at the initial state, whatever its index.
  ///   - initialState: `S_(-1)`, shape (batch, heads, headdim, state); zeros by default.
  ///   - form: how time is gone through. Chunks end with a sequence: packed sequences give the same bits as single ones.
  /// - Returns: `y`, shape (batch, length, heads, headdim), and the state after the last step, shape (batch, heads, headdim,
  ///   state).
  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public func run(
    input: ShapedArray<Scalar>, steps: ShapedArray<Scalar>, inputGains: ShapedArray<Scalar>,
    outputGains: ShapedArray<Scalar>, gate: ShapedArray<Scalar>? = nil, sequences: ShapedArray<Int32>? = nil,
    initialState: ShapedArray<Scalar>? = nil, form: RecurrenceForm = .chunked, execution: Execution = Execution()
  ) throws(KernelError) -> (output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>) {
    try execution.check()
    let heads = eigenvalues.shape[0]
    let shape = try KernelError.dimensions("input", input, "batch", "length", "heads", "headdim")
    let (batch, length, headDimension) = (shape[0], shape[1], shape[3])
    try KernelError.check("input", input, shape: [batch, length, heads, headDimension])
    try KernelError.check("steps", steps, shape: [batch, length, heads])
    let gains = try KernelError.dimensions("inputGains", inputGains, "batch", "length", "groups", "state")
    let (groups, state) = (gains[2], gains[3])
    try KernelError.check("inputGains", inputGains, shape: [batch, length, groups, state])
    try MatrixStateRecurrence<Scalar>.checkGroups("inputGains", groups: groups, heads: heads)
    try KernelError.check("outputGains", outputGains, shape: gains)
    if feedthrough?.shape.count == 2 {
      try KernelError.check("feedthrough", feedthrough, shape: [heads, headDimension])
    }
    try KernelError.check("gate", gate, shape: shape)
    try KernelError.check("sequences", sequences, shape: [batch, length])
    try KernelError.check("initialState", initialState, shape: [batch, heads, headDimension, state])

    let delta = self.delta(steps, execution)
    let gates = delta.indices.map { delta[$0] * eigenvalues.elements[$0 % heads] }
    return try MatrixStateRecurrence(
      queries: outputGains, keys: inputGains, values: input,
      logGates: ShapedArray(unchecked: gates, shape: steps.shape),
      multipliers: ShapedArray(unchecked: delta, shape: steps.shape), feedthrough: feedthrough, gate: gate,
      sequences: sequences, initialState: initialState, stateIsValuesFirst: true, form: form
    ).run(execution)
  }

  /// Delta for each of `steps`, whose last dimension is the heads.
  private func delta(_ steps: ShapedArray<Scalar>, _ execution: Execution) -> [Scalar] {
    let heads = eigenvalues.shape[0]
    var delta = steps.elements
    if let stepBias {
      for i in delta.indices { delta[i] += stepBias.elements[i % heads] }
    }
    if appliesSoftplus { Scalar.replace(&delta, by: Scalar._softplus, execution.instructionSet) }
    if let stepLimits {
      for i in delta.indices { delta[i] = min(max(delta[i], stepLimits.lowerBound), stepLimits.upperBound) }
    }
    return delta
  }
}

extension KernelScalar {
  /// x = f(x), element by element.
  static func replace(
    _ x: inout [Self],
    by function: (UnsafePointer<Self>, UnsafeMutablePointer<Self>, Int, InstructionSet) -> Void, _ set: InstructionSet
  ) {
    x.withUnsafeMutableBufferPointer { x in
      if let address = x.baseAddress { function(address, address, x.count, set) }
    }
  }
}
