import Arithmetic
import Definitions

/// The liquid state-space model, `liquid_s4`.
public struct LiquidKernel: KernelDefinition {
  public let identifier = "liquid_s4"
  public let title = "Liquid state-space model (Liquid-S4), as a recurrence"
  public let formula = """
    x_t = (A + B u_t) . x_(t-1) + B u_t,   y_t = <C, x_t> + D u_t        2 Re <C, x_t> where A is complex
    with diagonal A and B in discrete time
    """
  public let source = "Hasani et al., arXiv 2209.12951, equation (8), with diagonal matrices"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("channels", "channels", sizes: [1, 2]),
    .init("state", "modes of a channel", sizes: [1, 2, 3]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("u", ["batch", "channels", "length"], domain: .signed(0.5), summary: "the input"),
    .init(
      "A", ["channels", "state"], isComplex: nil, domain: .between(-0.625, 0.625), summary: "the discrete eigenvalues"),
    .init("B", ["channels", "state"], isComplex: nil, domain: .signed(0.5), summary: "the discrete input gains"),
    .init("C", ["channels", "state"], isComplex: nil, summary: "the output gains"),
    .init("D", ["channels"], isOptional: true, summary: "the feedthrough"),
    .init(
      "initial_state", ["batch", "channels", "state"], role: .initialState(final: "last_state"), isOptional: true,
      isComplex: nil, summary: "the state before the first step"),
    .init("y", ["batch", "channels", "length"], role: .output, summary: "the output"),
    .init(
      "last_state", ["batch", "channels", "state"], role: .finalState, isOptional: true, isComplex: nil,
      summary: "the state after the last step"),
  ]
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16)] + Form.scans

  public enum Mutation: String, KernelMutation {
    case notLiquid = "not-liquid"
    case previousInput = "previous-input"
    case flippedTime = "flipped-time"
    case gainOnce = "gain-once"
    case liquidWithoutGain = "liquid-without-gain"
    case subtracted
    case realPartOnce = "real-part-once"
    case readBeforeUpdate = "read-before-update"
    case inputOfProduct = "input-of-product"

    public var statement: String {
      switch self {
      case .notLiquid: "x_t = A x_(t-1) + B u_t, without the term of the product"
      case .previousInput: "the transition A + B u_(t-1)"
      case .flippedTime: "the transition A + B u_(T-1-t), the inputs read backwards"
      case .gainOnce: "the input term u_t in place of B u_t"
      case .liquidWithoutGain: "the transition A + u_t in place of A + B u_t"
      case .subtracted: "the transition A - B u_t"
      case .realPartOnce: "half the output of complex modes, and twice that of real ones"
      case .readBeforeUpdate: "the state read before its update"
      case .inputOfProduct: "the transition A B u_t"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    let isComplex = call.tensors["A"]?.isComplex == true
    for name in ["B", "C", "initial_state"] {
      guard let tensor = call.tensors[name], tensor.isComplex, !isComplex else { continue }
      throw KernelCallError(
        kernel: identifier, subject: "'\(name)'", expected: "real numbers, as A", found: "complex ones")
    }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    return e.input("A").isComplex
      ? outputs(row, channel, e, N.complexNumbers) : outputs(row, channel, e, N.realNumbers)
  }

  private func outputs<N: NumberSystem, Scalar: ElementaryArithmetic>(
    _ row: Int, _ channel: Int, _ e: Evaluation<N>, _ numbers: Scalars<N, Scalar>
  ) -> [OutputPart<N>]? where Scalar.Context == N.Real.Context {
    let (state, length) = (e.length("state"), e.length("length"))
    func vector(_ name: String) -> Scalar.Vector {
      Scalar.Vector((0..<state).map { numbers.element(e.input(name), channel, $0) }, in: e.context)
    }
    let (a, b, c) = (vector("A"), vector("B"), vector("C"))
    let inputs = (0..<length).map { numbers.fromReal(e.input("u")[row, channel, $0]) }
    let steps = inputs.indices.map { t in
      var drive = inputs[t]
      if e.has(Mutation.previousInput) { drive = t > 0 ? inputs[t - 1] : numbers.fromReal(e.constant(0)) }
      if e.has(Mutation.flippedTime) { drive = inputs[length - 1 - t] }
      if e.has(Mutation.notLiquid) { drive = numbers.fromReal(e.constant(0)) }
      if e.has(Mutation.subtracted) { drive = -drive }
      var step = LiquidModel.step(eigenvalues: a, inputGains: b, outputGains: c, input: inputs[t], drive: drive)
      for n in 0..<state {
        if e.has(Mutation.liquidWithoutGain) { step.decay[n] = a[n] + drive }
        if e.has(Mutation.inputOfProduct) { step.decay[n] = a[n] * b[n] * drive }
        if e.has(Mutation.gainOnce) { step.key[n] = inputs[t] }
      }
      return step
    }
    var start = Scalar.Vector(zeros: state, in: e.context)
    if let initial = e.optionalInput("initial_state") {
      for n in 0..<state { start[n] = numbers.element(initial, row, channel, n) }
    }
    let problem = AffineProblem<Scalar>(
      initialState: start, columns: 1, steps: steps,
      readTime: e.has(Mutation.readBeforeUpdate) ? .beforeUpdate : .afterUpdate)
    guard let (readouts, last) = numbers.solve(problem, in: e) else { return nil }
    var (y, final) = (e.output("y"), e.output("last_state", isComplex: numbers.isComplex))
    for (t, readout) in readouts.enumerated() {
      var output = numbers.realPart(readout[0])
      if numbers.isComplex != e.has(Mutation.realPartOnce) { output = output + output }
      if let gain = e.optionalInput("D")?[channel] { output = output + gain * e.input("u")[row, channel, t] }
      y.append(output, at: row, channel, t)
    }
    for n in 0..<state { numbers.append(last[n], to: &final, at: row, channel, n) }
    return [y, final]
  }
}
