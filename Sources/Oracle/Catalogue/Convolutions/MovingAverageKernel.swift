import Arithmetic
import Definitions

/// Mega's damped moving average with many dimensions, `mega.ema`.
public struct MovingAverageKernel: KernelDefinition {
  public let identifier = "mega.ema"
  public let title = "Mega: damped exponential moving averages"
  public let formula = """
    p = sigmoid(delta),   q = 1 - p sigmoid(alpha)
    h_t = q . h_(t-1) + p . beta x_t,   y_t = <gamma, h_t>/sqrt(n) + omega x_t
    out_t = silu(y_t)                                y_t where activation is none
    """
  public let source = "Ma et al., arXiv 2209.10655, equations (6)-(9); facebookresearch/mega, MultiHeadEMA"
  public let dimensions: [DimensionSpecification] = [
    .init("length", "time", sizes: [1, 2, 5, 9]),
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("channels", "channels", sizes: [1, 2]),
    .init("state", "n, averages of a channel", sizes: [4, 1, 2]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("x", ["length", "batch", "channels"], summary: "the input"),
    .init("delta", ["channels", "state"], domain: .between(-2, 2), summary: "the gain of inputs, before the sigmoid"),
    .init("alpha", ["channels", "state"], domain: .between(-2, 2), summary: "the damping, before the sigmoid"),
    .init("beta", ["channels", "state"], summary: "the expansion"),
    .init("gamma", ["channels", "state"], summary: "the projection"),
    .init("omega", ["channels"], summary: "the feedthrough"),
    .init(
      "initial_state", ["batch", "channels", "state"], role: .initialState(final: "last_state"), isOptional: true,
      summary: "h before the first step"),
    .init("out", ["length", "batch", "channels"], role: .output, summary: "the output"),
    .init(
      "last_state", ["batch", "channels", "state"], role: .finalState, isOptional: true,
      summary: "h after the last step"),
  ]
  public let flags: [FlagSpecification] = [
    .init(
      "activation", .choice(["silu", "none"]), "the function of the output", tries: [.word("silu"), .word("none")])
  ]
  public let forms: [Form] =
    [.recurrent, .parallel, .chunked(16)] + Form.scans + [.fourier]

  public enum Mutation: String, KernelMutation {
    case undamped
    case dampingUnscaled = "damping-unscaled"
    case parametersExchanged = "parameters-exchanged"
    case withoutScale = "without-scale"
    case scaleByCount = "scale-by-count"
    case inputWithoutGain = "input-without-gain"
    case feedthroughTwice = "feedthrough-twice"
    case feedthroughAfterActivation = "feedthrough-after-activation"
    case sigmoidActivation = "sigmoid-activation"
    case readBeforeUpdate = "read-before-update"
    case stateNotDecayed = "state-not-decayed"
    case expansionAndProjectionOnce = "projection-only"

    public var statement: String {
      switch self {
      case .undamped: "q = 1 - p in place of 1 - p sigmoid(alpha)"
      case .dampingUnscaled: "q = 1 - sigmoid(alpha) in place of 1 - p sigmoid(alpha)"
      case .parametersExchanged: "alpha and delta exchanged"
      case .withoutScale: "no factor 1/sqrt(n)"
      case .scaleByCount: "1/n in place of 1/sqrt(n)"
      case .inputWithoutGain: "beta x in place of p beta x"
      case .feedthroughTwice: "omega x added twice"
      case .feedthroughAfterActivation: "omega x added after silu"
      case .sigmoidActivation: "sigmoid in place of silu"
      case .readBeforeUpdate: "the averages read before their update"
      case .stateNotDecayed: "the initial state decayed by q^t in place of q^(t+1)"
      case .expansionAndProjectionOnce: "p x in place of p beta x"
      }
    }
  }

  public init() {}

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if style.isExact { flags["activation"] = .word("none") }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let (length, state) = (e.length("length"), e.length("state"))
    let input = (0..<length).map { e.input("x")[$0, row, channel] }
    let average = average(channel, e)
    var start = e.optionalInput("initial_state")?.vector(row, channel) ?? e.zeros(state)
    if e.has(Mutation.stateNotDecayed) {
      for n in 0..<state { start[n] = start[n] / average.decays[n] }
    }
    let solution: (outputs: [N.Real.Vector], finalState: N.Real.Vector)?
    if e.form == .fourier {
      solution = average.convolved(input, from: start, e)
    } else {
      let problem = e.problem(
        initialState: start, columns: 1, steps: input.map(average.step),
        readTime: e.has(Mutation.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
      solution = N.solve(problem, e.form.affine)
    }
    guard let (outputs, finalState) = solution else { return nil }
    var (out, last) = (e.output("out"), e.output("last_state"))
    let omega = e.input("omega")[channel]
    for t in 0..<length {
      let through = omega * input[t]
      var y = outputs[t][0]
      if !e.has(Mutation.feedthroughAfterActivation) { y = y + through }
      if e.has(Mutation.feedthroughTwice) { y = y + through }
      if e.word("activation") == "silu" {
        let gate = N.Real.sigmoid(y)
        y = e.has(Mutation.sigmoidActivation) ? gate : y * gate
      }
      if e.has(Mutation.feedthroughAfterActivation) { y = y + through }
      out.append(y, at: t, row, channel)
    }
    last.append(finalState, at: row, channel)
    return [out, last]
  }

  private func average<N: NumberSystem>(_ channel: Int, _ e: Evaluation<N>) -> MovingAverage<N.Real> {
    let exchanged = e.has(Mutation.parametersExchanged)
    let count = e.constant(Double(e.length("state")))
    func squashed(_ name: String) -> [N.Real] { e.input(name).vector(channel).elements.map(N.Real.sigmoid) }
    let (gains, dampings) = (squashed(exchanged ? "alpha" : "delta"), squashed(exchanged ? "delta" : "alpha"))
    var scale = 1 / N.Real.sqrt(count)
    if e.has(Mutation.withoutScale) { scale = e.constant(1) }
    if e.has(Mutation.scaleByCount) { scale = 1 / count }
    let one = e.constant(1)
    var average = MovingAverage(
      gains: gains, dampings: dampings, expansion: e.input("beta").vector(channel).elements,
      projection: e.input("gamma").vector(channel).elements, scale: scale)
    for n in gains.indices {
      if e.has(Mutation.undamped) { average.decays[n] = one - gains[n] }
      if e.has(Mutation.dampingUnscaled) { average.decays[n] = one - dampings[n] }
      if e.has(Mutation.inputWithoutGain) { average.inputGains[n] = e.input("beta")[channel, n] }
      if e.has(Mutation.expansionAndProjectionOnce) { average.inputGains[n] = gains[n] }
    }
    return average
  }
}

extension MovingAverage {
  /// The convolution with sum_n gamma_n p_n beta_n q_n^l/sqrt(n), and what the state adds.
  fileprivate func convolved<N: NumberSystem>(
    _ input: [A], from start: A.Vector, _ e: Evaluation<N>
  ) -> (outputs: [A.Vector], finalState: A.Vector) where N.Real == A {
    let taps = input.indices.map { lag in kernel(lag: lag) }
    let vector = N.Real.Vector(input, in: e.context)
    let size = 1 << (Int.bitWidth - max(2 * input.count - 2, 0).leadingZeroBitCount)
    let y = N.transformConvolution(
      vector, N.Real.Vector(taps, in: e.context), size: max(size, input.count, 1), count: input.count)
    let outputs = input.indices.map { t in
      A.Vector([y[t] + response(of: start, after: t + 1)], in: e.context)
    }
    var last = start
    for x in input {
      for n in 0..<last.count { last[n] = (decays[n] * last[n]).addingProduct(inputGains[n], x) }
    }
    return (outputs, last)
  }
}
