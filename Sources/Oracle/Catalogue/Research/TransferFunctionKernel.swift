import Arithmetic
import Definitions

/// A rational transfer function, `rtf`.
public struct TransferFunctionKernel: KernelDefinition {
  public let identifier = "rtf"
  public let title = "Rational transfer function (RTF)"
  public let formula = """
    H(z) = h_0 + (b_1 z^-1 + ... + b_N z^-N)/(1 + a_1 z^-1 + ... + a_N z^-N)
    w_t = u_t - sum_j a_j w_(t-j),   y_t = h_0 u_t + sum_j b_j w_(t-j)
    """
  public let source = "Parnichkun et al., arXiv 2405.06147; ruke1ire/RTF, without the aliasing of its kernel"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("channels", "channels", sizes: [1, 2]),
    .init("order", "N", sizes: [2, 1, 4]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("u", ["batch", "channels", "length"], summary: "the input"),
    .init(
      "a", ["channels", "order"], domain: .between(-0.25, 0.25), summary: "the denominator, without its leading 1"),
    .init("b", ["channels", "order"], summary: "the numerator, from z^-1 on"),
    .init("h_0", ["channels"], summary: "the feedthrough"),
    .init(
      "initial_state", ["batch", "channels", "order"], role: .initialState(final: "final_state"), isOptional: true,
      summary: "w before the first step, the latest first"),
    .init("y", ["batch", "channels", "length"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "channels", "order"], role: .finalState, isOptional: true,
      summary: "w up to the last step, the latest first"),
  ]
  public let forms: [Form] = [
    .recurrent, Form("kernel", .lessAccurate, .recurrent, "the convolution with the impulse response"), .fourier,
  ]
  public let linearInputs = ["u", "initial_state"]

  public enum Mutation: String, KernelMutation {
    case aliased
    case denominatorSign = "denominator-sign"
    case numeratorFromZero = "numerator-from-zero"
    case feedthroughTwice = "feedthrough-twice"
    case feedthroughThrough = "feedthrough-through"
    case numeratorReversed = "numerator-reversed"
    case denominatorReversed = "denominator-reversed"
    case stateReversed = "state-reversed"

    public var statement: String {
      switch self {
      case .aliased: "the impulse response at the lag of the length added at lag 0: H sampled at the roots of unity"
      case .denominatorSign: "1 - a_1 z^-1 - ... as the denominator"
      case .numeratorFromZero: "a numerator that starts at z^0"
      case .feedthroughTwice: "h_0 u added twice"
      case .feedthroughThrough: "h_0 divided by the denominator too"
      case .numeratorReversed: "the numerator's coefficients in the opposite order"
      case .denominatorReversed: "the denominator's coefficients in the opposite order"
      case .stateReversed: "the initial state read from the oldest on"
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let (model, length) = (model(channel, e), e.length("length"))
    let input = e.input("u").vector(row, channel)
    var state = e.optionalInput("initial_state")?.vector(row, channel).elements ?? e.zeros(model.order).elements
    if e.has(Mutation.stateReversed) { state.reverse() }
    let start = state
    var outputs = (0..<length).map { model.advance(&state, input: input[$0]) }
    if e.form != .recurrent {
      // What the state gives alone, and the convolution on top.
      var free = start
      let response = N.Real.Vector(model.impulseResponse(length: length), in: e.context)
      let forced = e.convolution(input, response)
      outputs = (0..<length).map { model.advance(&free, input: e.constant(0)) + forced[$0] }
    }
    let alias = e.has(Mutation.aliased) ? model.impulseResponse(length: length + 1).last : nil
    var (y, final) = (e.output("y"), e.output("final_state"))
    for t in 0..<length {
      var output = outputs[t]
      if let alias { output = output + alias * input[t] }
      if e.has(Mutation.feedthroughTwice) { output = output + model.feedthrough * input[t] }
      y.append(output, at: row, channel, t)
    }
    for n in 0..<model.order { final.append(state[n], at: row, channel, n) }
    return [y, final]
  }

  private func model<N: NumberSystem>(_ channel: Int, _ e: Evaluation<N>) -> RationalTransferFunction<N.Real> {
    var model = RationalTransferFunction<N.Real>(
      denominator: e.input("a").vector(channel).elements, numerator: e.input("b").vector(channel).elements,
      feedthrough: e.input("h_0")[channel])
    if e.has(Mutation.denominatorSign) { model.denominator = model.denominator.map { -$0 } }
    if e.has(Mutation.numeratorReversed) { model.numerator.reverse() }
    if e.has(Mutation.denominatorReversed) { model.denominator.reverse() }
    if e.has(Mutation.feedthroughThrough) {
      // h_0/D = h_0 - h_0 (D - 1)/D.
      model.numerator = zip(model.numerator, model.denominator).map { $0 - $1 * model.feedthrough }
    }
    if e.has(Mutation.numeratorFromZero) {
      // (b_1 + b_2 z^-1 + ...)/D = b_1 + (b_2 - b_1 a_1) z^-1 + ...
      let first = model.numerator[0]
      let rest = Array(model.numerator.dropFirst()) + [e.constant(0)]
      model.numerator = zip(rest, model.denominator).map { $0 - first * $1 }
      model.feedthrough = model.feedthrough + first
    }
    return model
  }
}
