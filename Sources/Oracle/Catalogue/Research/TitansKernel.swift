import Arithmetic
import Definitions

/// The memory of Titans with a linear learner, `titans`.
public struct TitansKernel: KernelDefinition {
  public let identifier = "titans"
  public let title = "Titans: a linear memory trained with momentum and forgetting"
  public let formula = """
    S_t = eta_t S_(t-1) - 2 theta_t k_t (k_t^T M_(t-1) - v_t^T)
    M_t = (1 - alpha_t) M_(t-1) + S_t
    o_t = M_t^T q_t
    """
  public let source =
    "Behrouz, Zhong, Mirrokni, arXiv 2501.00663, section 3.1, without the layer norm of implementations"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
    .init("heads", "heads", sizes: [1, 2]),
    .init("key", "the size of queries and keys", sizes: [1, 2, 3]),
    .init("value", "the size of values", sizes: [2, 1]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("q", ["batch", "length", "heads", "key"], summary: "the queries"),
    .init("k", ["batch", "length", "heads", "key"], domain: .unitVectors, summary: "the keys"),
    .init("v", ["batch", "length", "heads", "value"], summary: "the values"),
    .init("theta", ["batch", "length", "heads"], domain: .between(0.0625, 0.5), summary: "the learning rates"),
    .init("alpha", ["batch", "length", "heads"], domain: .between(0.0625, 0.9375), summary: "what is forgotten"),
    .init("eta", ["batch", "length", "heads"], domain: .between(0.0625, 0.9375), summary: "the momentum that stays"),
    .init(
      "initial_state", ["batch", "heads", "key", "value"], role: .initialState(final: "final_state"), isOptional: true,
      summary: "M before the first step"),
    .init(
      "initial_momentum", ["batch", "heads", "key", "value"], role: .initialState(final: "final_momentum"),
      isOptional: true, summary: "S before the first step"),
    .init("o", ["batch", "length", "heads", "value"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "heads", "key", "value"], role: .finalState, isOptional: true,
      summary: "M after the last step"),
    .init(
      "final_momentum", ["batch", "heads", "key", "value"], role: .finalState, isOptional: true,
      summary: "S after the last step"),
  ]
  public let linearInputs = ["v", "initial_state", "initial_momentum"]

  public enum Mutation: String, KernelMutation {
    case withoutTwo = "without-two"
    case withoutMomentum = "without-momentum"
    case forgetsMomentum = "forgets-momentum"
    case keepsAlpha = "keeps-alpha"
    case ascending
    case surpriseOfDecayed = "surprise-of-decayed"
    case readBeforeUpdate = "read-before-update"
    case momentumBeforeGradient = "momentum-before-gradient"
    case gatesExchanged = "gates-exchanged"
    case hebbian
    case dampedGradient = "damped-gradient"

    public var statement: String {
      switch self {
      case .withoutTwo: "the gradient of half the loss"
      case .withoutMomentum: "S_t without S_(t-1)"
      case .forgetsMomentum: "(1 - alpha)(M + S): what is new forgotten too"
      case .keepsAlpha: "alpha M in place of (1 - alpha) M"
      case .ascending: "a step along the gradient in place of against it"
      case .surpriseOfDecayed: "the error of the decayed memory (1 - alpha) M"
      case .readBeforeUpdate: "the memory read before its update"
      case .momentumBeforeGradient: "the memory updated with the momentum of the step before"
      case .gatesExchanged: "alpha and eta exchanged"
      case .hebbian: "k v^T in place of the error of the prediction"
      case .dampedGradient: "S_t = eta S_(t-1) - (1 - eta) 2 theta times the gradient"
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let (key, value) = (e.length("key"), e.length("value"))
    func start(_ name: String) -> N.Real.Vector { e.optionalInput(name)?.block(row, head) ?? e.zeros(key * value) }
    var state = MomentumMemory<N.Real>(memory: start("initial_state"), momentum: start("initial_momentum"))
    var (o, memory, momentum) = (e.output("o"), e.output("final_state"), e.output("final_momentum"))
    for t in 0..<e.length("length") {
      let query = e.input("q").vector(row, t, head)
      let before = state.read(query)
      advance(&state, row, t, head, e)
      o.append(e.has(Mutation.readBeforeUpdate) ? before : state.read(query), at: row, t, head)
    }
    for a in 0..<key {
      for j in 0..<value {
        memory.append(state.memory[a * value + j], at: row, head, a, j)
        momentum.append(state.momentum[a * value + j], at: row, head, a, j)
      }
    }
    return [o, memory, momentum]
  }

  private func advance<N: NumberSystem>(
    _ state: inout MomentumMemory<N.Real>, _ row: Int, _ t: Int, _ head: Int, _ e: Evaluation<N>
  ) {
    let (k, v) = (e.input("k").vector(row, t, head), e.input("v").vector(row, t, head))
    let exchanged = e.has(Mutation.gatesExchanged)
    let alpha = e.input(exchanged ? "eta" : "alpha")[row, t, head]
    let eta = e.input(exchanged ? "alpha" : "eta")[row, t, head]
    var rate = e.input("theta")[row, t, head]
    if e.has(Mutation.withoutTwo) { rate = rate / e.constant(2) }
    if e.has(Mutation.ascending) { rate = -rate }
    if e.has(Mutation.dampedGradient) { rate = rate * (1 - eta) }
    let retention = e.has(Mutation.keepsAlpha) ? alpha : 1 - alpha
    let before = state
    if e.has(Mutation.surpriseOfDecayed) { state.memory.multiply(by: retention) }
    if e.has(Mutation.hebbian) { state.memory = e.zeros(state.memory.count) }
    state.advance(
      key: k, value: v, rate: rate, persistence: e.has(Mutation.withoutMomentum) ? e.constant(0) : eta,
      retention: retention)
    // What an altered error or momentum leaves to be put right.
    var memory = before.memory
    memory.multiply(by: retention)
    memory.add(e.has(Mutation.momentumBeforeGradient) ? before.momentum : state.momentum)
    if e.has(Mutation.surpriseOfDecayed) || e.has(Mutation.hebbian) || e.has(Mutation.momentumBeforeGradient) {
      state.memory = memory
    }
    if e.has(Mutation.forgetsMomentum) {
      state.memory = before.memory
      state.memory.add(state.momentum)
      state.memory.multiply(by: retention)
    }
  }
}
