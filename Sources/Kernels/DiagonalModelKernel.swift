/// The diagonal linear time-invariant model with complex modes, one system for each channel (S4D):
///
///     x_t = Abar . x_(t-1) + Bbar u_t,   y_t = f Re(sum_n C_n x_(t,n)) + D u_t
///
/// with f = 2 where each mode stands for a conjugate pair, else 1.
///
/// Roundings: each part of Abar x + Bbar u is a product and two fused multiply-adds; Re(C x) a product and a fused
/// multiply-add; the sum over the modes one rounding a mode, from mode 0 on; D u + ... one.
public struct DiagonalModelKernel<Scalar: KernelScalar>: Sendable {
  /// Abar, Bbar and C, each of shape (channels, state).
  public let transition: ComplexShapedArray<Scalar>
  public let inputGain: ComplexShapedArray<Scalar>
  public let outputGain: ComplexShapedArray<Scalar>
  /// D, shape (channels); nil for none.
  public let feedthrough: ShapedArray<Scalar>?
  /// Whether each mode stands for itself and its conjugate.
  public let modesAreConjugateHalves: Bool

  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public init(
    transition: ComplexShapedArray<Scalar>, inputGain: ComplexShapedArray<Scalar>,
    outputGain: ComplexShapedArray<Scalar>, feedthrough: ShapedArray<Scalar>? = nil, modesAreConjugateHalves: Bool
  ) throws(KernelError) {
    let shape = try KernelError.dimensions("transition", transition.real, "channels", "state")
    try KernelError.check("inputGain", inputGain.real, shape: shape)
    try KernelError.check("outputGain", outputGain.real, shape: shape)
    try KernelError.check("feedthrough", feedthrough, shape: [shape[0]])
    self.transition = transition
    self.inputGain = inputGain
    self.outputGain = outputGain
    self.feedthrough = feedthrough
    self.modesAreConjugateHalves = modesAreConjugateHalves
  }

  /// - Parameters:
  ///   - input: `u`, shape (batch, length, channels).
  ///   - initialState: `x_(-1)`, shape (batch, channels, state); zeros by default.
  /// - Returns: `y`, shape (batch, length, channels), and the state after the last step, shape (batch, channels, state).
  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public func run(
    input: ShapedArray<Scalar>, initialState: ComplexShapedArray<Scalar>? = nil, execution: Execution = Execution()
  ) throws(KernelError) -> (output: ShapedArray<Scalar>, finalState: ComplexShapedArray<Scalar>) {
    try execution.check()
    let shape = try KernelError.dimensions("input", input, "batch", "length", "channels")
    let (batch, length, channels, state) = (shape[0], shape[1], transition.shape[0], transition.shape[1])
    try KernelError.check("input", input, shape: [batch, length, channels])
    let stateShape = [batch, channels, state]
    try KernelError.check("initialState", initialState?.real, shape: stateShape)

    var finalReal: [Scalar] = []
    var finalImaginary: [Scalar] = []
    let arrays = [
      transition.real, transition.imaginary, inputGain.real, inputGain.imaginary, outputGain.real,
      outputGain.imaginary, feedthrough, initialState?.real, initialState?.imaginary, input,
    ]
    let output = withPointers(arrays) { p in
      filledArray(batch * length * channels) { y in
        finalReal = filledArray(batch * channels * state) { finalReal in
          finalImaginary = filledArray(batch * channels * state) { finalImaginary in
            let model = _DiagonalModel(
              length: length, channels: channels, state: state, input: p[9], output: y, transition: (p[0], p[1]),
              inputGain: (p[2], p[3]), outputGain: (p[4], p[5]), feedthrough: p[6], initial: (p[7], p[8]),
              final: (finalReal, finalImaginary), factor: modesAreConjugateHalves ? 2 : 1)
            execution.forEachTask(
              rows: batch, channels: channels, lanes: Scalar._lanes, limit: 8 * Scalar._lanes,
              scratch: { Scalar._scratch(diagonalModelChannels: $0, state: state) },
              { task, scratch in
                Scalar._run(
                  model, row: task.row, first: task.first, count: task.count, scratch: scratch,
                  execution.instructionSet)
              })
          }
        }
      }
    }
    let final = ComplexShapedArray(
      uncheckedReal: ShapedArray(unchecked: finalReal, shape: stateShape),
      imaginary: ShapedArray(unchecked: finalImaginary, shape: stateShape))
    return (ShapedArray(unchecked: output, shape: [batch, length, channels]), final)
  }
}
