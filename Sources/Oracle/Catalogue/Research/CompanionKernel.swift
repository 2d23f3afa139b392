import Arithmetic
import Definitions

/// SpaceTime's companion layer, `spacetime`.
public struct CompanionKernel: KernelDefinition {
  public let identifier = "spacetime"
  public let title = "SpaceTime: a companion state-space model"
  public let formula = """
    p = a/||a||_1
    (A x)_i = x_(i-1) + p_i x_(d-1)
    x_t = A x_(t-1) + b u_t,   y_t = <c, x_t>
    """
  public let source = "Zhang et al., arXiv 2303.09489; HazyResearch/spacetime"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "independent sequences", sizes: [1, 2]),
    .init("channels", "channels", sizes: [1, 2]),
    .init("state", "d, the order", sizes: [2, 1, 3]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("u", ["batch", "channels", "length"], summary: "the input"),
    .init("a", ["channels", "state"], domain: .between(0.125, 1), summary: "the last column, before its norm"),
    .init("b", ["channels", "state"], summary: "the input gains"),
    .init("c", ["channels", "state"], summary: "the output gains"),
    .init(
      "initial_state", ["batch", "channels", "state"], role: .initialState(final: "final_state"), isOptional: true,
      summary: "x before the first step"),
    .init("y", ["batch", "channels", "length"], role: .output, summary: "the output"),
    .init(
      "final_state", ["batch", "channels", "state"], role: .finalState, isOptional: true,
      summary: "x after the last step"),
  ]
  public let forms: [Form] = [
    .recurrent, Form("kernel", .sameProducts, .recurrent, "the convolution with the kernel <c, A^l b>"),
  ]
  public let linearInputs = ["u", "initial_state"]

  public enum Mutation: String, KernelMutation {
    case notNormalized = "not-normalized"
    case euclideanNorm = "squared-norm"
    case signedNorm = "last-only-norm"
    case shiftedUp = "shifted-up"
    case firstColumn = "first-column"
    case gainsExchanged = "gains-exchanged"
    case readBeforeUpdate = "read-before-update"
    case inputInsideTransition = "input-inside-transition"

    public var statement: String {
      switch self {
      case .notNormalized: "the column as it is, without its norm"
      case .euclideanNorm: "the column divided by the sum of its squares"
      case .signedNorm: "the column divided by its largest element"
      case .shiftedUp: "the state shifted up: A transposed"
      case .firstColumn: "the column in the first place in place of the last"
      case .gainsExchanged: "b and c exchanged"
      case .readBeforeUpdate: "the state read before its update"
      case .inputInsideTransition: "x_t = A (x_(t-1) + b u_t)"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard let column = call.tensors["a"], let size = column.shape.last, size > 0 else { return }
    for start in stride(from: 0, to: column.values.count, by: size)
    where column.values[start..<start + size].allSatisfy({ $0 == 0 }) {
      throw KernelCallError(
        kernel: identifier, subject: "'a'", expected: "a number other than 0 in each channel",
        found: "zeros in channel \(start / size)")
    }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let (state, length) = (e.length("state"), e.length("length"))
    let column = column(channel, e)
    var (b, c) = (e.input("b").vector(channel).elements, e.input("c").vector(channel).elements)
    if e.has(Mutation.gainsExchanged) { (b, c) = (c, b) }
    func transition(_ x: [N.Real]) -> [N.Real] {
      if e.has(Mutation.shiftedUp) {
        let last = zip(column, x).reduce(e.constant(0)) { $0 + $1.0 * $1.1 }
        return Array(x.dropFirst()) + [last]
      }
      if e.has(Mutation.firstColumn) {
        return (0..<state).map { i in (i == 0 ? e.constant(0) : x[i - 1]) + column[i] * x[0] }
      }
      return CompanionModel<N.Real>.shifted(x, column: column)
    }
    func read(_ x: [N.Real]) -> N.Real { zip(c, x).reduce(e.constant(0)) { $0.addingProduct($1.0, $1.1) } }
    let start = e.optionalInput("initial_state")?.vector(row, channel).elements ?? e.zeros(state).elements
    let input = e.input("u").vector(row, channel)
    var (y, final) = (e.output("y"), e.output("final_state"))
    var (x, free, response) = (start, start, b)
    var taps: [N.Real] = []
    for t in 0..<length {
      let before = x
      if e.has(Mutation.inputInsideTransition) {
        x = transition(zip(x, b).map { $0 + $1 * input[t] })
      } else {
        x = zip(transition(x), b).map { $0.addingProduct($1, input[t]) }
      }
      if e.form.name == "kernel" {
        taps.append(read(response))
        (response, free) = (transition(response), transition(free))
        var sum = read(free)
        for s in 0...t { sum = sum.addingProduct(taps[t - s], input[s]) }
        y.append(sum, at: row, channel, t)
      } else {
        y.append(read(e.has(Mutation.readBeforeUpdate) ? before : x), at: row, channel, t)
      }
    }
    for i in 0..<state { final.append(x[i], at: row, channel, i) }
    return [y, final]
  }

  private func column<N: NumberSystem>(_ channel: Int, _ e: Evaluation<N>) -> [N.Real] {
    let column = e.input("a").vector(channel).elements
    if e.has(Mutation.notNormalized) { return column }
    if e.has(Mutation.euclideanNorm) {
      let norm = column.reduce(e.constant(0)) { $0 + $1 * $1 }
      return column.map { $0 / norm }
    }
    if e.has(Mutation.signedNorm) {
      let norm = column.map(\.magnitude).reduce(e.constant(0), N.Real.maximum)
      return column.map { $0 / norm }
    }
    return CompanionModel<N.Real>.normalized(column)
  }
}
