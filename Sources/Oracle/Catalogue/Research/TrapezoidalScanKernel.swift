import Arithmetic
import Definitions

/// Mamba-3's scan with one input and one output a head, `mamba3.siso`.
public struct TrapezoidalScanKernel: KernelDefinition {
  public let identifier = "mamba3.siso"
  public let title = "Mamba-3 scan (SISO): trapezoidal rule, rotated queries and keys"
  public let formula = """
    lambda_t = sigmoid(Trap_t),   theta_t = theta_(t-1) + DT_t pi tanh(Angles_t)
    q_t = R(theta_t)(Q_t + Q_bias),   k_t = R(theta_t)(K_t + K_bias)       R turns the pairs (2 i, 2 i + 1)
    S_t = e^ADT_t (S_(t-1) + (1 - lambda_t) DT_t k_(t-1) V_(t-1)^T) + lambda_t DT_t k_t V_t^T
    y_t = S_t^T q_t + D V_t,   Out_t = y_t silu(Z_t)
    """
  public let source = "state-spaces/mamba, mamba3_siso; names and layouts are taken from there"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
    .init("groups", "groups of heads that share Q and K", sizes: [1, 2]),
    .init("heads", "heads", sizes: [1, 2], multipleOf: "groups"),
    .init("state", "the size of queries and keys", sizes: [2, 4]),
    .init("value", "the size of values", sizes: [1, 2]),
    .init("angles", "rotated pairs", sizes: [1]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("Q", ["batch", "length", "groups", "state"], summary: "the queries"),
    .init("K", ["batch", "length", "groups", "state"], summary: "the keys"),
    .init("V", ["batch", "length", "heads", "value"], summary: "the values"),
    .init("ADT", ["batch", "heads", "length"], domain: .logarithmicGate(1), summary: "A Delta, the log-decays"),
    .init("DT", ["batch", "heads", "length"], domain: .positive(0.5), summary: "Delta"),
    .init("Trap", ["batch", "heads", "length"], domain: .between(-2, 2), summary: "lambda, before the sigmoid"),
    .init("Q_bias", ["heads", "state"], isOptional: true, summary: "the bias of queries"),
    .init("K_bias", ["heads", "state"], isOptional: true, summary: "the bias of keys"),
    .init("Angles", ["batch", "length", "heads", "angles"], isOptional: true, summary: "the turns, before tanh"),
    .init("D", ["heads"], isOptional: true, summary: "the feedthrough"),
    .init("Z", ["batch", "length", "heads", "value"], isOptional: true, summary: "the gate, before silu"),
    .init(
      "SSM_State", ["batch", "heads", "value", "state"], role: .initialState(final: "Final_SSM_State"),
      isOptional: true, summary: "S before the first step"),
    .init(
      "K_State", ["batch", "heads", "state"], role: .initialState(final: "Final_K_State"), isOptional: true,
      summary: "k of the step before, with its bias, turned"),
    .init(
      "V_State", ["batch", "heads", "value"], role: .initialState(final: "Final_V_State"), isOptional: true,
      summary: "V of the step before"),
    .init(
      "Angle_State", ["batch", "heads", "angles"], role: .initialState(final: "Final_Angle_State"), isOptional: true,
      summary: "theta of the step before"),
    .init("Out", ["batch", "length", "heads", "value"], role: .output, summary: "the output"),
    .init(
      "Final_SSM_State", ["batch", "heads", "value", "state"], role: .finalState, isOptional: true,
      summary: "S after the last step"),
    .init("Final_K_State", ["batch", "heads", "state"], role: .finalState, isOptional: true, summary: "the last k"),
    .init("Final_V_State", ["batch", "heads", "value"], role: .finalState, isOptional: true, summary: "the last V"),
    .init(
      "Final_Angle_State", ["batch", "heads", "angles"], role: .finalState, isOptional: true, summary: "the last theta"),
  ]
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16)] + Form.scans + [.logarithmicChunked(64)]

  public enum Mutation: String, KernelMutation {
    case eulerRule = "euler-rule"
    case trapezoidExchanged = "trapezoid-exchanged"
    case lastNotDecayed = "last-not-decayed"
    case previousStep = "previous-step"
    case fixedTrapezoid = "fixed-trapezoid"
    case oppositeRotation = "opposite-rotation"
    case queriesNotRotated = "queries-not-rotated"
    case angleWithoutPi = "angle-without-pi"
    case angleWithoutStep = "angle-without-step"
    case exclusiveAngle = "exclusive-angle"
    case biasAfterRotation = "bias-after-rotation"
    case halvesRotated = "halves-rotated"
    case tiledGroups = "tiled-groups"
    case feedthroughAfterGate = "feedthrough-after-gate"
    case lastForgotten = "last-forgotten"

    public var statement: String {
      switch self {
      case .eulerRule: "lambda = 1: the rule of Mamba-2"
      case .trapezoidExchanged: "lambda and 1 - lambda exchanged"
      case .lastNotDecayed: "the last input's term without the decay e^ADT_t"
      case .previousStep: "Delta_(t-1) in the last input's term"
      case .fixedTrapezoid: "lambda = 1/2"
      case .oppositeRotation: "turns in the opposite direction"
      case .queriesNotRotated: "queries that are not turned"
      case .angleWithoutPi: "tanh(Angles) without pi"
      case .angleWithoutStep: "angles added up without Delta"
      case .exclusiveAngle: "the angle of the step before"
      case .biasAfterRotation: "biases added after the turn"
      case .halvesRotated: "the pairs (i, i + N/2) turned in place of (2 i, 2 i + 1)"
      case .tiledGroups: "group h mod G for head h in place of h div (H/G)"
      case .feedthroughAfterGate: "D V added after the gate"
      case .lastForgotten: "no last input at the start of every 4 steps"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    if let angles = call.dimensions["angles"], let state = call.dimensions["state"], 2 * angles > state {
      throw KernelCallError(
        kernel: identifier, subject: "'Angles'", expected: "at most \(state / 2) pairs", found: "\(angles)")
    }
    guard call.tensors["Angle_State"] == nil || call.tensors["Angles"] != nil else {
      throw KernelCallError(
        kernel: identifier, subject: "'Angle_State'", expected: "'Angles'", found: "a state without them")
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if style.isExact {
      // Turns are not rational, nor is the gate of fractions.
      for name in ["Angles", "Z"] { tensors[name] = nil }
    }
    if tensors["Angles"] == nil { tensors["Angle_State"] = nil }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    return TrapezoidalHead(row: row, head: head, e: e).outputs()
  }
}

/// One head of one batch row.
private struct TrapezoidalHead<N: NumberSystem> {
  let row: Int
  let head: Int
  let e: Evaluation<N>

  private func has(_ mutation: TrapezoidalScanKernel.Mutation) -> Bool { e.has(mutation) }
  private var state: Int { e.length("state") }
  private var columns: Int { e.length("value") }

  func outputs() -> [OutputPart<N>]? {
    let length = e.length("length")
    let angles = angles()
    let keys = (0..<length).map { turned("K", "K_bias", $0, angles) }
    var last = (
      key: e.optionalInput("K_State")?.vector(row, head) ?? e.zeros(state),
      value: e.optionalInput("V_State")?.vector(row, head) ?? e.zeros(columns)
    )
    var steps: [AffineStep<N.Real>] = []
    for t in 0..<length {
      let value = e.input("V").vector(row, t, head)
      if has(.lastForgotten), t > 0, t % 4 == 0 { last = (e.zeros(state), e.zeros(columns)) }
      steps += pair(t, last, keys[t], value, turned("Q", "Q_bias", t, angles))
      last = (keys[t], value)
    }
    guard
      let (outputs, final) = N.solve(e.problem(initialState: initial(), columns: columns, steps: steps), e.form.affine)
    else { return nil }
    var (out, memory) = (e.output("Out"), e.output("Final_SSM_State"))
    for t in 0..<length { out.append(gated(outputs[2 * t + 1], t), at: row, t, head) }
    for j in 0..<columns { for n in 0..<state { memory.append(final[n * columns + j], at: row, head, j, n) } }
    var (k, v) = (e.output("Final_K_State"), e.output("Final_V_State"))
    k.append(last.key, at: row, head)
    v.append(last.value, at: row, head)
    guard e.optionalInput("Angles") != nil else { return [out, memory, k, v] }
    var angle = e.output("Final_Angle_State")
    for (i, value) in (angles.last ?? startAngles()).enumerated() { angle.append(value, at: row, head, i) }
    return [out, memory, k, v, angle]
  }

  private func pair(
    _ t: Int, _ last: (key: N.Real.Vector, value: N.Real.Vector), _ key: N.Real.Vector, _ value: N.Real.Vector,
    _ query: N.Real.Vector
  ) -> [AffineStep<N.Real>] {
    let (step, exponent) = (e.input("DT")[row, head, t], e.input("ADT")[row, head, t])
    let before = has(.previousStep) ? e.input("DT")[row, head, max(t - 1, 0)] : step
    var share = N.Real.sigmoid(e.input("Trap")[row, head, t])
    if has(.eulerRule) { share = e.constant(1) }
    if has(.fixedTrapezoid) { share = e.constant(0.5) }
    if has(.trapezoidExchanged) { share = 1 - share }
    var steps = TrapezoidalScan<N.Real>.steps(
      logDecay: exponent, previous: (1 - share) * before, current: share * step, last: last, key: key, value: value,
      query: query)
    if has(.lastNotDecayed) {
      steps[0].key = last.key
      steps[0].key.multiply(by: (1 - share) * before)
    }
    return steps
  }

  private func startAngles() -> [N.Real] {
    e.optionalInput("Angle_State")?.vector(row, head).elements ?? e.zeros(e.length("angles")).elements
  }

  /// theta_t; nothing where nothing turns.
  private func angles() -> [[N.Real]] {
    guard let turns = e.optionalInput("Angles") else { return (0..<e.length("length")).map { _ in [] } }
    let pi = has(.angleWithoutPi) ? e.constant(1) : N.Real.pi(in: e.context)
    var sums = startAngles()
    return (0..<e.length("length")).map { t in
      let before = sums
      for i in sums.indices {
        let turn = pi * N.Real.tanh(turns[row, t, head, i])
        sums[i] = sums[i] + (has(.angleWithoutStep) ? turn : e.input("DT")[row, head, t] * turn)
      }
      return has(.exclusiveAngle) ? before : sums
    }
  }

  /// R(theta_t)(x_t + bias).
  private func turned(_ name: String, _ biasName: String, _ t: Int, _ angles: [[N.Real]]) -> N.Real.Vector {
    let groups = e.length("groups")
    let group = has(.tiledGroups) ? head % groups : head / (e.length("heads") / groups)
    var x = e.input(name).vector(row, t, group)
    let bias = e.optionalInput(biasName)?.vector(head)
    if let bias, !has(.biasAfterRotation) { x.add(bias) }
    var turn = angles[t]
    if has(.oppositeRotation) { turn = turn.map { -$0 } }
    if has(.queriesNotRotated), name == "Q" { turn = [] }
    if has(.halvesRotated) {
      let order = (0..<state).map { $0 % 2 * (state / 2) + $0 / 2 }
      let turned = TrapezoidalScan<N.Real>.rotated(N.Real.Vector(order.map { x[$0] }, in: e.context), by: turn)
      for (place, source) in order.enumerated() { x[source] = turned[place] }
    } else {
      x = TrapezoidalScan<N.Real>.rotated(x, by: turn)
    }
    if let bias, has(.biasAfterRotation) { x.add(bias) }
    return x
  }

  /// S, shape (state, value).
  private func initial() -> N.Real.Vector {
    var start = e.zeros(state * columns)
    guard let tensor = e.optionalInput("SSM_State") else { return start }
    for n in 0..<state { for j in 0..<columns { start[n * columns + j] = tensor[row, head, j, n] } }
    return start
  }

  /// The output with its feedthrough and its gate.
  private func gated(_ readout: N.Real.Vector, _ t: Int) -> N.Real.Vector {
    var output = readout
    let gain = e.optionalInput("D")?[head]
    if let gain, !has(.feedthroughAfterGate) { output.addProduct(gain, e.input("V").vector(row, t, head)) }
    if let gates = e.optionalInput("Z") {
      for j in 0..<columns {
        let z = gates[row, t, head, j]
        output[j] = output[j] * (z * N.Real.sigmoid(z))
      }
    }
    if let gain, has(.feedthroughAfterGate) { output.addProduct(gain, e.input("V").vector(row, t, head)) }
    return output
  }
}
