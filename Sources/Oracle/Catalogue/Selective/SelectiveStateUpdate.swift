import Arithmetic
import Definitions

/// One decode step of Mamba and Mamba-2, `mamba.ssu`.
public struct SelectiveStateUpdate: KernelDefinition {
  public let identifier = "mamba.ssu"
  public let title = "Mamba decode step (selective state update)"
  public let formula = """
    Delta = softplus(dt + dt_bias)             without the softplus where dt_softplus is false
    S' = exp(Delta A) . S + Delta x B^T        for each head, S of shape (head dimension, state)
    out = S' C + D x                           times silu(z) where there is a z
    """
  public let source = "Gu, Dao, arXiv 2312.00752; state-spaces/mamba, selective_state_update"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "sequences", sizes: [1, 2]),
    .init("groups", "groups of heads that share B and C", sizes: [1, 2]),
    .init("heads", "heads; absent in Mamba", sizes: [1, 2], multipleOf: "groups"),
    .init("headdim", "channels of a head; of the layer in Mamba", sizes: [1, 2, 3]),
    .init("state", "modes of a channel", sizes: [1, 2, 4]),
  ]
  public let tensors: [TensorSpecification] = [
    .init(
      "state", ["batch", "heads", "headdim", "state"], ["batch", "headdim", "state"],
      role: .initialState(final: "final_state"), summary: "the state before the step"),
    .init("x", ["batch", "heads", "headdim"], ["batch", "headdim"], summary: "the input"),
    .init(
      "dt", ["batch", "heads", "headdim"], ["batch", "headdim"], summary: "the step, before the bias and softplus"),
    .init(
      "A", ["heads", "headdim", "state"], ["headdim", "state"], domain: .between(-4, -0.125),
      summary: "the eigenvalues"),
    .init("B", ["batch", "groups", "state"], ["batch", "state"], summary: "the input gains"),
    .init("C", ["batch", "groups", "state"], ["batch", "state"], summary: "the output gains"),
    .init("D", ["heads", "headdim"], ["headdim"], isOptional: true, summary: "the feedthrough"),
    .init(
      "z", ["batch", "heads", "headdim"], ["batch", "headdim"], isOptional: true, summary: "the gate, before silu"),
    .init("dt_bias", ["heads", "headdim"], ["headdim"], isOptional: true, summary: "the bias of the step"),
    .init("out", ["batch", "heads", "headdim"], ["batch", "headdim"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "heads", "headdim", "state"], ["batch", "headdim", "state"], role: .finalState,
      summary: "the state after the step, which upstream writes in place"),
  ]
  public let flags: [FlagSpecification] = [
    .init(
      "dt_softplus", .bool(default: false), "whether Delta is the softplus of dt", tries: [.bool(true), .bool(false)]),
    .init(
      "softplus_variant", .choice(["log1p", "log(1+exp)"]),
      "how the softplus is computed, which its error bound follows"),
  ]

  public let linearInputs = ["x", "state"]
  public let forms: [Form] = [.recurrent, .withSoftplusByLogarithm(.recurrent)]

  public enum Mutation: String, KernelMutation {
    case zeroOrderHold = "zero-order-hold"
    case inputWithoutStep = "input-without-step"
    case stepTwice = "step-twice"
    case decayWithoutStep = "decay-without-step"
    case growingModes = "growing-modes"
    case readBeforeUpdate = "read-before-update"
    case stateNotWritten = "state-not-written"
    case decayedInput = "decayed-input"
    case swappedGains = "swapped-gains"
    case tiledGroups = "tiled-groups"
    case stepOfFirstChannel = "step-of-first-channel"
    case transposedState = "transposed-state"
    case biasAfterSoftplus = "bias-after-softplus"
    case feedthroughAfterGate = "feedthrough-after-gate"
    case sigmoidGate = "sigmoid-gate"

    public var statement: String {
      switch self {
      case .zeroOrderHold: "Bbar = (exp(Delta A) - 1)/A B, zero-order hold, in place of Delta B"
      case .inputWithoutStep: "Bbar = B, without the step, in place of Delta B"
      case .stepTwice: "Bbar = Delta^2 B in place of Delta B"
      case .decayWithoutStep: "the decay exp(A) in place of exp(Delta A)"
      case .growingModes: "exp(-Delta A) in place of exp(Delta A)"
      case .readBeforeUpdate: "the state read before its update"
      case .stateNotWritten: "the old state in place of the new one"
      case .decayedInput: "the decay on the input, too: S' = exp(Delta A) (S + Delta x B^T)"
      case .swappedGains: "B and C exchanged"
      case .tiledGroups: "group h mod G for head h in place of h div (H/G)"
      case .stepOfFirstChannel: "the step of the head's first channel for all its channels"
      case .transposedState: "the state read as (state, headdim) in place of (headdim, state)"
      case .biasAfterSoftplus: "Delta = softplus(dt) + dt_bias in place of softplus(dt + dt_bias)"
      case .feedthroughAfterGate: "D x added after the gate"
      case .sigmoidGate: "the gate sigmoid(z) in place of silu(z)"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    let hasHeads = call.tensors["state"]?.shape.count == 4
    for specification in tensors {
      guard let tensor = call.tensors[specification.name] else { continue }
      let layout = specification.layouts[hasHeads ? 0 : 1]
      guard tensor.shape.count != layout.count else { continue }
      throw KernelCallError(
        kernel: identifier, subject: "'\(specification.name)'",
        expected: "axes (\(layout.map(\.description).joined(separator: ", "))), as the state has",
        found: "shape \(tensor.shape)")
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    // All in the layout of the state; elements are used again where there are too few.
    guard let state = tensors["state"], let x = tensors["x"], let b = tensors["B"] else { return }
    let hasHeads = state.shape.count == 4
    let groups = b.shape.count == 3 ? b.shape[1] : 1
    for specification in self.tensors {
      guard let tensor = tensors[specification.name] else { continue }
      let layout = specification.layouts[hasHeads ? 0 : 1]
      let dimensions = [
        "batch": x.shape[0], "groups": groups, "heads": hasHeads ? state.shape[1] : 1,
        "headdim": state.shape[state.shape.count - 2], "state": state.shape[state.shape.count - 1],
      ]
      let shape = layout.compactMap { $0.length(in: dimensions) }
      let values = (0..<shape.reduce(1, *)).map { tensor.values[$0 % tensor.values.count] }
      tensors[specification.name] = NumericTensor(values, shape: shape, format: tensor.format)
    }
    guard style.isExact else { return }
    flags["dt_softplus"] = .bool(false)
    for name in ["dt", "dt_bias", "z"] { tensors[name] = tensors[name]?.roundedToIntegers() }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 1) * (call.dimensions["headdim"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let (head, channel) = part.quotientAndRemainder(dividingBy: evaluation.length("headdim"))
    let (row, place) = head.quotientAndRemainder(dividingBy: evaluation.length("heads"))
    return Channel(row: row, head: place, channel: channel, e: evaluation).outputs()
  }
}

/// One channel of one head.
private struct Channel<N: NumberSystem> {
  let row: Int
  let head: Int
  let channel: Int
  let e: Evaluation<N>

  private func has(_ mutation: SelectiveStateUpdate.Mutation) -> Bool { e.has(mutation) }
  private var hasHeads: Bool { e.input("state").rank == 4 }
  /// The indices of a tensor (batch, heads, headdim) in the layout of the state.
  private var place: [Int] { hasHeads ? [row, head, channel] : [row, channel] }

  func outputs() -> [OutputPart<N>]? {
    let step = step()
    let x = e.input("x").real(place)
    let problem = e.problem(
      initialState: state(), columns: 1, steps: [step], readTime: has(.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
    guard let (readouts, state) = N.solve(problem, e.form.affine) else { return nil }
    var y = e.stored(e.stored(readouts[0][0], at: .readout), at: .readout)
    let through = e.optionalInput("D").map { $0.real(hasHeads ? [head, channel] : [channel]) * x }
    if let through, !has(.feedthroughAfterGate) { y = y + through }
    if let z = e.optionalInput("z")?.real(place) {
      y = y * (has(.sigmoidGate) ? N.Real.sigmoid(z) : z * N.Real.sigmoid(z))
    }
    if let through, has(.feedthroughAfterGate) { y = y + through }
    var (out, final) = (e.output("out"), e.output("final_state"))
    out.append(y, at: place)
    let written = has(.stateNotWritten) ? problem.initialState : state
    for n in 0..<written.count { final.append(written[n], at: place + [n]) }
    return [out, final]
  }

  private func step() -> AffineStep<N.Real> {
    let (heads, groups) = (e.length("heads"), e.length("groups"))
    let group = has(.tiledGroups) ? head % groups : head / (heads / groups)
    func gain(_ name: String) -> N.Real.Vector {
      hasHeads ? e.input(name).vector(row, group) : e.input(name).vector(row)
    }
    var rates = hasHeads ? e.input("A").vector(head, channel) : e.input("A").vector(channel)
    if has(.growingModes) { rates.multiply(by: e.constant(-1)) }
    let delta = delta()
    let x = e.input("x").real(place)
    var step = SelectiveChannel.step(
      eigenvalues: rates, step: delta, input: e.stored(x, at: .operand),
      inputGain: gain(has(.swappedGains) ? "C" : "B"),
      outputGain: gain(has(.swappedGains) ? "B" : "C"))
    if has(.stepTwice) { step.key.multiply(by: delta) }
    for n in 0..<rates.count {
      if has(.inputWithoutStep) { step.key[n] = gain("B")[n] * x }
      if has(.zeroOrderHold) { step.key[n] = N.Real.expMinusOne(delta * rates[n]) / rates[n] * gain("B")[n] * x }
      if has(.decayWithoutStep) { step.decay[n] = N.Real.exp(rates[n]) }
      if has(.decayedInput) { step.key[n] = step.key[n] * step.decay[n] }
    }
    return step
  }

  /// Delta.
  private func delta() -> N.Real {
    let channel = has(.stepOfFirstChannel) ? 0 : channel
    var x = e.input("dt").real(hasHeads ? [row, head, channel] : [row, channel])
    let bias = e.optionalInput("dt_bias")?.real(hasHeads ? [head, channel] : [channel])
    if let bias, !has(.biasAfterSoftplus) { x = e.stored(x + bias, at: .step) }
    if e.flag("dt_softplus") {
      x = e.softplus(x)
    }
    if let bias, has(.biasAfterSoftplus) { x = x + bias }
    return e.stored(x, at: .step)
  }

  private func state() -> N.Real.Vector {
    let (tensor, count) = (e.input("state"), e.length("state"))
    guard has(.transposedState) else {
      return hasHeads ? tensor.vector(row, head, channel) : tensor.vector(row, channel)
    }
    let channels = e.length("headdim")
    let values = (0..<count).map { n in
      let position = n * channels + channel
      return tensor.real((hasHeads ? [row, head] : [row]) + [position / count, position % count])
    }
    return N.Real.Vector(values, in: e.context)
  }
}
