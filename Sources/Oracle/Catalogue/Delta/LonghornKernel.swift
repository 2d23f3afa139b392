import Arithmetic
import Definitions

/// Longhorn's scan with the diagonal of its transition, `longhorn.diag`, or with all of it, `longhorn.exact`.
public struct LonghornKernel: KernelDefinition {
  /// Whether the transition is diagonal.
  public let isDiagonal: Bool
  public var identifier: String { isDiagonal ? "longhorn.diag" : "longhorn.exact" }
  public var title: String { isDiagonal ? "Longhorn, as released" : "Longhorn, with the whole transition" }
  public var formula: String {
    """
    beta_t = sigmoid(dt_t + t_bias),   Delta_t = beta_t/(1 + beta_t <k_t, k_t>)
    h_t = \(isDiagonal ? "(1 - Delta_t k_t . k_t) . h_(t-1)" : "(I - Delta_t k_t k_t^T) h_(t-1)") + Delta_t k_t u_t
    y_t = <q_t, h_t> + D u_t,   out_t = y_t silu(z_t)
    """
  }
  public let source = "Liu et al., arXiv 2407.14207; Cranial-XIX/longhorn"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("channels", "channels", sizes: [1, 2]),
    .init("state", "modes of a channel", sizes: [2, 1, 3]),
    .init("length", "time", sizes: [1, 2, 5, 9, 17]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("u", ["batch", "channels", "length"], summary: "the input"),
    .init("q", ["batch", "state", "length"], summary: "the output gains"),
    .init("k", ["batch", "state", "length"], summary: "the keys"),
    .init("dt", ["batch", "channels", "length"], summary: "the rates, before the bias and the sigmoid"),
    .init("D", ["channels"], isOptional: true, summary: "the feedthrough"),
    .init("t_bias", ["channels"], isOptional: true, summary: "the bias of the rates"),
    .init("z", ["batch", "channels", "length"], isOptional: true, summary: "the gate, before silu"),
    .init(
      "initial_state", ["batch", "channels", "state"], role: .initialState(final: "last_state"), isOptional: true,
      summary: "the state before the first step; zeros where absent"),
    .init("out", ["batch", "channels", "length"], role: .output, summary: "the output"),
    .init(
      "last_state", ["batch", "channels", "state"], role: .finalState, isOptional: true,
      summary: "the state after the last step"),
  ]
  public var forms: [Form] {
    isDiagonal ? [.recurrent, .parallel, .chunked(16)] + Form.scans : [.recurrent, .chunked(16), .wy(16)]
  }

  public enum Mutation: String, KernelMutation {
    case otherTransition = "other-transition"
    case explicitStep = "explicit-step"
    case normOfChannel = "norm-of-channel"
    case unsquaredNorm = "unsquared-norm"
    case unsquaredKey = "unsquared-key"
    case inputWithoutRate = "input-without-rate"
    case softplusRate = "softplus-rate"
    case biasAfterSigmoid = "bias-after-sigmoid"
    case feedthroughAfterGate = "feedthrough-after-gate"
    case sigmoidGate = "sigmoid-gate"
    case readBeforeUpdate = "read-before-update"
    case previousKey = "previous-key"
    case swappedKeys = "swapped-keys"
    case lostCarry16 = "lost-carry-16"

    public var statement: String {
      switch self {
      case .otherTransition: "I - Delta k k^T in place of its diagonal 1 - Delta k . k, or the reverse"
      case .explicitStep: "Delta = beta, an explicit step, in place of beta/(1 + beta <k, k>)"
      case .normOfChannel: "k_n^2 of each mode in place of <k, k> in its rate"
      case .unsquaredNorm: "the norm of k in place of its square in the rate"
      case .unsquaredKey: "1 - Delta k in place of 1 - Delta k . k"
      case .inputWithoutRate: "k u in place of Delta k u"
      case .softplusRate: "beta = softplus(dt + t_bias) in place of sigmoid(dt + t_bias)"
      case .biasAfterSigmoid: "beta = sigmoid(dt) + t_bias in place of sigmoid(dt + t_bias)"
      case .feedthroughAfterGate: "D u added after the gate"
      case .sigmoidGate: "the gate sigmoid(z) in place of silu(z)"
      case .readBeforeUpdate: "the state read before its update"
      case .previousKey: "the key of the previous step"
      case .swappedKeys: "q and k exchanged"
      case .lostCarry16: "a state that is lost every 16 steps"
      }
    }
  }

  public init(isDiagonal: Bool) { self.isDiagonal = isDiagonal }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    guard style.isExact, let dt = tensors["dt"] else { return }
    tensors["dt"] = NumericTensor(dt.values.map { $0.rounded() }, shape: dt.shape, format: dt.format)
    tensors["t_bias"] = nil
    tensors["z"] = nil
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    func has(_ mutation: Mutation) -> Bool { evaluation.has(mutation) }
    let (row, channel) = part.quotientAndRemainder(dividingBy: evaluation.length("channels"))
    let state = evaluation.length("state")
    let u = evaluation.input("u")
    let steps = (0..<evaluation.length("length")).map { step(row, channel, $0, evaluation) }
    let initial = evaluation.optionalInput("initial_state")?.vector(row, channel) ?? evaluation.zeros(state)
    let problem = evaluation.problem(
      initialState: initial, columns: 1, steps: steps,
      readTime: has(.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
    guard
      let (readouts, last) = N.realNumbers.solve(
        problem, in: evaluation, losingStateEvery: has(.lostCarry16) ? 16 : nil)
    else { return nil }
    var out = evaluation.output("out")
    for (t, readout) in readouts.enumerated() {
      var y = readout[0]
      let through = evaluation.optionalInput("D").map { $0[channel] * u[row, channel, t] }
      if let through, !has(.feedthroughAfterGate) { y = y + through }
      if let z = evaluation.optionalInput("z")?[row, channel, t] {
        let gate = N.Real.sigmoid(z)
        y = y * (has(.sigmoidGate) ? gate : z * gate)
      }
      if let through, has(.feedthroughAfterGate) { y = y + through }
      out.append(y, at: row, channel, t)
    }
    var states = evaluation.output("last_state")
    states.append(last, at: row, channel)
    return [out, states]
  }

  private func step<N: NumberSystem>(
    _ row: Int, _ channel: Int, _ t: Int, _ evaluation: Evaluation<N>
  ) -> AffineStep<N.Real> {
    func has(_ mutation: Mutation) -> Bool { evaluation.has(mutation) }
    func column(_ name: String, _ t: Int) -> N.Real.Vector {
      let tensor = evaluation.input(name)
      return N.Real.Vector((0..<evaluation.length("state")).map { tensor[row, $0, t] }, in: evaluation.context)
    }
    let key = column(has(.swappedKeys) ? "q" : "k", has(.previousKey) ? max(t - 1, 0) : t)
    let query = column(has(.swappedKeys) ? "k" : "q", t)
    let input = evaluation.input("u")[row, channel, t]
    let beta = self.beta(evaluation.input("dt")[row, channel, t], channel, evaluation)
    var rate = Longhorn.rate(beta, key: key)
    if has(.explicitStep) { rate = beta }
    if has(.unsquaredNorm) { rate = beta / (1 + beta * N.Real.sqrt(key.dot(key))) }
    var step =
      isDiagonal != has(.otherTransition)
      ? AffineStep<N.Real>.diagonalLonghorn(query: query, key: key, input: input, rate: rate)
      : AffineStep<N.Real>.longhorn(query: query, key: key, input: input, rate: rate)
    if has(.inputWithoutRate) { step.key = key }
    for n in 0..<key.count {
      let own = beta / (1 + beta * (key[n] * key[n]))
      if has(.normOfChannel) {
        step.key[n] = own * key[n]
        if isDiagonal { step.decay[n] = 1 - own * (key[n] * key[n]) }
        step.correction?.target[n] = -(own * key[n])
      }
      if has(.unsquaredKey) {
        if isDiagonal { step.decay[n] = 1 - rate * key[n] }
        step.correction?.target[n] = -rate
      }
    }
    return step
  }

  /// beta of a step.
  private func beta<N: NumberSystem>(_ dt: N.Real, _ channel: Int, _ evaluation: Evaluation<N>) -> N.Real {
    let bias = evaluation.optionalInput("t_bias")?[channel]
    if evaluation.has(Mutation.biasAfterSigmoid), let bias { return N.Real.sigmoid(dt) + bias }
    let biased = bias.map { dt + $0 } ?? dt
    return evaluation.has(Mutation.softplusRate) ? N.Real.softplus(biased) : N.Real.sigmoid(biased)
  }
}
