import Arithmetic
import Definitions

/// The output of an S4D layer, `s4d`.
public struct S4DScan: KernelDefinition {
  public let identifier = "s4d"
  public let title = "S4D layer: convolution or recurrence"
  public let formula = """
    x_t = Abar . x_(t-1) + Bbar . B u_t,   y_t = 2 Re <C, x_t> + D u_t     Abar, Bbar as in s4d.kernel
    y_t = sum_(s <= t) K_(t-s) u_s + 2 Re <C, Abar^(t+1) x_(-1)> + D u_t   the same
    """
  public let source = "Gu, Gupta, Goel, Re, arXiv 2206.11893, eq. (2); state-spaces/s4"
  public let dimensions: [DimensionSpecification] = [
    .rows, .init("channels", "channels, each with its own system", sizes: [1, 2, 3]),
    .init("modes", "modes of a channel, half of its state", sizes: [1, 2, 4]), .steps,
  ]
  public let tensors: [TensorSpecification] =
    TensorSpecification.ofS4D + [
      .init("u", ["batch", "channels", "length"], summary: "the input"),
      .init("D", ["channels"], isOptional: true, summary: "the feedthrough"),
      .init(
        "initial_state", ["batch", "channels", "modes"], role: .initialState(final: "final_state"), isOptional: true,
        isComplex: true, summary: "the state before the first step; zeros where absent"),
      .init("y", ["batch", "channels", "length"], role: .output, summary: "the output"),
      .init(
        "final_state", ["batch", "channels", "modes"], role: .finalState, isOptional: true, isComplex: true,
        summary: "the state after the last step"),
    ]
  public let flags: [FlagSpecification] = [.discretization]
  public let linearInputs = ["u", "initial_state"]
  public let forms: [Form] =
    [.recurrent, .parallel, .chunked(16)] + Form.scans + [
      Form("convolution", .sameProducts, .recurrent, "the convolution with the kernel, its powers by products"),
      Form("vandermonde", .lessAccurate, .recurrent, "the convolution with the kernel, an exponential for each lag"),
      Form(
        "subtraction", .lessAccurate, .recurrent,
        "the recurrence, with e^z - 1 by a subtraction, which cancels for a small step"),
      Form(
        "vandermonde-subtraction", .lessAccurate, .recurrent,
        "the convolution with the kernel, an exponential for each lag, with e^z - 1 by a subtraction"),
    ]

  public enum Mutation: String, KernelMutation {
    case realPartOnce = "real-part-once"
    case realPartFourfold = "real-part-fourfold"
    case imaginaryPart = "imaginary-part"
    case eulerGain = "euler-gain"
    case gainWithoutStep = "gain-without-step"
    case stepTwice = "step-twice"
    case stepOfFirstChannel = "step-of-first-channel"
    case conjugateModes = "conjugate-modes"
    case conjugateReadout = "conjugate-readout"
    case realModes = "real-modes"
    case growingModes = "growing-modes"
    case lastModeMissing = "last-mode-missing"
    case circular = "circular"
    case readBeforeUpdate = "read-before-update"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry = "lost-carry"
    case feedthroughTwice = "feedthrough-twice"
    case reversedKernel = "reversed-kernel"
    case conjugateState = "conjugate-state"

    public var statement: String {
      switch self {
      case .circular: "a circular convolution: the end of the input wraps around to the start of the output"
      case .readBeforeUpdate: "the state read before its update: each lag one step late"
      case .undecayedInitialState: "an initial state that skips the first step: Abar^t in place of Abar^(t+1)"
      case .lostCarry: "a state that is lost every 16 steps"
      case .feedthroughTwice: "the feedthrough added twice"
      case .reversedKernel: "the kernel reversed: an output that depends on later inputs"
      case .conjugateState: "the conjugate of the initial state"
      default: S4DDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if style.isExact { makeExact(&tensors) }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    return S4DRow(e: e, row: row, channel: channel).outputs()
  }
}

/// One channel of a batch row.
private struct S4DRow<N: NumberSystem> {
  typealias Number = N.ComplexNumber
  let e: Evaluation<N>
  let row: Int
  let channel: Int

  private func has(_ mutation: S4DScan.Mutation) -> Bool { e.has(mutation) }

  func outputs() -> [OutputPart<N>]? {
    let system = S4DChannel(e: e, channel: channel)
    let modes = system.modes()
    let u = e.input("u").vector(row, channel)
    guard let (readouts, state) = solve(modes, system.readout(), u) else { return nil }
    var values = readouts.map(system.realOutput)
    let convolves = e.form.name == "convolution" || e.form.name.hasPrefix("vandermonde")
    if convolves || has(.circular) || has(.reversedKernel) {
      guard let kernel = system.convolutionKernel(length: u.count) else { return nil }
      let responses = freeResponses(modes, system.readout(), u.count).map(system.realOutput)
      values = (0..<u.count).map { t in
        var sum = responses[t]
        for s in 0..<u.count {
          let lag = has(.reversedKernel) ? s - t : t - s
          if lag >= 0 { sum = sum + kernel[lag] * u[s] }
          if lag < 0, has(.circular) { sum = sum + kernel[lag + u.count] * u[s] }
        }
        return sum
      }
    }
    var (y, final) = (e.output("y"), e.output("final_state", isComplex: true))
    for (t, value) in values.enumerated() {
      let through = e.optionalInput("D").map { $0[channel] * u[t] }
      let once = through.map { value + $0 } ?? value
      y.append(has(.feedthroughTwice) ? through.map { once + $0 } ?? once : once, at: row, channel, t)
    }
    for n in 0..<state.count { final.append(state[n], at: [row, channel, n]) }
    return [y, final]
  }

  /// x_(-1).
  private func initialState(_ modes: [DiscreteMode<Number>]) -> [Number] {
    modes.indices.map { n in
      guard let tensor = e.optionalInput("initial_state") else { return Number(e.constant(0)) }
      var x = tensor.complex([row, channel, n])
      if has(.conjugateState) { x = x.conjugate }
      return has(.undecayedInitialState) ? x / modes[n].transition : x
    }
  }

  private func solve(
    _ modes: [DiscreteMode<Number>], _ readout: [Number], _ u: N.Real.Vector
  ) -> (outputs: [Number], finalState: Number.Vector)? {
    let one = Number.Vector([Number(e.constant(1))], in: e.context)
    let gains = Number.Vector(modes.map(\.inputGain), in: e.context)
    let steps = u.elements.map { u in
      var key = gains
      key.multiply(by: Number(u))
      return AffineStep<Number>(
        decay: Number.Vector(modes.map(\.transition), in: e.context), key: key, value: one,
        query: Number.Vector(readout, in: e.context))
    }
    let problem = AffineProblem<Number>(
      initialState: Number.Vector(initialState(modes), in: e.context), columns: 1, steps: steps,
      readTime: has(.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
    let solver = { (problem: AffineProblem<Number>) in problem.solve(e.form.affine) }
    let solution = has(.lostCarry) ? problem.solve(losing: .lostState, every: 16, with: solver) : solver(problem)
    return solution.map { ($0.outputs.map { $0[0] }, $0.finalState) }
  }

  /// <C, Abar^(t+1) x_(-1)>.
  private func freeResponses(_ modes: [DiscreteMode<Number>], _ readout: [Number], _ length: Int) -> [Number] {
    let model = DiagonalModel<Number>(
      transition: Number.Vector(modes.map(\.transition), in: e.context),
      inputColumns: [Number.Vector(zip(modes, initialState(modes)).map { $0.transition * $1 }, in: e.context)],
      outputRows: [Number.Vector(readout, in: e.context)])
    return model.convolutionKernel(length: length)
  }
}
