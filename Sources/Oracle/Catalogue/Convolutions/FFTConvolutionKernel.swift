import Arithmetic
import Definitions

/// A long convolution, gated before and after, `fftconv`.
public struct FFTConvolutionKernel: KernelDefinition {
  public let identifier = "fftconv"
  public let title = "Long convolution (FlashFFTConv, SGConv)"
  public let formula = """
    x_t = pregate_t u_t
    y_t = sum_(s <= t) k_(t-s) x_s + sum_(s >= t) k_rev_(s-t) x_s + D x_t        both filters include lag 0
    out_t = postgate_t y_t
    positions are modulo fft_size where it is given, else nothing wraps around
    """
  public let source = "Fu et al., arXiv 2311.05908; HazyResearch/flash-fft-conv, HazyResearch/safari"
  public let dimensions = convolutionDimensions + [.init("reverse", "taps of the reverse filter", sizes: [1, 3, 6])]
  public let tensors: [TensorSpecification] = [
    .init("u", ["batch", "channels", "length"], summary: "the input"),
    .init("k", ["channels", "taps"], summary: "the filter, from lag 0 on"),
    .init("k_rev", ["channels", "reverse"], isOptional: true, summary: "the filter of later inputs, from lag 0 on"),
    .init("pregate", ["batch", "channels", "length"], isOptional: true, summary: "what the input is multiplied by"),
    .init("postgate", ["batch", "channels", "length"], isOptional: true, summary: "what the output is multiplied by"),
    .init("D", ["channels"], isOptional: true, summary: "the feedthrough"),
    .init("out", ["batch", "channels", "length"], role: .output, summary: "the output"),
  ]
  public let flags: [FlagSpecification] = [
    .init("fft_size", .number(default: nil), "the size of the transforms, which may wrap around")
  ]
  public let forms: [Form] = [.direct, .fourier]
  public let isCausal = false
  public let linearInputs = ["u"]

  public enum Mutation: String, KernelMutation, CaseIterable {
    case circularWrap = "circular-wrap"
    case correlation
    case scaledTwice = "scaled-twice"
    case lagOne = "lag-one"
    case tapsFlipped = "taps-flipped"
    case lastTapLost = "last-tap-lost"
    case feedthroughTwice = "feedthrough-twice"
    case feedthroughNegative = "feedthrough-negative"
    case reverseFromLagOne = "reverse-from-lag-one"
    case reverseNotReversed = "reverse-not-reversed"
    case filtersSwapped = "filters-swapped"
    case gatesSwapped = "gates-swapped"
    case feedthroughOfInput = "feedthrough-of-input"
    case feedthroughAfterGate = "feedthrough-after-gate"

    fileprivate var common: ConvolutionMutation? { ConvolutionMutation(rawValue: rawValue) }

    public var statement: String {
      switch self {
      case .reverseFromLagOne: "a reverse filter that starts at lag 1"
      case .reverseNotReversed: "the reverse filter applied to earlier inputs"
      case .filtersSwapped: "the filters of the two directions exchanged"
      case .gatesSwapped: "the gates before and after exchanged"
      case .feedthroughOfInput: "the feedthrough of the input before its gate"
      case .feedthroughAfterGate: "the feedthrough added after the gate"
      default: common?.statement ?? ""
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard case .number(let size)? = call.flags["fft_size"] else { return }
    let least = ["length", "taps", "reverse"].compactMap { call.dimensions[$0] }.max() ?? 1
    guard size == size.rounded(), size >= Double(least), size <= 0x1p40 else {
      throw KernelCallError(
        kernel: identifier, subject: "flag 'fft_size'", expected: "an integer of at least \(least)", found: "\(size)")
    }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let mutation = e.mutation.flatMap(Mutation.init)
    let size = e.number("fft_size").map { Int($0) }
    let input = e.input("u").vector(row, channel)
    let swapped = mutation == .gatesSwapped
    let before = e.channel(swapped ? "postgate" : "pregate", row, channel)
    let after = e.channel(swapped ? "pregate" : "postgate", row, channel)
    var gated = input
    if let before { gated.multiply(by: before) }
    var taps = e.input("k").vector(channel)
    var reverse = e.channel("k_rev", channel)
    if mutation == .filtersSwapped, let other = reverse { (taps, reverse) = (other, taps) }
    var y = e.convolution(gated, taps, size: size, as: mutation?.common)
    if let reverse {
      if mutation == .reverseNotReversed {
        y.add(e.convolution(gated, reverse, size: size))
      } else {
        let flipped = gated.flipped
        let shifted = N.Real.Vector([e.constant(0)] + reverse.elements, in: e.context)
        let filter = mutation == .reverseFromLagOne ? shifted : reverse
        y.add(e.convolution(flipped, filter, size: size.map { max($0, filter.count) }).flipped)
      }
    }
    if let gain = e.optionalInput("D")?[channel] {
      let through = e.feedthrough(gain, mutation == .feedthroughOfInput ? input : gated, as: mutation?.common)
      if mutation == .feedthroughAfterGate {
        if let after { y.multiply(by: after) }
        y.add(through)
      } else {
        y.add(through)
        if let after { y.multiply(by: after) }
      }
    } else if let after {
      y.multiply(by: after)
    }
    var out = e.output("out")
    out.append(y, at: row, channel)
    return [out]
  }
}

let convolutionDimensions: [DimensionSpecification] = [
  .init("batch", "independent sequences", sizes: [1, 2]),
  .init("channels", "channels", sizes: [1, 2]),
  .init("length", "time", sizes: [1, 2, 5, 9]),
  .init("taps", "taps of the filter", sizes: [3, 1, 9]),
]
