import Arithmetic
import Definitions

/// The scan of S5, `s5`.
public struct S5Scan: KernelDefinition {
  public let identifier = "s5"
  public let title = "S5 layer"
  public let formula = """
    Delta = exp(log_step);   Lambdabar, Bbar from Lambda, B by disc
    x_t = Lambdabar . x_(t-1) + Bbar u_t
    y_t = 2 Re(C x_t) + D . u_t                          Re where conj_sym is false
    y_t = 2 Re(C_1 x_t + C_2 x'_t) + D . u_t             x' the reverse scan, where C has twice as many columns
    """
  public let source = "Smith, Warrington, Linderman, arXiv 2208.04933; lindermanlab/S5, apply_ssm"
  public let dimensions: [DimensionSpecification] = [
    .rows, .init("channels", "inputs and outputs", sizes: [1, 2, 3]), .init("modes", "modes", sizes: [1, 2, 4]),
    .init("directions", "1, or 2 where C has columns for the reverse scan too", sizes: [1, 2]), .steps,
  ]
  public let tensors: [TensorSpecification] = [
    .init("Lambda", ["modes"], isComplex: true, domain: .between(-2, -0.125), summary: "the eigenvalues"),
    .init("B", ["modes", "channels"], isComplex: true, summary: "the input gains"),
    .init("C", ["channels", Axis("modes", times: "directions")], isComplex: true, summary: "the output gains"),
    .init(
      "log_step", ["modes"], ["modes", .fixed(1)], domain: .between(-3, -0.5), summary: "log Delta of each mode"),
    .init("u", ["batch", "length", "channels"], summary: "the input"),
    .init("D", ["channels"], isOptional: true, summary: "the feedthrough"),
    .init(
      "initial_state", ["batch", "modes"], role: .initialState(final: "final_state"), isOptional: true, isComplex: true,
      summary: "the state before the first step, forward; zeros where absent"),
    .init("y", ["batch", "length", "channels"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "modes"], role: .finalState, isOptional: true, isComplex: true,
      summary: "the state after the last step, forward"),
  ]
  public let flags: [FlagSpecification] = [
    .discretization,
    .init(
      "conj_sym", .bool(default: true), "whether one mode of each conjugate pair is stored",
      tries: [.bool(true), .bool(false)]),
    .init(
      "clip_eigs", .bool(default: false), "whether the real parts of Lambda are at most -1e-4",
      tries: [.bool(false), .bool(true)]),
  ]
  public let isCausal = false
  public let linearInputs = ["u", "initial_state"]
  public let forms: [Form] =
    [.recurrent, .parallel, .chunked(16)] + Form.scans + [
      Form(
        "subtraction", .lessAccurate, .recurrent,
        "the recurrence, with e^z - 1 by a subtraction, which cancels for a small step")
    ]

  public enum Mutation: String, KernelMutation {
    case exclusive = "exclusive"
    case gatedInput = "gated-input"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry = "lost-carry"
    case lastStateEarly = "last-state-early"
    case imaginaryPart = "imaginary-part"
    case eulerGain = "euler-gain"
    case gainWithoutStep = "gain-without-step"
    case stepOfFirstMode = "step-of-first-mode"
    case rawStep = "raw-step"
    case conjugateModes = "conjugate-modes"
    case conjugateReadout = "conjugate-readout"
    case transposedGains = "transposed-gains"
    case forwardTwice = "forward-twice"
    case swappedDirections = "swapped-directions"
    case reverseWithoutOwnStep = "reverse-without-own-step"
    case unreversedOutput = "unreversed-output"
    case gainOfFirstInput = "gain-of-first-input"

    public var statement: String {
      switch self {
      case .imaginaryPart: "Im in place of Re"
      case .eulerGain: "the input gain Delta in place of that of the discretization"
      case .gainWithoutStep: "Bbar = B, without the step"
      case .stepOfFirstMode: "the step of the first mode for all modes"
      case .rawStep: "log_step itself as the step"
      case .conjugateModes: "the conjugates of the eigenvalues"
      case .conjugateReadout: "the conjugate of C"
      case .transposedGains: "B read as (channels, modes) in place of (modes, channels)"
      case .forwardTwice: "the forward scan in place of the reverse one"
      case .swappedDirections: "the columns of C for the two directions exchanged"
      case .reverseWithoutOwnStep: "a reverse scan that leaves out the step itself"
      case .unreversedOutput: "a reverse scan whose output is not turned around again"
      case .gainOfFirstInput: "a feedthrough of the first input to every output"
      default: ScalarScanDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard let directions = call.dimensions["directions"], directions > 2 else { return }
    throw KernelCallError(
      kernel: identifier, subject: "'C'", expected: "as many columns as modes, or twice as many", found: "\(directions)"
    )
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    guard var eigenvalues = tensors["Lambda"] else { return }
    // The imaginary parts were drawn as negative numbers: some change their sign.
    for i in stride(from: 1, to: eigenvalues.values.count, by: 4) { eigenvalues.values[i] *= -1 }
    if style.isExact {
      for i in stride(from: 1, to: eigenvalues.values.count, by: 2) { eigenvalues.values[i] = 0 }
      flags["clip_eigs"] = .bool(false)
      tensors["log_step"] = tensors["log_step"].map { steps in
        NumericTensor(Array(repeating: 1, count: steps.count), shape: steps.shape, format: steps.format)
      }
    }
    tensors["Lambda"] = eigenvalues
  }

  public func partCount(of call: KernelCall) -> Int { call.dimensions["batch"] ?? 0 }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    S5Row(e: e, row: part).outputs()
  }
}
