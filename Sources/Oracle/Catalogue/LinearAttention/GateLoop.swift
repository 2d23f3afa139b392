import Arithmetic
import Definitions

/// Linear attention with complex decays, `gateloop`.
public struct GateLoop: KernelDefinition {
  public let identifier = "gateloop"
  public let title = "GateLoop, linear attention with complex gates"
  public let formula = """
    S_t = Diag(a_t) S_(t-1) + k_t v_t^T               a_t complex, one for all channels where its last axis is 1
    o_t = Re(S_t)^T q_t
    """
  public let source = "Katsch, arXiv 2311.01927; lucidrains/gateloop-transformer"
  public let dimensions: [DimensionSpecification] = [.rows, .keys, .values, .steps]
  public let tensors: [TensorSpecification] = [
    .init("q", ["batch", "length", "keys"], summary: "queries"),
    .init("k", ["batch", "length", "keys"], summary: "keys"),
    .init("v", ["batch", "length", "values"], summary: "values"),
    .init(
      "a", ["batch", "length", "keys"], ["batch", "length", .fixed(1)], isComplex: true, domain: .signed(0.35),
      summary: "gates"),
    .init(
      "initial_state", ["batch", "keys", "values"], role: .initialState(final: "final_state"), isOptional: true,
      isComplex: true, summary: "the state before the first step; zeros where absent"),
    .init("o", ["batch", "length", "values"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "keys", "values"], role: .finalState, isOptional: true, isComplex: true,
      summary: "the state after the last step"),
  ]
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16)] + Form.scans

  public enum Mutation: String, KernelMutation {
    case realGates = "real-gates"
    case conjugateGates = "conjugate-gates"
    case magnitudeGates = "magnitude-gates"
    case phaseGates = "phase-gates"
    case gatesTwice = "gates-twice"
    case imaginaryPart = "imaginary-part"
    case doubledOutput = "doubled-output"
    case sumOfParts = "sum-of-parts"
    case previousGate = "previous-gate"
    case decayedNewPair = "decayed-new-pair"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry16 = "lost-carry-16"
    case readBeforeUpdate = "read-before-update"
    case previousQuery = "previous-query"

    public var statement: String {
      switch self {
      case .realGates: "Re a in place of a: the real part taken at every step"
      case .conjugateGates: "the conjugates of the gates"
      case .magnitudeGates: "|a| in place of a"
      case .phaseGates: "a/|a| in place of a"
      case .gatesTwice: "a^2 in place of a"
      case .imaginaryPart: "the imaginary part of the state read"
      case .doubledOutput: "2 Re, as for halves of conjugate pairs"
      case .sumOfParts: "the sum of the real and the imaginary part read"
      case .previousGate: "the gate of the previous step"
      default: MatrixStateDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int { call.dimensions["batch"] ?? 0 }

  public func evaluate<N: NumberSystem>(part row: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    func has(_ mutation: Mutation) -> Bool { evaluation.has(mutation) }
    let values = evaluation.length("values")
    let count = evaluation.length("keys") * values
    let initial = evaluation.optionalInput("initial_state")
    let problem = AffineProblem<N.ComplexNumber>(
      initialState: .init(
        (0..<count).map {
          initial?.complex([row, $0 / values, $0 % values]) ?? N.ComplexNumber(evaluation.constant(0))
        },
        in: evaluation.context),
      columns: values, steps: (0..<evaluation.length("length")).map { step(row, $0, evaluation) },
      readTime: has(.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
    guard
      let (readouts, state) = N.complexNumbers.solve(
        problem, in: evaluation, losingStateEvery: has(.lostCarry16) ? 16 : nil)
    else { return nil }
    var o = evaluation.output("o")
    for (t, readout) in readouts.enumerated() {
      for j in 0..<values {
        var y = has(.imaginaryPart) ? readout[j].imaginary : readout[j].real
        if has(.doubledOutput) { y = y + y }
        if has(.sumOfParts) { y = y + readout[j].imaginary }
        o.append(y, at: row, t, j)
      }
    }
    var states = evaluation.output("final_state", isComplex: true)
    for i in 0..<count { states.append(state[i], at: [row, i / values, i % values]) }
    return [o, states]
  }

  private func step<N: NumberSystem>(_ row: Int, _ t: Int, _ evaluation: Evaluation<N>) -> AffineStep<N.ComplexNumber> {
    func has(_ mutation: Mutation) -> Bool { evaluation.has(mutation) }
    func vector(_ name: String, _ t: Int) -> N.ComplexNumber.Vector {
      let vector = evaluation.input(name).vector(row, t)
      return .init(vector.elements.map { N.ComplexNumber($0) }, in: evaluation.context)
    }
    let gates = evaluation.input("a")
    let gateCount = gates.shape[2]
    let time = has(.previousGate) ? max(t - 1, 0) : t
    let decay = (0..<evaluation.length("keys")).map { i in
      has(.undecayedInitialState) && t == 0
        ? N.ComplexNumber(evaluation.constant(1))
        : altered(gates.complex([row, time, gateCount == 1 ? 0 : i]), evaluation)
    }
    var step = AffineStep<N.ComplexNumber>(
      decay: .init(decay, in: evaluation.context), key: vector("k", t), value: vector("v", t),
      query: vector("q", has(.previousQuery) ? max(t - 1, 0) : t))
    if has(.decayedNewPair) { step.key.multiply(by: step.decay) }
    return step
  }

  /// A gate, or what a defect makes of it.
  private func altered<N: NumberSystem>(_ gate: N.ComplexNumber, _ evaluation: Evaluation<N>) -> N.ComplexNumber {
    func has(_ mutation: Mutation) -> Bool { evaluation.has(mutation) }
    let magnitude = N.ComplexNumber(N.Real.sqrt(gate.squaredMagnitude))
    if has(.realGates) { return N.ComplexNumber(gate.real) }
    if has(.conjugateGates) { return gate.conjugate }
    if has(.magnitudeGates) { return magnitude }
    if has(.phaseGates) { return gate / magnitude }
    return has(.gatesTwice) ? gate * gate : gate
  }
}
