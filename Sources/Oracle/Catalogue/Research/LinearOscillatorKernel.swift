import Arithmetic
import Definitions

/// The linear oscillatory state-space model, `linoss`.
public struct LinearOscillatorKernel: KernelDefinition {
  public let identifier = "linoss"
  public let title = "Linear oscillatory state-space model (LinOSS)"
  public let formula = """
    A = max(A_diag, 0),   Delta = sigmoid(steps),   f_t = B u_t
    IM:    S = 1/(1 + Delta^2 A),   z_t = S (z_(t-1) - Delta A x_(t-1) + Delta f_t),   x_t = x_(t-1) + Delta z_t
    IMEX:  z_t = z_(t-1) - Delta A x_(t-1) + Delta f_t,                               x_t = x_(t-1) + Delta z_t
    y_t = Re(C x_t) + D u_t
    """
  public let source = "Rusch, Rus, arXiv 2410.03943, equations (3)-(8); tk-rusch/linoss"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
    .init("channels", "inputs and outputs", sizes: [1, 2]),
    .init("state", "P, oscillators", sizes: [1, 2, 3]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("u", ["batch", "length", "channels"], summary: "the input"),
    .init("A_diag", ["state"], summary: "the stiffness of each oscillator; 0 where it is negative"),
    .init("steps", ["state"], domain: .between(-2, 2), summary: "the steps, before the sigmoid"),
    .init("B", ["state", "channels"], isComplex: true, summary: "the input gains"),
    .init("C", ["channels", "state"], isComplex: true, summary: "the output gains"),
    .init("D", ["channels"], isOptional: true, summary: "the feedthrough"),
    .init(
      "initial_state", ["batch", "state", .fixed(2)], role: .initialState(final: "final_state"), isOptional: true,
      isComplex: true, summary: "z and x before the first step"),
    .init("y", ["batch", "length", "channels"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "state", .fixed(2)], role: .finalState, isOptional: true, isComplex: true,
      summary: "z and x after the last step"),
  ]
  public let flags: [FlagSpecification] = [
    .init("discretization", .choice(["IM", "IMEX"]), "the scheme", tries: [.word("IM"), .word("IMEX")])
  ]
  public let forms: [Form] =
    [.recurrent] + Form.scans + [
      Form("cancelling", .lessAccurate, .recurrent, "the implicit scheme with 1 - Delta^2 A S in place of S")
    ]
  public let linearInputs = ["u", "initial_state"]

  public enum Mutation: String, KernelMutation {
    case explicitInput = "explicit-input"
    case velocityOutput = "velocity-output"
    case stepOnce = "step-once"
    case statesExchanged = "states-exchanged"
    case stiffnessNotClamped = "stiffness-not-clamped"
    case stiffnessMagnitude = "stiffness-magnitude"
    case squaredStiffness = "squared-stiffness"
    case repelling
    case stepNotSquashed = "step-not-squashed"
    case doubledOutput = "doubled-output"
    case conjugatedOutput = "conjugated-output"
    case inputWithoutStep = "input-without-step"
    case forwardEuler = "forward-euler"
    case previousPosition = "previous-position"

    public var statement: String {
      switch self {
      case .explicitInput: "Delta f added to z without the factor S of the implicit scheme"
      case .velocityOutput: "z read in place of x"
      case .stepOnce: "Delta in place of Delta^2 as the input gain of x"
      case .statesExchanged: "the initial state read as x, z"
      case .stiffnessNotClamped: "a negative stiffness used as it is"
      case .stiffnessMagnitude: "|A_diag| in place of max(A_diag, 0)"
      case .squaredStiffness: "A^2 in place of A"
      case .repelling: "+ Delta A x in place of - Delta A x"
      case .stepNotSquashed: "steps in place of sigmoid(steps)"
      case .doubledOutput: "2 Re(C x), as for conjugate pairs"
      case .conjugatedOutput: "Re(conj(C) x)"
      case .inputWithoutStep: "f in place of Delta f"
      case .forwardEuler: "x_t = x_(t-1) + Delta z_(t-1), the explicit scheme"
      case .previousPosition: "the state read before its update"
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int { call.dimensions["batch"] ?? 0 }

  public func evaluate<N: NumberSystem>(part row: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (length, state, channels) = (e.length("length"), e.length("state"), e.length("channels"))
    let isScan = e.form.affine != .recurrent
    var (positions, last): ([[[N.Real]]], [[[N.Real]]]) = ([], [])
    for p in 0..<state {
      // The real and the imaginary parts are two oscillators of the same stiffness.
      let parts = (0..<2).map { component in
        let forcing = (0..<length).map { self.forcing(row, $0, p, component, e) }
        let start = initialState(row, p, component, e)
        return isScan ? scanned(p, start, forcing, e) : stepped(p, start, forcing, e)
      }
      positions.append(parts.map(\.read))
      last.append(parts.map(\.last))
    }
    var (y, final) = (e.output("y"), e.output("final_state", isComplex: true))
    let gains = e.input("C")
    for t in 0..<length {
      for h in 0..<channels {
        var sum = e.constant(0)
        for p in 0..<state {
          let gain = gains.complex([h, p])
          let imaginary = gain.imaginary * positions[p][1][t]
          sum = sum + gain.real * positions[p][0][t]
          sum = e.has(Mutation.conjugatedOutput) ? sum + imaginary : sum - imaginary
        }
        if e.has(Mutation.doubledOutput) { sum = sum + sum }
        if let gain = e.optionalInput("D")?[h] { sum = sum + gain * e.input("u")[row, t, h] }
        y.append(sum, at: row, t, h)
      }
    }
    for p in 0..<state {
      for place in 0..<2 { final.append(N.ComplexNumber(last[p][0][place], last[p][1][place]), at: [row, p, place]) }
    }
    return [y, final]
  }

  private func oscillator<N: NumberSystem>(_ p: Int, _ e: Evaluation<N>) -> LinearOscillator<N.Real> {
    var stiffness = e.input("A_diag")[p]
    if e.input("A_diag").stored(p) < 0, !e.has(Mutation.stiffnessNotClamped) {
      stiffness = e.has(Mutation.stiffnessMagnitude) ? -stiffness : e.constant(0)
    }
    if e.has(Mutation.squaredStiffness) { stiffness = stiffness * stiffness }
    let step = e.input("steps")[p]
    return LinearOscillator(
      stiffness: stiffness, damping: e.word("discretization") == "IM" ? nil : e.constant(0),
      step: e.has(Mutation.stepNotSquashed) ? step : N.Real.sigmoid(step))
  }

  /// The real or the imaginary part of B u.
  private func forcing<N: NumberSystem>(
    _ row: Int, _ t: Int, _ p: Int, _ component: Int, _ e: Evaluation<N>
  ) -> N.Real {
    var sum = e.constant(0)
    for h in 0..<e.length("channels") {
      let gain = e.input("B").complex([p, h])
      sum = sum + (component == 0 ? gain.real : gain.imaginary) * e.input("u")[row, t, h]
    }
    return sum
  }

  /// z and x.
  private func initialState<N: NumberSystem>(_ row: Int, _ p: Int, _ component: Int, _ e: Evaluation<N>) -> [N.Real] {
    guard let state = e.optionalInput("initial_state") else { return [e.constant(0), e.constant(0)] }
    let pair = (0..<2).map { place in
      let value = state.complex([row, p, place])
      return component == 0 ? value.real : value.imaginary
    }
    return e.has(Mutation.statesExchanged) ? pair.reversed() : pair
  }

  private typealias Path<N: NumberSystem> = (read: [N.Real], last: [N.Real])

  private func stepped<N: NumberSystem>(
    _ p: Int, _ start: [N.Real], _ forcing: [N.Real], _ e: Evaluation<N>
  ) -> Path<N> {
    let oscillator = oscillator(p, e)
    var (velocity, position) = (start[0], start[1])
    var read: [N.Real] = []
    for f in forcing {
      let before = (velocity, position)
      if e.form.name == "cancelling" {
        (velocity, position) = cancelling(oscillator, velocity, position, f)
      } else {
        (velocity, position) = oscillator.advanced(velocity, position, forcing: f)
      }
      alter(&velocity, &position, before, f, oscillator, e)
      let output = e.has(Mutation.velocityOutput) ? velocity : position
      read.append(e.has(Mutation.previousPosition) ? before.1 : output)
    }
    return (read, [velocity, position])
  }

  private func alter<N: NumberSystem>(
    _ velocity: inout N.Real, _ position: inout N.Real, _ before: (N.Real, N.Real), _ f: N.Real,
    _ oscillator: LinearOscillator<N.Real>, _ e: Evaluation<N>
  ) {
    let (step, input) = (oscillator.step, oscillator.input(f))
    if e.has(Mutation.explicitInput) { velocity = velocity - input.velocity + step * f }
    if e.has(Mutation.stepOnce) { position = position - input.position + step * f }
    if e.has(Mutation.inputWithoutStep) {
      velocity = velocity - input.velocity + input.velocity / step
      position = position - input.position + input.position / step
    }
    if e.has(Mutation.repelling) {
      let coupling = oscillator.transition[1] * before.1
      velocity = velocity - coupling - coupling
    }
    if e.has(Mutation.forwardEuler) { position = before.1 + step * before.0 }
  }

  /// The released code's implicit scheme, whose 1 - Delta^2 A S is S.
  private func cancelling<A: Arithmetic>(
    _ oscillator: LinearOscillator<A>, _ velocity: A, _ position: A, _ forcing: A
  ) -> (A, A) {
    guard oscillator.damping == nil else { return oscillator.advanced(velocity, position, forcing: forcing) }
    let (matrix, step) = (oscillator.transition, oscillator.step)
    let first = oscillator.cancellingDiagonal
    let impulse = step * forcing
    return (
      (first * velocity).addingProduct(matrix[1], position) + first * impulse,
      (matrix[2] * velocity).addingProduct(matrix[3], position) + matrix[2] * impulse
    )
  }

  /// A prefix scan of the maps (x', x) -> M (x', x) + f of 2 x 2 blocks.
  private func scanned<N: NumberSystem>(
    _ p: Int, _ start: [N.Real], _ forcing: [N.Real], _ e: Evaluation<N>
  ) -> Path<N> {
    guard case .scan(let tree) = e.form.affine, !forcing.isEmpty else { return stepped(p, start, forcing, e) }
    let oscillator = oscillator(p, e)
    let steps = forcing.map { oscillator.scanElement(forcing: $0) }
    let maps = tree.prefixes(of: steps) { $1.after($0) }.prefixes
    let states = maps.map { $0.applied(to: start) }
    return (states.map { $0[1] }, states.last ?? start)
  }
}
