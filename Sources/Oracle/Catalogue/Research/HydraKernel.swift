import Arithmetic
import Definitions

/// Hydra's bidirectional mixer, `hydra`.
public struct HydraKernel: KernelDefinition {
  public let identifier = "hydra"
  public let title = "Hydra: a quasiseparable mixer of two shifted scans and a diagonal"
  public let formula = """
    Delta = softplus(dt + dt_bias)                   dt[:, :, 0] forward, dt[:, :, 1] backward; as it is without dt_softplus
    S_t = e^(Delta_t A) S_(t-1) + Delta_t B_t x_t^T,   w_t = S_t^T C_t
    y_t = w_(t-1) forward + w_(t+1) of the same scan from the end backwards + x_t (fc_D_weight x_t + D)
    """
  public let source = "Hwang et al., arXiv 2407.09941; goombalab/hydra"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
    .init("groups", "groups of heads that share B and C", sizes: [1, 2]),
    .init("heads", "heads", sizes: [1, 2], multipleOf: "groups"),
    .init("value", "P, the size of a head", sizes: [1, 2]),
    .init("state", "N, the state of a head", sizes: [1, 2, 3]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("x", ["batch", "length", "heads", "value"], summary: "the input"),
    .init(
      "dt", ["batch", "length", .fixed(2), "heads"],
      summary: "the steps forward and backward, before the bias and the softplus; one axis of 2 H upstream"),
    .init("A", ["heads"], domain: .between(-4, -0.125), summary: "the eigenvalues"),
    .init("B", ["batch", "length", "groups", "state"], summary: "the input gains"),
    .init("C", ["batch", "length", "groups", "state"], summary: "the output gains"),
    .init("D", ["heads"], isOptional: true, summary: "the feedthrough"),
    .init(
      "fc_D_weight", ["heads", Axis("heads", times: "value")], isOptional: true, summary: "weights of the feedthrough"),
    .init("dt_bias", ["heads"], isOptional: true, summary: "the bias of the steps"),
    .init("y", ["batch", "length", "heads", "value"], role: .output, summary: "the output"),
  ]
  public let flags: [FlagSpecification] = [
    .init("dt_softplus", .bool(default: true), "whether Delta is the softplus of dt", tries: [.bool(true)])
  ]
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16)] + Form.scans + [.logarithmicChunked(64)]
  public let isCausal = false

  public enum Mutation: String, KernelMutation {
    case notShifted = "not-shifted"
    case shiftedInput = "shifted-input"
    case stepsNotFlipped = "steps-not-flipped"
    case forwardStepsTwice = "forward-steps-twice"
    case shiftedBackwards = "shifted-backwards"
    case backwardNotFlipped = "backward-not-flipped"
    case feedthroughInScan = "feedthrough-in-scan"
    case tiledGroups = "tiled-groups"
    case inputWithoutStep = "input-without-step"
    case rolled
    case biasAfterSoftplus = "bias-after-softplus"
    case forwardOnly = "forward-only"

    public var statement: String {
      switch self {
      case .notShifted: "scans that are not shifted: both include the diagonal"
      case .shiftedInput: "C_t in place of C_(t-1): the states shifted, not the outputs"
      case .stepsNotFlipped: "the backward steps in forward order"
      case .forwardStepsTwice: "the forward steps for both directions"
      case .shiftedBackwards: "outputs shifted to the step before"
      case .backwardNotFlipped: "the backward outputs left in backward order"
      case .feedthroughInScan: "D in both scans, shifted with them, in place of the diagonal"
      case .tiledGroups: "group h mod G for head h in place of h div (H/G)"
      case .inputWithoutStep: "B x in place of Delta B x"
      case .rolled: "outputs rolled around: the last one at the first step"
      case .biasAfterSoftplus: "softplus(dt) + dt_bias in place of softplus(dt + dt_bias)"
      case .forwardOnly: "the backward scan left out"
      }
    }
  }

  public init() {}

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    guard style.isExact else { return }
    flags["dt_softplus"] = .bool(false)
    tensors.transform("dt") { abs($0.rounded()) }
    tensors["dt_bias"] = nil
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let length = e.length("length")
    guard let forward = scan(row, head, isForward: true, e), let backward = scan(row, head, isForward: false, e) else {
      return nil
    }
    var y = e.output("y")
    for t in 0..<length {
      var sum = e.zeros(e.length("value"))
      if let output = shifted(forward, t, e) { sum.add(output) }
      let mirrored = e.has(Mutation.backwardNotFlipped) ? t : length - 1 - t
      if !e.has(Mutation.forwardOnly), let output = shifted(backward, mirrored, e) { sum.add(output) }
      let x = e.input("x").vector(row, t, head)
      if e.has(Mutation.feedthroughInScan) {
        let gain = e.optionalInput("D")?[head] ?? e.constant(0)
        if t > 0 { sum.addProduct(gain, e.input("x").vector(row, t - 1, head)) }
        if t < length - 1 { sum.addProduct(gain, e.input("x").vector(row, t + 1, head)) }
      }
      if let gain = diagonal(row, t, head, e) { sum.addProduct(gain, x) }
      y.append(sum, at: row, t, head)
    }
    return [y]
  }

  /// The output that a shift by one step puts at `t`; nil for 0.
  private func shifted<N: NumberSystem>(_ outputs: [N.Real.Vector], _ t: Int, _ e: Evaluation<N>) -> N.Real.Vector? {
    var place = t - 1
    if e.has(Mutation.notShifted) || e.has(Mutation.shiftedInput) { place = t }
    if e.has(Mutation.shiftedBackwards) { place = t + 1 }
    if e.has(Mutation.rolled), place < 0 { place = outputs.count - 1 }
    return outputs.indices.contains(place) ? outputs[place] : nil
  }

  /// fc_D_weight x_t + D.
  private func diagonal<N: NumberSystem>(_ row: Int, _ t: Int, _ head: Int, _ e: Evaluation<N>) -> N.Real? {
    var gain = e.has(Mutation.feedthroughInScan) ? nil : e.optionalInput("D")?[head]
    guard let weights = e.optionalInput("fc_D_weight") else { return gain }
    let input = e.input("x").block(row, t)
    let product = weights.vector(head).dot(input)
    gain = gain.map { $0 + product } ?? product
    return gain
  }

  /// w_t of each step in the scan's own order.
  private func scan<N: NumberSystem>(
    _ row: Int, _ head: Int, isForward: Bool, _ e: Evaluation<N>
  ) -> [N.Real.Vector]? {
    let (length, state) = (e.length("length"), e.length("state"))
    let groups = e.length("groups")
    let group = e.has(Mutation.tiledGroups) ? head % groups : head / (e.length("heads") / groups)
    let steps = (0..<length).map { place in
      let t = isForward ? place : length - 1 - place
      let delta = step(row, e.has(Mutation.stepsNotFlipped) ? place : t, head, isForward, e)
      let exponent = delta * e.input("A")[head]
      var (decay, logDecay) = (e.zeros(state), e.zeros(state))
      decay.fill(with: N.Real.exp(exponent))
      logDecay.fill(with: exponent)
      var key = e.input("B").vector(row, t, group)
      if !e.has(Mutation.inputWithoutStep) { key.multiply(by: delta) }
      return AffineStep<N.Real>(
        decay: decay, key: key, value: e.input("x").vector(row, t, head), query: e.input("C").vector(row, t, group),
        logDecay: logDecay)
    }
    let problem = e.problem(
      initialState: e.zeros(state * e.length("value")), columns: e.length("value"), steps: steps,
      readTime: e.has(Mutation.shiftedInput) ? .beforeUpdate : .afterUpdate)
    return N.solve(problem, e.form.affine)?.outputs
  }

  /// Delta_t.
  private func step<N: NumberSystem>(
    _ row: Int, _ t: Int, _ head: Int, _ isForward: Bool, _ e: Evaluation<N>
  ) -> N.Real {
    var x = e.input("dt")[row, t, isForward || e.has(Mutation.forwardStepsTwice) ? 0 : 1, head]
    let bias = e.optionalInput("dt_bias")?[head]
    if let bias, !e.has(Mutation.biasAfterSoftplus) { x = x + bias }
    if e.flag("dt_softplus") { x = N.Real.softplus(x) }
    if let bias, e.has(Mutation.biasAfterSoftplus) { x = x + bias }
    return x
  }
}
