/// Mamba's selective scan (S6):
///
///     Delta_t = softplus(r_t + bias)             (or r_t + bias, or r_t)
///     h_t = exp(Delta_t A) . h_(t-1) + Delta_t B_t u_t
///     y_t = <C_t, h_t> + D u_t                   (times silu(z_t) where there is a gate)
///
/// for each channel d and mode n: A_(d,n), Delta_(d,t), and B_(n,t), C_(n,t) of the channel's group, or B_(d,n), C_(d,n) that
/// do not depend on time. The input term is Delta B u, not the zero-order hold. Source: Gu, Dao, arXiv 2312.00752, Algorithm 2, with the input term of the released code.
///
/// Roundings: Delta A one, its exponential ``VectorFunctions/expErrorBound`` u; (Delta u) B two; the step one fused
/// multiply-add; <C, h> one a mode, from mode 0 on; D u + ... one; softplus and silu as ``VectorFunctions`` says.
public struct SelectiveScanKernel<Scalar: KernelScalar>: Sendable {
  /// A, shape (channels, state).
  public let eigenvalues: ShapedArray<Scalar>
  /// D, shape (channels); nil for none.
  public let feedthrough: ShapedArray<Scalar>?
  /// The bias of the step, shape (channels); nil for none.
  public let stepBias: ShapedArray<Scalar>?
  /// Whether Delta is the softplus of the step given.
  public let appliesSoftplus: Bool

  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public init(
    eigenvalues: ShapedArray<Scalar>, feedthrough: ShapedArray<Scalar>? = nil, stepBias: ShapedArray<Scalar>? = nil,
    appliesSoftplus: Bool = false
  ) throws(KernelError) {
    let shape = try KernelError.dimensions("eigenvalues", eigenvalues, "channels", "state")
    try KernelError.check("feedthrough", feedthrough, shape: [shape[0]])
    try KernelError.check("stepBias", stepBias, shape: [shape[0]])
    self.eigenvalues = eigenvalues
    self.feedthrough = feedthrough
    self.stepBias = stepBias
    self.appliesSoftplus = appliesSoftplus
  }

  /// - Parameters:
  ///   - input: `u`, shape (batch, channels, length).
  ///   - steps: `r`, or Delta itself, shape (batch, channels, length).
  ///   - inputGains: `B`, shape (batch, state, length); (batch, groups, state, length), of which channel d reads group
  ///     d / (channels/groups); or (channels, state), the same at all times.
  ///   - outputGains: `C`, shape as for `B`, with as many groups where both have several.
  ///   - gate: `z`, shape (batch, channels, length); nil for none.
  ///   - initialState: `h_(-1)`, shape (batch, channels, state); zeros by default.
  /// - Returns: `y`, shape (batch, channels, length), and the state after the last step, shape (batch, channels, state).
  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public func run(
    input: ShapedArray<Scalar>, steps: ShapedArray<Scalar>, inputGains: ShapedArray<Scalar>,
    outputGains: ShapedArray<Scalar>, gate: ShapedArray<Scalar>? = nil, initialState: ShapedArray<Scalar>? = nil,
    execution: Execution = Execution()
  ) throws(KernelError) -> (output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>) {
    try execution.check()
    let shape = try KernelError.dimensions("input", input, "batch", "channels", "length")
    let (channels, state) = (eigenvalues.shape[0], eigenvalues.shape[1])
    let (batch, length) = (shape[0], shape[2])
    try KernelError.check("input", input, shape: [batch, channels, length])
    try KernelError.check("steps", steps, shape: shape)
    let ofInput = try groups("inputGains", inputGains, batch: batch, length: length)
    let ofOutput = try groups("outputGains", outputGains, batch: batch, length: length)
    let groups = max(ofInput ?? 1, ofOutput ?? 1)
    if let ofOutput, ofOutput != groups, ofOutput > 1 {
      throw KernelError(argument: "outputGains", expected: "\(groups) groups, as inputGains", found: "\(ofOutput)")
    }
    if let ofInput, ofInput != groups, ofInput > 1 {
      throw KernelError(argument: "inputGains", expected: "\(groups) groups, as outputGains", found: "\(ofInput)")
    }
    let inputGains = ofInput == 1 ? inputGains.repeated(groups, rows: batch) : inputGains
    let outputGains = ofOutput == 1 ? outputGains.repeated(groups, rows: batch) : outputGains
    try KernelError.check("gate", gate, shape: shape)
    try KernelError.check("initialState", initialState, shape: [batch, channels, state])

    var final: [Scalar] = []
    let arrays = [
      input, steps, gate, eigenvalues, inputGains, outputGains, feedthrough, stepBias, initialState,
    ]
    let output = withPointers(arrays) { p in
      filledArray(batch * channels * length) { y in
        final = filledArray(batch * channels * state) { final in
          let scan = _SelectiveScan(
            groups: groups, channels: channels / groups, length: length, state: state, input: p[0], steps: p[1],
            gate: p[2], output: y, eigenvalues: p[3], inputGains: p[4], outputGains: p[5],
            inputGainsAreConstant: ofInput == nil, outputGainsAreConstant: ofOutput == nil, feedthrough: p[6],
            stepBias: p[7], initial: p[8], final: final, softplus: appliesSoftplus)
          execution.forEachTask(
            rows: batch * groups, channels: channels / groups, lanes: Scalar._lanes, limit: 8 * Scalar._lanes,
            scratch: { Scalar._scratch(selectiveScanChannels: $0, state: state) },
            { task, scratch in
              Scalar._run(
                scan, row: task.row, first: task.first, count: task.count, scratch: scratch, execution.instructionSet)
            })
        }
      }
    }
    return (
      ShapedArray(unchecked: output, shape: shape), ShapedArray(unchecked: final, shape: [batch, channels, state])
    )
  }

  /// The groups of B or C; nil where they do not depend on time.
  private func groups(
    _ argument: String, _ gains: ShapedArray<Scalar>, batch: Int, length: Int
  ) throws(KernelError) -> Int? {
    let (channels, state) = (eigenvalues.shape[0], eigenvalues.shape[1])
    switch gains.shape.count {
    case 2:
      try KernelError.check(argument, gains, shape: [channels, state])
      return nil
    case 4:
      let groups = gains.shape[1]
      try KernelError.check(argument, gains, shape: [batch, groups, state, length])
      guard groups > 0, channels % groups == 0 else {
        throw KernelError(
          argument: argument, expected: "a number of groups that divides \(channels)", found: "\(groups)")
      }
      return groups
    default:
      try KernelError.check(argument, gains, shape: [batch, state, length])
      return 1
    }
  }
}

extension ShapedArray {
  /// Each of the `rows` parts `count` times in a row, as shape (rows, count, ...).
  fileprivate func repeated(_ count: Int, rows: Int) -> ShapedArray {
    guard count > 1, rows > 0 else { return self }
    let size = elements.count / rows
    let copies = (0..<rows).flatMap { row in
      repeatElement(elements[row * size..<(row + 1) * size], count: count).flatMap { $0 }
    }
    return ShapedArray(unchecked: copies, shape: [rows, count, size])
  }
}
