import Arithmetic
import Definitions

/// The affine scan, `scan.affine`.
public struct AffineScanKernel: KernelDefinition {
  public let identifier = "scan.affine"
  public let title = "Affine scan (first-order linear recurrence)"
  public let formula = """
    h_t = a_t h_(t-1) + b_t,   h_(-1) = h0       a_t = 0 where reset_t is not 0
    reverse: h_t = a_t h_(t+1) + b_t,   h_L = h0
    """
  public let source = "Blelloch 1990; Martin, Cundy, arXiv 1709.04057; jax.lax.associative_scan, accelerated-scan"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "batch rows", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9, 17]),
    .init("channels", "channels", sizes: [1, 2, 3]),
  ]
  public let tensors: [TensorSpecification] = [
    .init(
      "a", ["batch", "length", "channels"], isComplex: nil, domain: .between(-1, 1), summary: "the gates"),
    .init("b", ["batch", "length", "channels"], isComplex: nil, summary: "the inputs"),
    .init(
      "h0", ["batch", "channels"], role: .initialState(final: "h_last"), isOptional: true, isComplex: nil,
      summary: "the state before the first step; zeros where absent"),
    .init(
      "reset", ["batch", "length"], isOptional: true, domain: .integers(0...1),
      summary: "1 where the state before the step is replaced by 0"),
    .init("h", ["batch", "length", "channels"], role: .output, isComplex: nil, summary: "the states"),
    .init(
      "h_last", ["batch", "channels"], role: .finalState, isOptional: true, isComplex: nil,
      summary: "the state after the last step; in reverse that of the first"),
  ]
  public let flags: [FlagSpecification] = [
    .init(
      "reverse", .bool(default: false), "whether the recurrence runs from the last step to the first",
      tries: [.bool(false), .bool(true)])
  ]
  public let isCausal = false
  public let linearInputs = ["b", "h0"]
  public let forms: [Form] =
    [.recurrent, .parallel, .chunked(16)] + Form.scans
    + [
      Form("scan-blocks-4", .sameProducts, .scan(.sequentialBlocks(4)), "a block scan with blocks of 4 steps"),
      .cumulativeProduct, .logarithmicScan,
    ]

  public enum Mutation: String, KernelMutation {
    case previousGate = "previous-gate"
    case nextGate = "next-gate"
    case swappedOperands = "swapped-operands"
    case gatedInput = "gated-input"
    case complementInput = "complement-input"
    case exclusive = "exclusive"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry = "lost-carry"
    case undecayedCarry = "undecayed-carry"
    case lastStateEarly = "last-state-early"
    case lateReset = "late-reset"
    case resetAfterInput = "reset-after-input"
    case conjugateGates = "conjugate-gates"
    case realGates = "real-gates"
    case magnitudeGates = "magnitude-gates"
    case forwardGates = "forward-gates"
    case forwardResets = "forward-resets"

    public var statement: String {
      switch self {
      case .lateReset: "a reset one step late"
      case .resetAfterInput: "a reset that clears the input of its own step, too"
      case .conjugateGates: "the conjugates of the gates"
      case .realGates: "the real parts of the gates"
      case .magnitudeGates: "the magnitudes of the gates"
      case .forwardGates: "a reverse scan whose gates are not reversed"
      case .forwardResets: "a reverse scan whose resets are not reversed"
      default: ScalarScanDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    guard var gates = tensors["a"] else { return }
    if gates.isComplex, !style.isExact {
      // Within the unit circle.
      for i in gates.values.indices { gates.values[i] = style.format.rounded(gates.values[i] * 0.6875) }
    }
    tensors["a"] = gates
    guard !gates.isComplex, gates.values.first.map({ $0 > 0 }) ?? false else { return }
    // Some calls are positive throughout, for the scan in logarithms, which are integers in exact ones.
    for name in ["a", "b", "h0"] {
      guard var tensor = tensors[name], !tensor.isComplex else { continue }
      tensor.values = tensor.values.map { x in
        style.isExact ? (x > 0 ? 1 : name == "a" ? 0.5 : x < -1 ? 4 : 2) : abs(x)
      }
      tensors[name] = tensor
    }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let place = AffineScanChannel(row: row, channel: channel, e: e)
    let isComplex = ["a", "b", "h0"].contains { e.optionalInput($0)?.isComplex == true }
    return isComplex ? place.complexOutputs() : place.realOutputs()
  }
}

/// One channel of a batch row.
private struct AffineScanChannel<N: NumberSystem> {
  typealias Mutation = AffineScanKernel.Mutation
  let row: Int
  let channel: Int
  let e: Evaluation<N>

  private var length: Int { e.length("length") }

  /// The position of the step that is run through as number t.
  private func time(_ t: Int) -> Int { e.flag("reverse") ? length - 1 - t : t }

  private func isReset(_ t: Int) -> Bool {
    guard let reset = e.optionalInput("reset"), t >= 0 else { return false }
    return reset.stored(row, e.has(Mutation.forwardResets) ? t : time(t)) != 0
  }

  private var runs: Runs { Runs(length: length) { isReset(e.has(Mutation.lateReset) ? $0 - 1 : $0) } }

  /// The position of the gate of the step that is run through as number t.
  private func gateTime(_ t: Int) -> Int { e.has(Mutation.forwardGates) ? t : time(t) }

  func realOutputs() -> [OutputPart<N>]? {
    let (a, b) = (e.input("a"), e.input("b"))
    let zero = e.constant(0)
    let initial = e.optionalInput("h0")?[row, channel] ?? zero
    let gates = (0..<length).map { t in
      let gate = a[row, gateTime(t), channel]
      return e.has(Mutation.magnitudeGates) ? gate.magnitude : gate
    }
    let inputs = (0..<length).map { t in
      e.has(Mutation.resetAfterInput) && isReset(t) ? zero : b[row, time(t), channel]
    }
    if e.form == .logarithmicScan { return logarithms(gates, inputs, initial).map { outputs($0, last: nil) } }
    let scan = ScalarScan(
      steps: zip(gates, inputs).map { AffineStep(decay: $0, key: $1) }, initial: initial, runs: runs,
      roundState: e.roundState)
    let solution = scan.solve(e.form.affine, mutation: e.mutation) { N.solve($0, e.form.affine) }
    return solution.map { outputs($0.values, last: $0.last) }
  }

  private func outputs(_ values: [N.Real], last: N.Real?) -> [OutputPart<N>] {
    var (h, final) = (e.output("h"), e.output("h_last"))
    for (t, value) in values.enumerated() { h.append(value, at: row, time(t), channel) }
    if let last = last ?? values.last { final.append(last, at: row, channel) }
    return [h, final]
  }

  /// By the scan in logarithms; nil where a number is negative or a gate 0.
  private func logarithms(_ gates: [N.Real], _ inputs: [N.Real], _ initial: N.Real) -> [N.Real]? {
    let (zero, runs) = (e.constant(0), runs)
    let isPositive = (gates + inputs + [initial]).allSatisfy { $0.isNegative.isFalse }
    guard isPositive, gates.allSatisfy({ $0.isPositive.isTrue }) else { return nil }
    func logarithm(_ x: N.Real) -> N.Real? { x.isEqual(to: zero).isTrue ? nil : N.Real.log(x) }
    return runs.ranges.enumerated().flatMap { place, range in
      logarithmicScan(
        logGates: range.map { N.Real.log(gates[$0]) }, logInputs: range.map { logarithm(inputs[$0]) },
        logInitial: place > 0 || runs.startsFresh ? nil : logarithm(initial), in: e.context)
    }
  }

  func complexOutputs() -> [OutputPart<N>]? {
    if e.form == .logarithmicScan { return nil }
    typealias Number = N.ComplexNumber
    let zero = Number(e.constant(0))
    let steps = (0..<length).map { t in
      var gate = e.input("a").complex([row, gateTime(t), channel])
      if e.has(Mutation.conjugateGates) { gate = gate.conjugate }
      if e.has(Mutation.realGates) { gate = Number(gate.real) }
      if e.has(Mutation.magnitudeGates) { gate = Number(N.Real.sqrt(gate.squaredMagnitude)) }
      let isCleared = e.has(Mutation.resetAfterInput) && isReset(t)
      return AffineStep(decay: gate, key: isCleared ? zero : e.input("b").complex([row, time(t), channel]))
    }
    let initial = e.optionalInput("h0")?.complex([row, channel]) ?? zero
    let scan = ScalarScan(steps: steps, initial: initial, runs: runs)
    guard let (values, last) = scan.solve(e.form.affine, mutation: e.mutation, with: { $0.solve(e.form.affine) }) else {
      return nil
    }
    var (h, final) = (e.output("h", isComplex: true), e.output("h_last", isComplex: true))
    for (t, value) in values.enumerated() { h.append(value, at: [row, time(t), channel]) }
    final.append(last, at: [row, channel])
    return [h, final]
  }
}
