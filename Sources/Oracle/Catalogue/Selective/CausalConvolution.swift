import Arithmetic
import Definitions

/// The causal depthwise convolution before Mamba's scan, `causal_conv1d`.
public struct CausalConvolution: KernelDefinition {
  public let identifier = "causal_conv1d"
  public let title = "Causal depthwise convolution of small width"
  public let formula = """
    s_t = bias + sum_(j < W) weight_j x_(t - W + 1 + j)     x before the first step from initial_states, else 0;
                                                            0 where seq_idx differs from that of t
    out_t = silu(s_t)                                       s_t where activation is none
    final_states = x_(L - W + 1), ..., x_(L - 1)
    """
  public let source = "Dao-AILab/causal-conv1d, causal_conv1d_fn"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "batch rows", sizes: [1, 2]),
    .init("channels", "channels, each with its own weights", sizes: [1, 2, 3]),
    .init("length", "time", sizes: [1, 2, 3, 5, 9]),
    .init("width", "positions that an output sees", sizes: [4, 2, 3]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("x", ["batch", "channels", "length"], summary: "the input"),
    .init("weight", ["channels", "width"], summary: "the weights; the last one meets the step itself"),
    .init("bias", ["channels"], isOptional: true, summary: "the bias"),
    .init(
      "seq_idx", ["batch", "length"], isOptional: true, domain: .sequenceIdentifiers,
      summary: "the document of each step, across whose borders nothing is seen"),
    .init(
      "initial_states", ["batch", "channels", Axis("width", plus: -1)], role: .initialState(final: "final_states"),
      isOptional: true, summary: "the inputs before the first step, oldest first; zeros where absent"),
    .init("out", ["batch", "channels", "length"], role: .output, summary: "the output"),
    .init(
      "final_states", ["batch", "channels", Axis("width", plus: -1)], role: .finalState, isOptional: true,
      summary: "the last inputs, oldest first"),
  ]
  public let flags: [FlagSpecification] = [
    .init(
      "activation", .choice(["none", "silu", "swish"]), "what is applied to the sum",
      tries: [.word("none"), .word("silu")])
  ]

  public enum Mutation: String, KernelMutation {
    case flippedWeights = "flipped-weights"
    case oldestMissing = "oldest-missing"
    case newestMissing = "newest-missing"
    case looksAhead = "looks-ahead"
    case centered = "centered"
    case circular = "circular"
    case repeatedEdge = "repeated-edge"
    case reversedState = "reversed-state"
    case lateState = "late-state"
    case zerosInFinalState = "zeros-in-final-state"
    case earlyFinalState = "early-final-state"
    case weightsOfPreviousChannel = "weights-of-previous-channel"
    case biasAfterActivation = "bias-after-activation"
    case biasTwice = "bias-twice"
    case sigmoid = "sigmoid"
    case activationTwice = "activation-twice"
    case geluActivation = "gelu-activation"
    case lateBorders = "late-borders"

    public var statement: String {
      switch self {
      case .flippedWeights: "the weights in reverse order: a convolution in place of a correlation"
      case .oldestMissing: "the oldest position of the window left out"
      case .newestMissing: "the step itself left out of its window"
      case .looksAhead: "a window that ends one step later, which is not causal"
      case .centered: "a window centered on the step, which is not causal"
      case .circular: "a window that wraps around to the end of the sequence"
      case .repeatedEdge: "the first input repeated before the sequence in place of zeros"
      case .reversedState: "initial_states in reverse order"
      case .lateState: "initial_states one position late, so that the last one is not seen"
      case .zerosInFinalState: "zeros in final_states where the sequence is shorter than the window"
      case .earlyFinalState: "final_states one step before the end"
      case .weightsOfPreviousChannel: "the weights of the channel before"
      case .biasAfterActivation: "the bias added after the activation"
      case .biasTwice: "the bias added twice"
      case .sigmoid: "sigmoid in place of silu"
      case .activationTwice: "silu applied twice"
      case .geluActivation: "x sigmoid(1.702 x), an approximate gelu, in place of silu"
      case .lateBorders: "documents that start one step late"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard call.tensors["seq_idx"] != nil, call.tensors["initial_states"] != nil else { return }
    throw KernelCallError(
      kernel: identifier, subject: "'initial_states'", expected: "none where seq_idx is given", found: "both")
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if tensors["seq_idx"] != nil { tensors["initial_states"] = nil }
    if style.isExact { flags["activation"] = .word("none") }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let (length, width) = (e.length("length"), e.length("width"))
    let x = e.input("x").vector(row, channel)
    let documents = e.optionalInput("seq_idx")
    let state = ConvolutionWindow(
      inputs: x.elements, before: e.optionalInput("initial_states")?.vector(row, channel).elements, width: width)
    func document(_ t: Int) -> Double? {
      documents.map { e.has(Mutation.lateBorders) ? $0.stored(row, max(t - 1, 0)) : $0.stored(row, t) }
    }
    let sum = ConvolutionSum(e: e, channel: channel)
    var out = e.output("out")
    for t in 0..<length {
      let shift = e.has(Mutation.looksAhead) ? 1 : e.has(Mutation.centered) ? width / 2 : 0
      let window = (0..<width).map { j -> N.Real? in
        let s = t - width + 1 + j + shift
        if s >= 0, s < length, document(s) != document(t) { return nil }
        if s < 0, e.has(Mutation.circular) { return x[((s % length) + length) % length] }
        if s < 0, e.has(Mutation.repeatedEdge) { return x[0] }
        if s < 0, e.has(Mutation.lateState) { return state[s - 1] }
        if s < 0, e.has(Mutation.reversedState) { return state[-width - s] }
        return s < 0 && documents != nil ? nil : state[s]
      }
      out.append(sum(window), at: row, channel, t)
    }
    var final = e.output("final_states")
    for j in 0..<width - 1 {
      let s = length - width + 1 + j - (e.has(Mutation.earlyFinalState) ? 1 : 0)
      let known = s < 0 && e.has(Mutation.zerosInFinalState) ? nil : state[s]
      final.append(known ?? e.constant(0), at: row, channel, j)
    }
    return [out, final]
  }
}

/// The inputs of a channel at any time: those of the call, and those that its state holds.
struct ConvolutionWindow<Element> {
  let inputs: [Element]
  let before: [Element]?
  let width: Int

  /// x_t; nil where nothing is known of it.
  subscript(t: Int) -> Element? {
    if t >= 0 { return t < inputs.count ? inputs[t] : nil }
    guard let before, before.count + t >= 0 else { return nil }
    return before[before.count + t]
  }
}

/// Bias, weighted sum and activation of one channel.
struct ConvolutionSum<N: NumberSystem> {
  let e: Evaluation<N>
  let channel: Int

  /// - Parameter window: the oldest position first.
  func callAsFunction(_ window: [N.Real?]) -> N.Real {
    typealias Mutation = CausalConvolution.Mutation
    let bias = e.optionalInput("bias")?[channel]
    var weights = e.input("weight").vector(e.has(Mutation.weightsOfPreviousChannel) ? max(channel - 1, 0) : channel)
    if e.has(Mutation.flippedWeights) { weights = N.Real.Vector(weights.elements.reversed(), in: e.context) }
    var window = window
    if e.has(Mutation.oldestMissing) { window[0] = nil }
    if e.has(Mutation.newestMissing) { window[window.count - 1] = nil }
    var sum = shortConvolution(window: window, weights: weights, bias: e.has(Mutation.biasAfterActivation) ? nil : bias)
    if let bias, e.has(Mutation.biasTwice) { sum = sum + bias }
    if e.word("activation") != "none" {
      let gate = e.has(Mutation.geluActivation) ? e.constant(1.702) * sum : sum
      sum = e.has(Mutation.sigmoid) ? N.Real.sigmoid(sum) : sum * N.Real.sigmoid(gate)
      if e.has(Mutation.activationTwice) { sum = sum * N.Real.sigmoid(sum) }
    }
    if let bias, e.has(Mutation.biasAfterActivation) { sum = sum + bias }
    return sum
  }
}
