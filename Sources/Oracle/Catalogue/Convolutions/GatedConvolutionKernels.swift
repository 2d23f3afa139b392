import Arithmetic
import Definitions

/// The operator of H3, `h3`.
public struct HungryHippo: KernelDefinition {
  public let identifier = "h3"
  public let title = "H3: two convolutions with gates between them"
  public let formula = """
    s = ssm_k_kernel * k + ssm_k_D k                 the shift model; * is the causal convolution
    x = s . v
    y = q . (ssm_kernel * x + D x)                   the diagonal model
    """
  public let source = "Fu et al., arXiv 2212.14052, section 3; HazyResearch/safari, H3 with head dimension 1"
  public let dimensions = convolutionDimensions + [.init("shift", "taps of the shift model", sizes: [4, 1, 2])]
  public let tensors: [TensorSpecification] = [
    .init("q", ["batch", "channels", "length"], summary: "the queries"),
    .init("k", ["batch", "channels", "length"], summary: "the keys"),
    .init("v", ["batch", "channels", "length"], summary: "the values"),
    .init("ssm_k_kernel", ["channels", "shift"], summary: "the filter of the shift model"),
    .init("ssm_k_D", ["channels"], isOptional: true, summary: "the feedthrough of the shift model"),
    .init("ssm_kernel", ["channels", "taps"], summary: "the filter of the diagonal model"),
    .init("D", ["channels"], isOptional: true, summary: "the feedthrough of the diagonal model"),
    .init("y", ["batch", "channels", "length"], role: .output, summary: "the output"),
  ]
  public let forms: [Form] = [.direct, .fourier]
  public let linearInputs = ["v"]

  public enum Mutation: String, KernelMutation {
    case circularWrap = "circular-wrap"
    case correlation
    case scaledTwice = "scaled-twice"
    case lagOne = "lag-one"
    case tapsFlipped = "taps-flipped"
    case lastTapLost = "last-tap-lost"
    case feedthroughTwice = "feedthrough-twice"
    case feedthroughNegative = "feedthrough-negative"
    case shiftOfValues = "shift-of-values"
    case shiftOfProduct = "shift-of-product"
    case filtersSwapped = "filters-swapped"
    case feedthroughOfKeys = "feedthrough-of-keys"
    case queriesBefore = "queries-before"

    fileprivate var common: ConvolutionMutation? { ConvolutionMutation(rawValue: rawValue) }

    public var statement: String {
      switch self {
      case .shiftOfValues: "the shift model applied to v in place of k"
      case .shiftOfProduct: "the shift model applied to k . v"
      case .filtersSwapped: "the filters of the two models exchanged"
      case .feedthroughOfKeys: "the feedthrough of the diagonal model taken from k"
      case .queriesBefore: "the gate q before the diagonal model"
      default: "in both convolutions, " + (common?.statement ?? "")
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let mutation = e.mutation.flatMap(Mutation.init)
    let (q, k, v) = (
      e.input("q").vector(row, channel), e.input("k").vector(row, channel),
      e.input("v").vector(row, channel)
    )
    var filters = (e.input("ssm_k_kernel").vector(channel), e.input("ssm_kernel").vector(channel))
    if mutation == .filtersSwapped { filters = (filters.1, filters.0) }
    func model(_ input: N.Real.Vector, _ taps: N.Real.Vector, _ gain: String, of source: N.Real.Vector) -> N.Real.Vector
    {
      var output = e.convolution(input, taps, as: mutation?.common)
      if let gain = e.optionalInput(gain)?[channel] { output.add(e.feedthrough(gain, source, as: mutation?.common)) }
      return output
    }
    func product(_ x: N.Real.Vector, _ y: N.Real.Vector) -> N.Real.Vector {
      var product = x
      product.multiply(by: y)
      return product
    }
    var gated: N.Real.Vector
    switch mutation {
    case .shiftOfValues: gated = product(model(v, filters.0, "ssm_k_D", of: v), k)
    case .shiftOfProduct: gated = model(product(k, v), filters.0, "ssm_k_D", of: product(k, v))
    default: gated = product(model(k, filters.0, "ssm_k_D", of: k), v)
    }
    if mutation == .queriesBefore { gated.multiply(by: q) }
    let through = mutation == .feedthroughOfKeys ? k : gated
    var y = model(gated, filters.1, "D", of: through)
    if mutation != .queriesBefore { y.multiply(by: q) }
    var out = e.output("y")
    out.append(y, at: row, channel)
    return [out]
  }
}

/// The operator of Hyena, `hyena`.
public struct Hyena: KernelDefinition {
  public let identifier = "hyena"
  public let title = "Hyena: gates and long convolutions in turn"
  public let formula = """
    z_0 = v = x_N
    z_(n+1) = k_n * (x_(N-1-n) . z_n) + bias_n (x_(N-1-n) . z_n)        for n = 0 ... N - 2; * is causal
    y = x_0 . z_(N-1)
    with N + 1 projections x_0 ... x_N and N - 1 filters
    """
  public let source = "Poli et al., arXiv 2302.10866, definition 3.1; HazyResearch/safari, HyenaOperator"
  public let dimensions =
    [.init("filters", "N - 1, the long convolutions", sizes: [1, 2])] + convolutionDimensions
  public let tensors: [TensorSpecification] = [
    .init(
      "x", ["batch", Axis("filters", plus: 2), "channels", "length"],
      summary: "the projections: gates, then the value as the last one"),
    .init("k", ["filters", "channels", "taps"], summary: "the filters"),
    .init("bias", ["filters", "channels"], isOptional: true, summary: "the feedthroughs"),
    .init("y", ["batch", "channels", "length"], role: .output, summary: "the output"),
  ]
  public let forms: [Form] = [.direct, .fourier]

  public enum Mutation: String, KernelMutation {
    case circularWrap = "circular-wrap"
    case correlation
    case scaledTwice = "scaled-twice"
    case lagOne = "lag-one"
    case tapsFlipped = "taps-flipped"
    case lastTapLost = "last-tap-lost"
    case feedthroughTwice = "feedthrough-twice"
    case feedthroughNegative = "feedthrough-negative"
    case gatesReversed = "gates-reversed"
    case filtersReversed = "filters-reversed"
    case gateAfterFilter = "gate-after-filter"
    case valueFirst = "value-first"
    case feedthroughUngated = "feedthrough-ungated"

    fileprivate var common: ConvolutionMutation? { ConvolutionMutation(rawValue: rawValue) }

    public var statement: String {
      switch self {
      case .gatesReversed: "the gates in the opposite order"
      case .filtersReversed: "the filters in the opposite order"
      case .gateAfterFilter: "each gate after its filter, and none before the first"
      case .valueFirst: "x_0 as the value and x_N as the last gate"
      case .feedthroughUngated: "the feedthrough of what has not been gated"
      default: "in every convolution, " + (common?.statement ?? "")
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let mutation = e.mutation.flatMap(Mutation.init)
    let filters = e.length("filters")
    var x = (0..<filters + 2).map { e.input("x").vector(row, $0, channel) }
    if mutation == .gatesReversed { x[...filters].reverse() }
    if mutation == .valueFirst { x.swapAt(0, filters + 1) }
    var z = x[filters + 1]
    for n in 0..<filters {
      let filter = mutation == .filtersReversed ? filters - 1 - n : n
      let ungated = z
      if mutation != .gateAfterFilter { z.multiply(by: x[filters - n]) }
      var next = e.convolution(z, e.input("k").vector(filter, channel), as: mutation?.common)
      if let gain = e.optionalInput("bias")?[filter, channel] {
        next.add(e.feedthrough(gain, mutation == .feedthroughUngated ? ungated : z, as: mutation?.common))
      }
      if mutation == .gateAfterFilter { next.multiply(by: x[filters - n]) }
      z = next
    }
    z.multiply(by: x[0])
    var out = e.output("y")
    out.append(z, at: row, channel)
    return [out]
  }
}
