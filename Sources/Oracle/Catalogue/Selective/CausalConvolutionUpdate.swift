import Arithmetic
import Definitions

/// The decode step of the causal convolution, `causal_conv1d.update`: one or a few steps from its state.
public struct CausalConvolutionUpdate: KernelDefinition {
  public let identifier = "causal_conv1d.update"
  public let title = "Causal depthwise convolution, decode step"
  public let formula = """
    v = conv_state, x                                      one after the other, oldest first
    s_t = bias + sum_(j < W) weight_j v_(S + t - W + 1 + j)    S the steps that the state holds, at least W - 1
    out_t = silu(s_t)                                      s_t where activation is none
    final_state = the last S of v
    """
  public let source = "Dao-AILab/causal-conv1d, causal_conv1d_update"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "batch rows", sizes: [1, 2]),
    .init("channels", "channels, each with its own weights", sizes: [1, 2, 3]),
    .init("length", "steps of the call; 1 where x has no time axis", sizes: [1, 2, 5]),
    .init("width", "positions that an output sees", sizes: [4, 2, 3]),
    .init("state_length", "positions that the state holds, at least width - 1", sizes: [3, 4, 5]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("x", ["batch", "channels", "length"], ["batch", "channels"], summary: "the input"),
    .init("weight", ["channels", "width"], summary: "the weights; the last one meets the step itself"),
    .init(
      "conv_state", ["batch", "channels", "state_length"], role: .initialState(final: "final_state"),
      summary: "the inputs before, oldest first"),
    .init("bias", ["channels"], isOptional: true, summary: "the bias"),
    .init("out", ["batch", "channels", "length"], ["batch", "channels"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "channels", "state_length"], role: .finalState,
      summary: "the state after the call, which upstream writes in place"),
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
    case reversedState = "reversed-state"
    case firstPositions = "first-positions"
    case lateState = "late-state"
    case stateNotShifted = "state-not-shifted"
    case earlyFinalState = "early-final-state"
    case reversedFinalState = "reversed-final-state"
    case biasTwice = "bias-twice"
    case biasAfterActivation = "bias-after-activation"
    case sigmoid = "sigmoid"
    case activationTwice = "activation-twice"

    public var statement: String {
      switch self {
      case .reversedState: "conv_state in reverse order"
      case .firstPositions:
        "the first positions of conv_state where it holds more than the window, in place of the last"
      case .lateState: "conv_state one position late, so that the last one is not seen"
      case .stateNotShifted: "the old conv_state in place of the new one"
      case .earlyFinalState: "a new conv_state without the last step"
      case .reversedFinalState: "a new conv_state in reverse order"
      default: CausalConvolution.Mutation(rawValue: rawValue)?.statement ?? rawValue
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    let (held, width) = (call.dimensions["state_length"] ?? 0, call.dimensions["width"] ?? 0)
    guard held < width - 1 else { return }
    throw KernelCallError(
      kernel: identifier, subject: "'conv_state'", expected: "at least \(width - 1) positions", found: "\(held)")
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if style.isExact { flags["activation"] = .word("none") }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let (length, width, held) = (e.length("length"), e.length("width"), e.length("state_length"))
    let x = e.input("x")
    let inputs = (0..<length).map { x.rank == 2 ? x[row, channel] : x[row, channel, $0] }
    let state = e.input("conv_state").vector(row, channel).elements
    let seen = e.has(Mutation.reversedState) ? Array(state.reversed()) : state
    let values = ConvolutionWindow(inputs: inputs, before: seen, width: width)
    let shift = e.has(Mutation.firstPositions) ? held - width + 1 : e.has(Mutation.lateState) ? 1 : 0
    let sum = ConvolutionSum(e: e, channel: channel)
    var out = e.output("out")
    for t in 0..<length {
      let y = sum((t - width + 1...t).map { s in values[s < 0 ? s - shift : s] })
      out.append(y, at: x.rank == 2 ? [row, channel] : [row, channel, t])
    }
    var final = Array((state + inputs).suffix(held))
    if e.has(Mutation.stateNotShifted) { final = state }
    if e.has(Mutation.earlyFinalState) { final = Array((state + inputs).dropLast().suffix(held)) }
    if e.has(Mutation.reversedFinalState) { final.reverse() }
    var output = e.output("final_state")
    for (j, value) in final.enumerated() { output.append(value, at: row, channel, j) }
    return [out, output]
  }
}
