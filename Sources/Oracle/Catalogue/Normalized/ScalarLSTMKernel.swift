import Arithmetic
import Definitions

/// The sLSTM of the xLSTM, `slstm`.
public struct ScalarLSTMKernel: KernelDefinition {
  public let identifier = "slstm"
  public let title = "sLSTM (xLSTM)"
  public let formula = """
    (i, f, z, o)_t = Wx_t + R h_(t-1) + b            R takes the cells of a head to those of the same head
    log f = log sigmoid(f)                           f itself where forget_gate is exp
    m_t = max(log f + m_(t-1), i)                    i where n_(t-1) = 0, cell by cell
    c_t = e^(log f + m_(t-1) - m_t) c_(t-1) + e^(i - m_t) tanh z
    n_t = e^(log f + m_(t-1) - m_t) n_(t-1) + e^(i - m_t)
    h_t = sigmoid(o) c_t/n_t
    """
  public let source = "Beck et al., arXiv 2405.04517; NX-AI/xlstm"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5]),
    .init("heads", "heads", sizes: [1, 2]),
    .init("cells", "DH, the cells of a head", sizes: [1, 2, 3]),
  ]
  public let tensors: [TensorSpecification] = [
    .init(
      "Wx", ["batch", "length", .fixed(4), "heads", "cells"],
      summary: "the inputs of the gates i, f, z, o, before their functions"),
    .init(
      "R", ["heads", .fixed(4), "cells", "cells"], domain: .signed(0.25),
      summary: "the recurrent weights, from the third axis to the fourth"),
    .init("b", [.fixed(4), "heads", "cells"], isOptional: true, summary: "the biases"),
    .init(
      "state", [.fixed(4), "batch", "heads", "cells"], role: .initialState(final: "last_state"), isOptional: true,
      summary: "h, c, n, m before the first step, with n >= 0"),
    .init("h", ["batch", "length", "heads", "cells"], role: .output, summary: "the output"),
    .init(
      "last_state", [.fixed(4), "batch", "heads", "cells"], role: .finalState, isOptional: true,
      summary: "h, c, n, m after the last step"),
  ]
  public let flags: [FlagSpecification] = [
    .init("forget_gate", .choice(["sigmoid", "exp"]), "the forget gate's function", tries: [.word("sigmoid")])
  ]
  public let forms: [Form] = [
    .recurrent, Form("plain", .lessAccurate, .recurrent, "the recurrence without a stabilizer"),
  ]

  public enum Mutation: String, KernelMutation {
    case gatesSwapped = "input-and-forget-swapped"
    case outputsSwapped = "value-and-output-swapped"
    case forgetWithoutSigmoid = "forget-without-sigmoid"
    case valueWithoutTanh = "value-without-tanh"
    case gateWithoutSigmoid = "gate-without-sigmoid"
    case transposedRecurrence = "transposed-recurrence"
    case recurrenceOfCell = "recurrence-of-cell"
    case biasTwice = "bias-twice"
    case firstHeadRecurrence = "first-head-recurrence"
    case noNormalizer = "no-normalizer"
    case clampedNormalizer = "clamped-normalizer"
    case tanhOfCell = "tanh-of-cell"
    case normalizerNotDecayed = "normalizer-not-decayed"
    case stateOrder = "state-order"

    public var statement: String {
      switch self {
      case .gatesSwapped: "the gates in the order f, i, z, o"
      case .outputsSwapped: "the gates in the order i, f, o, z"
      case .forgetWithoutSigmoid: "log f = f in place of log sigmoid(f)"
      case .valueWithoutTanh: "z in place of tanh z"
      case .gateWithoutSigmoid: "o in place of sigmoid(o)"
      case .transposedRecurrence: "R transposed"
      case .recurrenceOfCell: "R c_(t-1) in place of R h_(t-1)"
      case .biasTwice: "the bias added twice"
      case .firstHeadRecurrence: "the recurrent weights of head 0 for every head"
      case .noNormalizer: "h = sigmoid(o) c, without the normalizer"
      case .clampedNormalizer: "h = sigmoid(o) c/max(n, 1)"
      case .tanhOfCell: "h = sigmoid(o) tanh(c/n)"
      case .normalizerNotDecayed: "a normalizer that does not forget"
      case .stateOrder: "the state read in the order c, h, n, m"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard let state = call.tensors["state"] else { return }
    let count = state.count / 4
    for position in 0..<count {
      let (cell, normalizer) = (state.values[count + position], state.values[2 * count + position])
      guard normalizer < 0 || normalizer == 0 && cell != 0 else { continue }
      throw KernelCallError(
        kernel: identifier, subject: "'state'", expected: "n >= 0, and c = 0 where n = 0",
        found: "n = \(normalizer), c = \(cell) at index \(state.indices(at: position).dropFirst())")
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if let state = tensors["state"] {
      let count = state.count / 4
      for position in 2 * count..<3 * count {
        tensors["state"]?.values[position] = style.format.rounded(abs(state.values[position]) + 0.5)
      }
    }
    guard style.isExact else { return }
    // The gates' exponents have to be integers; those of later steps are, where nothing recurs.
    flags["forget_gate"] = .word("exp")
    for name in ["Wx", "b"] { tensors.transform(name) { $0.rounded() } }
    tensors.transform("R") { _ in 0 }
    if let count = tensors["state"]?.count {
      for position in 3 * count / 4..<count { tensors["state"]?.values[position].round() }
    }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let cells = e.length("cells")
    var memory = initialMemory(row, head, e)
    var h = e.output("h")
    for t in 0..<e.length("length") {
      let before = memory.scaledState
      let raw = (0..<cells).map { j in gates(at: t, row, head, j, before, e) }
      for j in 0..<cells {
        let (i, f, z, o) = (raw[j][0], raw[j][1], raw[j][2], raw[j][3])
        let isLogarithm = e.word("forget_gate") == "exp" || e.has(Mutation.forgetWithoutSigmoid)
        let previous = memory.state.normalizer[j]
        memory.advance(
          j, input: i, logForget: isLogarithm ? f : -N.Real.softplus(-f),
          value: e.has(Mutation.valueWithoutTanh) ? z : N.Real.tanh(z),
          gate: e.has(Mutation.gateWithoutSigmoid) ? o : N.Real.sigmoid(o))
        alter(&memory, j, previous: previous, input: i, o, e)
        h.append(memory.state.output[j], at: row, t, head, j)
      }
    }
    var last = e.output("last_state")
    let state = memory.scaledState
    for (place, values) in [state.output, state.cell, state.normalizer, state.stabilizer].enumerated() {
      for j in 0..<cells { last.append(values[j], at: place, row, head, j) }
    }
    return [h, last]
  }

  private func initialMemory<N: NumberSystem>(_ row: Int, _ head: Int, _ e: Evaluation<N>) -> ScalarLSTM<N.Real> {
    let cells = 0..<e.length("cells")
    let zeros = cells.map { _ in e.constant(0) }
    let isStabilized = e.form.name != "plain"
    guard let state = e.optionalInput("state") else {
      return ScalarLSTM(
        .init(output: zeros, cell: zeros, normalizer: zeros, stabilizer: zeros), isFresh: cells.map { _ in true },
        isStabilized: isStabilized)
    }
    func part(_ place: Int) -> [N.Real] { cells.map { state.real([place, row, head, $0]) } }
    let swapped = e.has(Mutation.stateOrder)
    return ScalarLSTM(
      .init(output: part(swapped ? 1 : 0), cell: part(swapped ? 0 : 1), normalizer: part(2), stabilizer: part(3)),
      isFresh: cells.map { state.stored(2, row, head, $0) == 0 }, isStabilized: isStabilized)
  }

  /// i, f, z, o of a cell before their functions.
  private func gates<N: NumberSystem>(
    at t: Int, _ row: Int, _ head: Int, _ j: Int, _ before: ScalarLSTM<N.Real>.State, _ e: Evaluation<N>
  ) -> [N.Real] {
    let recurrent = e.has(Mutation.recurrenceOfCell) ? before.cell : before.output
    let weights = e.input("R")
    let source = e.has(Mutation.firstHeadRecurrence) ? 0 : head
    let gates = (0..<4).map { gate in
      var sum = e.input("Wx").real([row, t, gate, head, j])
      for l in recurrent.indices {
        let weight = e.has(Mutation.transposedRecurrence) ? weights[source, gate, j, l] : weights[source, gate, l, j]
        sum = sum.addingProduct(weight, recurrent[l])
      }
      guard let bias = e.optionalInput("b")?[gate, head, j] else { return sum }
      return e.has(Mutation.biasTwice) ? sum + bias + bias : sum + bias
    }
    if e.has(Mutation.gatesSwapped) { return [gates[1], gates[0], gates[2], gates[3]] }
    return e.has(Mutation.outputsSwapped) ? [gates[0], gates[1], gates[3], gates[2]] : gates
  }

  private func alter<N: NumberSystem>(
    _ memory: inout ScalarLSTM<N.Real>, _ j: Int, previous: N.Real, input: N.Real, _ o: N.Real, _ e: Evaluation<N>
  ) {
    let gate = N.Real.sigmoid(o)
    if e.has(Mutation.normalizerNotDecayed) {
      memory.state.normalizer[j] = previous + N.Real.exp(input - memory.scales[j])
      memory.state.output[j] = gate * (memory.state.cell[j] / memory.state.normalizer[j])
    }
    let (cell, normalizer) = (memory.state.cell[j], memory.state.normalizer[j])
    if e.has(Mutation.noNormalizer) { memory.state.output[j] = gate * cell }
    if e.has(Mutation.clampedNormalizer) {
      memory.state.output[j] = gate * (cell / N.Real.maximum(normalizer, e.constant(1)))
    }
    if e.has(Mutation.tanhOfCell) { memory.state.output[j] = gate * N.Real.tanh(cell / normalizer) }
  }
}
