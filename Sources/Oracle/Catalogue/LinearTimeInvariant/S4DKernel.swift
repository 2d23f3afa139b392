import Arithmetic
import Definitions

/// The convolution kernel of S4D, `s4d.kernel`.
public struct S4DKernel: KernelDefinition {
  public let identifier = "s4d.kernel"
  public let title = "S4D convolution kernel"
  public let formula = """
    lambda = -exp(log_A_real) + i A_imag,   Delta = exp(log_dt)
    Abar = e^(Delta lambda), Bbar = (Abar - 1)/lambda                           disc zoh
    Abar = (1 + Delta lambda/2)/(1 - Delta lambda/2), Bbar = Delta/(1 - ...)    disc bilinear
    K_l = 2 Re sum_n C_n Abar_n^l Bbar_n B_n,   l = 0 ..< length
    """
  public let source = "Gu, Gupta, Goel, Re, arXiv 2206.11893; state-spaces/s4, S4DKernel"
  public let dimensions: [DimensionSpecification] = [
    .init("channels", "channels", sizes: [1, 2, 3]),
    .init("modes", "modes of a channel, half of its state", sizes: [1, 2, 4]),
    .init("length", "lags", sizes: [1, 2, 5, 9]),
  ]
  public let tensors: [TensorSpecification] =
    TensorSpecification.ofS4D + [
      .init("K", ["channels", "length"], role: .output, summary: "the convolution kernel")
    ]
  public let flags: [FlagSpecification] = [
    .init("length", .number(default: nil), "the number of lags"), .discretization,
  ]
  public let linearInputs = ["C"]
  public let forms: [Form] = [
    Form("powers", .definition, .recurrent, "powers of the transition, one product a lag"),
    Form("vandermonde", .lessAccurate, .recurrent, "an exponential of l Delta lambda for each lag"),
    Form(
      "powers-subtraction", .lessAccurate, .recurrent,
      "powers of the transition, with e^z - 1 by a subtraction, which cancels for a small step"),
    Form(
      "vandermonde-subtraction", .lessAccurate, .recurrent,
      "an exponential of l Delta lambda for each lag, with e^z - 1 by a subtraction, which cancels for a small step"),
  ]

  public enum Mutation: String, KernelMutation {
    case realPartOnce = "real-part-once"
    case realPartFourfold = "real-part-fourfold"
    case imaginaryPart = "imaginary-part"
    case eulerGain = "euler-gain"
    case gainWithoutStep = "gain-without-step"
    case gainTwice = "gain-twice"
    case stepTwice = "step-twice"
    case stepOnRealPart = "step-on-real-part"
    case stepOfFirstChannel = "step-of-first-channel"
    case conjugateModes = "conjugate-modes"
    case conjugateReadout = "conjugate-readout"
    case realReadout = "real-readout"
    case realModes = "real-modes"
    case growingModes = "growing-modes"
    case linearRealPart = "linear-real-part"
    case lastModeMissing = "last-mode-missing"
    case nextLag = "next-lag"
    case aliased = "aliased"

    public var statement: String {
      switch self {
      case .nextLag: "K_l with the power l + 1 in place of l"
      case .aliased: "a kernel aliased in time: the sum of K_(l + j length) over all j"
      default: S4DDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if style.isExact { makeExact(&tensors) }
  }

  public func partCount(of call: KernelCall) -> Int { call.dimensions["channels"] ?? 0 }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let length = e.length("length")
    let channel = S4DChannel(e: e, channel: part)
    guard var lags = channel.convolutionKernel(length: e.has(Mutation.nextLag) ? length + 1 : length) else {
      return nil
    }
    if e.has(Mutation.nextLag) { lags.removeFirst() }
    if e.has(Mutation.aliased) {
      // C Abar^l/(1 - Abar^length) Bbar.
      let modes = channel.modes().map { mode in
        let alias = 1 - N.ComplexNumber.pow(mode.transition, length)
        return DiscreteMode(transition: mode.transition, inputGain: mode.inputGain / alias)
      }
      let model = DiagonalModel(modes: modes, readout: channel.readout(), in: e.context)
      lags = model.convolutionKernel(length: length).map(channel.realOutput)
    }
    var kernel = e.output("K")
    for (l, lag) in lags.enumerated() { kernel.append(lag, at: part, l) }
    return [kernel]
  }
}
