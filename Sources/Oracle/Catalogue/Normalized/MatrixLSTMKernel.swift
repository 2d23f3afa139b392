import Arithmetic
import Definitions

/// The mLSTM of the xLSTM, `mlstm`.
public struct MatrixLSTMKernel: KernelDefinition {
  public let identifier = "mlstm"
  public let title = "mLSTM (xLSTM)"
  public let formula = """
    log f_t = log sigmoid(f_t)                      f_t itself where forget_gate is exp
    m_t = max(log f_t + m_(t-1), i_t)
    C_t = e^(log f_t + m_(t-1) - m_t) C_(t-1) + e^(i_t - m_t) k_t v_t^T
    n_t = e^(log f_t + m_(t-1) - m_t) n_(t-1) + e^(i_t - m_t) k_t
    h_t = C_t^T q_t/(max(|n_t^T q_t|, e^-m_t) + eps)
    with q or k scaled by 1/sqrt(DHQK), and C, n, m = 0 before the first step where they are absent
    """
  public let source = "Beck et al., arXiv 2405.04517; NX-AI/mlstm_kernels (q scaled), NX-AI/xlstm (k scaled)"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("heads", "heads", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
    .init("key", "DHQK, the size of queries and keys", sizes: [4, 1]),
    .init("value", "DHV, the size of values", sizes: [1, 2, 3]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("q", ["batch", "heads", "length", "key"], summary: "the queries"),
    .init("k", ["batch", "heads", "length", "key"], summary: "the keys"),
    .init("v", ["batch", "heads", "length", "value"], summary: "the values"),
    .init("i", ["batch", "heads", "length"], summary: "the input gate, before its exponential"),
    .init("f", ["batch", "heads", "length"], summary: "the forget gate, before its sigmoid"),
    .init(
      "c_initial", ["batch", "heads", "key", "value"], role: .initialState(final: "c_last"), isOptional: true,
      summary: "the memory before the first step, scaled by e^-m"),
    .init(
      "n_initial", ["batch", "heads", "key"], role: .initialState(final: "n_last"), isOptional: true,
      summary: "the normalizer before the first step, scaled by e^-m"),
    .init(
      "m_initial", ["batch", "heads", .fixed(1)], role: .initialState(final: "m_last"), isOptional: true,
      summary: "the stabilizer before the first step"),
    .init("h", ["batch", "heads", "length", "value"], role: .output, summary: "the output"),
    .init("c_last", ["batch", "heads", "key", "value"], role: .finalState, isOptional: true, summary: "the memory"),
    .init("n_last", ["batch", "heads", "key"], role: .finalState, isOptional: true, summary: "the normalizer"),
    .init("m_last", ["batch", "heads", .fixed(1)], role: .finalState, isOptional: true, summary: "the stabilizer"),
  ]
  public let flags: [FlagSpecification] = [
    .init("eps", .number(default: 1e-6), "added to the denominator", tries: [.number(1e-6), .number(0.0625)]),
    .init("scaled", .choice(["q", "k"]), "which one is scaled by 1/sqrt(DHQK)", tries: [.word("q"), .word("k")]),
    .init("forget_gate", .choice(["sigmoid", "exp"]), "the forget gate's function", tries: [.word("sigmoid")]),
  ]
  public let forms: [Form] =
    [.recurrent] + Form.scans + [
      Form("plain", .lessAccurate, .recurrent, "the recurrence without a stabilizer"),
      Form("parallel", .lessAccurate, .recurrent, "attention over all pairs, each row with its largest exponent"),
      Form("chunk-64", .lessAccurate, .recurrent, "chunks of 64 steps with cumulative log-gates"),
      Form("chunk-4", .lessAccurate, .recurrent, "chunks of 4 steps with cumulative log-gates"),
    ]

  public enum Mutation: String, KernelMutation {
    case clampAtOne = "clamp-at-one"
    case epsilonInside = "epsilon-inside"
    case noAbsoluteValue = "no-absolute-value"
    case noDenominatorClamp = "no-denominator-clamp"
    case stabilizerLost = "stabilizer-lost"
    case forgetWithoutSigmoid = "forget-without-sigmoid"
    case inputSigmoid = "input-sigmoid"
    case forgetOnOwnInput = "forget-on-own-input"
    case previousForget = "previous-forget"
    case normalizerNotDecayed = "normalizer-not-decayed"
    case missingScale = "missing-scale"
    case scaleTwice = "scale-twice"
    case scaleByDimension = "scale-by-dimension"
    case lostCarry = "lost-carry"

    public var statement: String {
      switch self {
      case .clampAtOne: "max(|n^T q|, 1) in place of max(|n^T q|, e^-m), with a stabilized n"
      case .epsilonInside: "max(|n^T q|, e^-m, eps) in place of max(|n^T q|, e^-m) + eps"
      case .noAbsoluteValue: "max(n^T q, e^-m) in place of max(|n^T q|, e^-m)"
      case .noDenominatorClamp: "|n^T q| in place of max(|n^T q|, e^-m)"
      case .stabilizerLost: "the previous stabilizer taken as 0 in the decay"
      case .forgetWithoutSigmoid: "log f = f in place of log sigmoid(f)"
      case .inputSigmoid: "the input gate sigmoid(i) in place of e^i"
      case .forgetOnOwnInput: "the forget gate of a step applied to its own input too"
      case .previousForget: "the forget gate of the previous step"
      case .normalizerNotDecayed: "a normalizer that does not forget"
      case .missingScale: "neither q nor k scaled"
      case .scaleTwice: "both q and k scaled"
      case .scaleByDimension: "the scale 1/DHQK in place of 1/sqrt(DHQK)"
      case .lostCarry: "a memory that is lost every 4 steps"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    let states = ["c_initial", "n_initial", "m_initial"]
    let given = states.filter { call.tensors[$0] != nil }
    guard given.isEmpty || given.count == states.count else {
      throw KernelCallError(
        kernel: identifier, subject: "the initial state", expected: "all of \(states.joined(separator: ", ")), or none",
        found: given.joined(separator: ", "))
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    let states = ["c_initial", "n_initial", "m_initial"]
    if states.contains(where: { tensors[$0] == nil }) { for name in states { tensors[name] = nil } }
    guard style.isExact else { return }
    // Exponents have to be integers, and the sigmoid has no exact logarithm.
    flags["forget_gate"] = .word("exp")
    for name in ["i", "f", "m_initial"] {
      tensors.transform(name) { name == "f" ? -abs($0.rounded()) : $0.rounded() }
    }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let model = model(row, head, e)
    let chunk = ["parallel": max(e.length("length"), 1), "chunk-64": 64, "chunk-4": 4][e.form.name]
    let solution: MatrixLSTM<N.Real>.Solution?
    if let chunk {
      solution = model.chunkwise(size: chunk)
    } else {
      solution = e.form.name == "plain" ? model.plain() : recurrent(model, e)
    }
    guard let (outputs, memory, stabilizer) = solution else { return nil }
    var (h, c, n, m) = (e.output("h"), e.output("c_last"), e.output("n_last"), e.output("m_last"))
    for (t, output) in outputs.enumerated() { h.append(output, at: row, head, t) }
    let (key, value) = (e.length("key"), e.length("value"))
    for a in 0..<key {
      for j in 0..<value { c.append(memory[a * (value + 1) + j], at: row, head, a, j) }
      n.append(memory[a * (value + 1) + value], at: row, head, a)
    }
    m.append(stabilizer, at: row, head, 0)
    return [h, c, n, m]
  }

  private func model<N: NumberSystem>(_ row: Int, _ head: Int, _ e: Evaluation<N>) -> MatrixLSTM<N.Real> {
    let range = 0..<e.length("length")
    let (key, value) = (e.length("key"), e.length("value"))
    let root = 1 / N.Real.sqrt(e.constant(Double(key)))
    let scale = e.has(Mutation.scaleByDimension) ? root * root : root
    let scalesQueries = e.word("scaled") == "q"
    func vectors(_ name: String, isScaled: Bool) -> [N.Real.Vector] {
      range.map { t in
        var vector = e.input(name).vector(row, head, t)
        let scales = e.has(Mutation.scaleTwice) || isScaled && !e.has(Mutation.missingScale)
        if scales { vector.multiply(by: scale) }
        return vector
      }
    }
    var memory = e.zeros(key * (value + 1))
    if let c = e.optionalInput("c_initial"), let n = e.optionalInput("n_initial") {
      for a in 0..<key {
        for j in 0..<value { memory[a * (value + 1) + j] = c[row, head, a, j] }
        memory[a * (value + 1) + value] = n[row, head, a]
      }
    }
    let (i, f) = (e.input("i"), e.input("f"))
    return MatrixLSTM(
      logForget: range.map { t in
        let gate = f[row, head, e.has(Mutation.previousForget) ? max(t - 1, 0) : t]
        return e.word("forget_gate") == "exp" || e.has(Mutation.forgetWithoutSigmoid) ? gate : -N.Real.softplus(-gate)
      },
      input: range.map { t in e.has(Mutation.inputSigmoid) ? -N.Real.softplus(-i[row, head, t]) : i[row, head, t] },
      queries: vectors("q", isScaled: scalesQueries), keys: vectors("k", isScaled: !scalesQueries),
      values: range.map { e.input("v").vector(row, head, $0) }, initialMemory: memory,
      initialStabilizer: e.optionalInput("m_initial").map { $0[row, head, 0] } ?? e.constant(0),
      epsilon: e.constant(e.number("eps") ?? 0))
  }

  private func recurrent<N: NumberSystem>(
    _ model: MatrixLSTM<N.Real>, _ e: Evaluation<N>
  ) -> MatrixLSTM<N.Real>.Solution? {
    let stabilizers = model.stabilizers
    let scales = stabilizers.map(MatrixLSTM.scale)
    let columns = e.length("value") + 1
    let steps = stabilizers.indices.map { t in
      let previous = t > 0 ? scales[t - 1] : model.initialStabilizer
      let lost = e.has(Mutation.stabilizerLost)
      var step = model.step(t, previous: lost ? e.constant(0) : previous, scale: scales[t])
      if e.has(Mutation.forgetOnOwnInput) { step.key.multiply(by: N.Real.exp(model.logForget[t])) }
      if e.has(Mutation.lostCarry), t > 0, t % 4 == 0 {
        step.decay.fill(with: e.constant(0))
        step.logDecay = nil
      }
      return step
    }
    let problem = e.problem(initialState: model.initialMemory, columns: columns, steps: steps)
    guard var (products, memory) = N.solve(problem, e.form.affine) else { return nil }
    if e.has(Mutation.normalizerNotDecayed) { keepNormalizer(model, scales, &products, &memory) }
    let outputs = products.indices.map { readout(model, products[$0], scales[$0], stabilizers[$0], e) }
    guard let scale = scales.last, let stabilizer = stabilizers.last else {
      return (outputs, memory, model.initialStabilizer)
    }
    return (outputs, MatrixLSTM.rescaled(memory, scale: scale, stabilizer: stabilizer), stabilizer)
  }

  /// n_t = n_(t-1) + e^(i_t - m_t) k_t.
  private func keepNormalizer<A: RealElementaryArithmetic>(
    _ model: MatrixLSTM<A>, _ scales: [A], _ products: inout [A.Vector], _ memory: inout A.Vector
  ) {
    let columns = memory.count / max(model.keys.first?.count ?? 1, 1)
    var normalizer = A.Vector(
      stride(from: columns - 1, to: memory.count, by: columns).map { model.initialMemory[$0] }, in: memory.context)
    for t in products.indices {
      normalizer.addProduct(A.exp(model.input[t] - scales[t]), model.keys[t])
      products[t][columns - 1] = normalizer.dot(model.queries[t])
    }
    for a in 0..<normalizer.count { memory[a * columns + columns - 1] = normalizer[a] }
  }

  private func readout<N: NumberSystem>(
    _ model: MatrixLSTM<N.Real>, _ product: N.Real.Vector, _ scale: N.Real, _ stabilizer: N.Real, _ e: Evaluation<N>
  ) -> N.Real.Vector {
    let columns = product.count - 1
    let normalizer = product[columns]
    let floor = N.Real.exp(-scale)
    let denominator: N.Real
    if e.has(Mutation.clampAtOne) {
      denominator = .maximum(normalizer.magnitude, e.constant(1)) + model.epsilon
    } else if e.has(Mutation.epsilonInside) {
      denominator = .maximum(.maximum(normalizer.magnitude, floor), model.epsilon)
    } else if e.has(Mutation.noAbsoluteValue) {
      denominator = .maximum(normalizer, floor) + model.epsilon
    } else if e.has(Mutation.noDenominatorClamp) {
      denominator = normalizer.magnitude + model.epsilon
    } else {
      return model.readout(product, scale: scale, stabilizer: stabilizer)
    }
    return N.Real.Vector((0..<columns).map { product[$0] / denominator }, in: e.context)
  }
}
