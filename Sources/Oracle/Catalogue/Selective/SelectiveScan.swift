import Arithmetic
import Definitions

/// Mamba's selective scan, `mamba1.selective_scan`.
public struct SelectiveScan: KernelDefinition {
  public let identifier = "mamba1.selective_scan"
  public let title = "Mamba-1 selective scan (S6)"
  public let formula = """
    Delta_t = softplus(delta_t + delta_bias)        without the softplus where delta_softplus is false
    h_t = exp(Delta_t A) . h_(t-1) + Delta_t B_t u_t
    y_t = <C_t, h_t> + D u_t                         2 Re <C_t, h_t> where A is complex
    out_t = y_t silu(z_t)                            y_t where there is no z
    """
  public let source = "Gu, Dao, arXiv 2312.00752, with the input term of the released code; state-spaces/mamba"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("groups", "groups of channels that share B and C", sizes: [1, 2]),
    .init("channels", "channels", sizes: [1, 2, 3], multipleOf: "groups"),
    .init("state", "modes of a channel", sizes: [1, 2, 4]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("u", ["batch", "channels", "length"], summary: "the input"),
    .init("delta", ["batch", "channels", "length"], summary: "the step, before the bias and the softplus"),
    .init("A", ["channels", "state"], isComplex: nil, domain: .between(-4, -0.125), summary: "the eigenvalues"),
    .init(
      "B", ["batch", "state", "length"], ["batch", "groups", "state", "length"], ["channels", "state"], isComplex: nil,
      summary: "the input gains; complex where A is"),
    .init(
      "C", ["batch", "state", "length"], ["batch", "groups", "state", "length"], ["channels", "state"], isComplex: nil,
      summary: "the output gains; complex where A is"),
    .init("D", ["channels"], isOptional: true, summary: "the feedthrough"),
    .init("z", ["batch", "channels", "length"], isOptional: true, summary: "the gate, before silu"),
    .init("delta_bias", ["channels"], isOptional: true, summary: "the bias of the step"),
    .init(
      "initial_state", ["batch", "channels", "state"], role: .initialState(final: "last_state"), isOptional: true,
      isComplex: nil, summary: "the state before the first step; zeros where absent"),
    .init("out", ["batch", "channels", "length"], role: .output, summary: "the output"),
    .init(
      "last_state", ["batch", "channels", "state"], role: .finalState, isOptional: true, isComplex: nil,
      summary: "the state after the last step"),
  ]
  public let flags: [FlagSpecification] = [
    .init("delta_softplus", .bool(default: true), "whether Delta is the softplus of delta", tries: [.bool(true)])
  ]
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16)] + Form.scans

  public let linearInputs = ["u", "initial_state"]

  public enum Mutation: String, KernelMutation {
    case zeroOrderHold = "zero-order-hold"
    case inputWithoutStep = "input-without-step"
    case stepTwice = "step-twice"
    case biasAfterSoftplus = "bias-after-softplus"
    case growingModes = "growing-modes"
    case feedthroughAfterGate = "feedthrough-after-gate"
    case sigmoidGate = "sigmoid-gate"
    case tiledGroups = "tiled-groups"
    case readBeforeUpdate = "read-before-update"
    case previousReadout = "previous-readout"
    case previousDecay = "previous-decay"
    case realPartOnce = "real-part-once"
    case doubledOutput = "doubled-output"
    case lostCarry = "lost-carry"
    case stateOfPreviousRow = "state-of-previous-row"

    public var statement: String {
      switch self {
      case .zeroOrderHold: "Bbar = (exp(Delta A) - 1)/A B, zero-order hold, in place of Delta B"
      case .inputWithoutStep: "Bbar = B, without the step, in place of Delta B"
      case .stepTwice: "Bbar = Delta^2 B in place of Delta B"
      case .biasAfterSoftplus: "Delta = softplus(delta) + delta_bias in place of softplus(delta + delta_bias)"
      case .growingModes: "exp(-Delta A) in place of exp(Delta A)"
      case .feedthroughAfterGate: "D u added after the gate"
      case .sigmoidGate: "the gate sigmoid(z) in place of silu(z)"
      case .tiledGroups: "group d mod G for channel d in place of d div (channels/G)"
      case .readBeforeUpdate: "the state read before its update"
      case .previousReadout: "C of the previous step"
      case .previousDecay: "the decay of the previous step"
      case .realPartOnce: "Re <C, h> in place of 2 Re <C, h>"
      case .doubledOutput: "2 <C, h>, which is right for complex modes only"
      case .lostCarry: "a state that is lost every 16 steps"
      case .stateOfPreviousRow: "the last state of the previous batch row as initial state"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    let isComplex = call.tensors["A"]?.isComplex == true
    for name in ["B", "C", "initial_state"] {
      guard let tensor = call.tensors[name], tensor.isComplex, !isComplex else { continue }
      throw KernelCallError(
        kernel: identifier, subject: "'\(name)'", expected: "real numbers, as A", found: "complex ones")
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    // softplus has no exact values; Delta is given itself.
    guard style.isExact, let delta = tensors["delta"] else { return }
    flags["delta_softplus"] = .bool(false)
    let steps = delta.values.map { abs($0.rounded()) }
    tensors["delta"] = NumericTensor(steps, shape: delta.shape, format: delta.format)
    tensors["delta_bias"] = nil
    tensors["z"] = nil
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: evaluation.length("channels"))
    return evaluation.input("A").isComplex
      ? Channel<N, N.ComplexNumber>(row: row, channel: channel, evaluation, N.complexNumbers).outputs()
      : Channel<N, N.Real>(row: row, channel: channel, evaluation, N.realNumbers).outputs()
  }
}

/// One channel of one batch row, in real or complex numbers.
private struct Channel<N: NumberSystem, Scalar: ElementaryArithmetic> where Scalar.Context == N.Real.Context {
  let row: Int
  let channel: Int
  let evaluation: Evaluation<N>
  let numbers: Scalars<N, Scalar>

  init(row: Int, channel: Int, _ evaluation: Evaluation<N>, _ numbers: Scalars<N, Scalar>) {
    self.row = row
    self.channel = channel
    self.evaluation = evaluation
    self.numbers = numbers
  }

  private func has(_ mutation: SelectiveScan.Mutation) -> Bool { evaluation.has(mutation) }

  func outputs() -> [OutputPart<N>]? {
    var initial = evaluation.optionalInput("initial_state").map { vector($0, row) }
    if has(.stateOfPreviousRow), row > 0 {
      let previous = Channel(row: row - 1, channel: channel, evaluation, numbers)
      guard let state = previous.solve(from: nil)?.finalState else { return nil }
      initial = state
    }
    guard let (readouts, state) = solve(from: initial) else { return nil }
    var out = evaluation.output("out")
    let u = evaluation.input("u")
    let gain = evaluation.optionalInput("D")?[channel]
    let gates = evaluation.optionalInput("z")
    for (t, readout) in readouts.enumerated() {
      // The state, and the sum over it, as the dot product with C takes and gives them.
      var y = evaluation.stored(evaluation.stored(numbers.realPart(readout[0]), at: .readout), at: .readout)
      if numbers.isComplex ? !has(.realPartOnce) : has(.doubledOutput) { y = y + y }
      let through = gain.map { evaluation.stored($0 * u[row, channel, t], at: .readout) }
      if let through, !has(.feedthroughAfterGate) { y = y + through }
      if let z = gates?[row, channel, t] {
        let gate = N.Real.sigmoid(z)
        y = y * (has(.sigmoidGate) ? gate : z * gate)
      }
      if let through, has(.feedthroughAfterGate) { y = y + through }
      out.append(y, at: row, channel, t)
    }
    var last = evaluation.output("last_state", isComplex: numbers.isComplex)
    for n in 0..<state.count { numbers.append(state[n], to: &last, at: row, channel, n) }
    return [out, last]
  }

  /// The recurrence from an initial state.
  private func solve(from initial: Scalar.Vector?) -> (outputs: [Scalar.Vector], finalState: Scalar.Vector)? {
    let (length, state) = (evaluation.length("length"), evaluation.length("state"))
    let u = evaluation.input("u")
    let rates = Scalar.Vector(
      (0..<state).map { n in
        let rate = numbers.element(evaluation.input("A"), channel, n)
        return has(.growingModes) ? -rate : rate
      }, in: evaluation.context)
    let (b, c) = (gains("B"), gains("C"))
    let deltas = deltas().map { Scalar(real: $0, numbers) }
    let steps = (0..<length).map { t in
      var step = SelectiveChannel.step(
        eigenvalues: rates, step: deltas[t],
        input: Scalar(real: evaluation.stored(u[row, channel, t], at: .operand), numbers), inputGain: b(t),
        outputGain: has(.previousReadout) ? c(max(t - 1, 0)) : c(t))
      alter(&step, delta: deltas[t], before: t > 0 ? deltas[t - 1] : deltas[t], rates: rates)
      return step
    }
    let problem = AffineProblem<Scalar>(
      initialState: initial ?? Scalar.Vector(zeros: state, in: evaluation.context), columns: 1, steps: steps,
      readTime: has(.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
    return numbers.solve(problem, in: evaluation, losingStateEvery: has(.lostCarry) ? 16 : nil)
  }

  private func alter(_ step: inout AffineStep<Scalar>, delta: Scalar, before: Scalar, rates: Scalar.Vector) {
    if has(.zeroOrderHold) {
      for n in 0..<rates.count {
        step.key[n] = step.key[n] / delta * (Scalar.expMinusOne(delta * rates[n]) / rates[n])
      }
    }
    if has(.inputWithoutStep) { step.key.multiply(by: Scalar(1, in: evaluation.context) / delta) }
    if has(.stepTwice) { step.key.multiply(by: delta) }
    if has(.previousDecay) {
      for n in 0..<rates.count { step.decay[n] = Scalar.exp(before * rates[n]) }
    }
  }

  /// Delta_t of each step.
  private func deltas() -> [N.Real] {
    let steps = evaluation.input("delta")
    let bias = evaluation.optionalInput("delta_bias")?[channel]
    return (0..<evaluation.length("length")).map { t in
      var x = steps[row, channel, t]
      if let bias, !has(.biasAfterSoftplus) { x = evaluation.stored(x + bias, at: .step) }
      if evaluation.flag("delta_softplus") { x = evaluation.stored(N.Real.softplus(x), at: .step) }
      if let bias, has(.biasAfterSoftplus) { x = x + bias }
      return x
    }
  }

  /// The gains of each step, shape (state), in any of their layouts.
  private func gains(_ name: String) -> (Int) -> Scalar.Vector {
    let tensor = evaluation.input(name)
    let groups = evaluation.length("groups")
    let group = has(.tiledGroups) ? channel % groups : channel / (evaluation.length("channels") / groups)
    switch tensor.rank {
    case 2:
      let constant = numbers.vector(tensor, along: 1, from: channel, 0)
      return { _ in constant }
    case 3: return { t in numbers.vector(tensor, along: 1, from: row, 0, t) }
    default: return { t in numbers.vector(tensor, along: 2, from: row, group, 0, t) }
    }
  }

  private func vector(_ tensor: InputTensor<N>, _ row: Int) -> Scalar.Vector {
    Scalar.Vector(
      (0..<evaluation.length("state")).map { numbers.element(tensor, row, channel, $0) }, in: evaluation.context)
  }
}

extension ElementaryArithmetic {
  /// A real number as one of these.
  fileprivate init<N: NumberSystem>(real: N.Real, _ numbers: Scalars<N, Self>) { self = numbers.fromReal(real) }
}
