import Arithmetic
import Definitions

/// The Euclidean norm of queries and keys, `l2norm`.
public struct EuclideanNorm: KernelDefinition {
  public let identifier = "l2norm"
  public let title = "L2 norm of queries and keys"
  public let formula = """
    y_i = x_i / sqrt(sum_j x_j^2 + eps)              eps_placement inside: fla
    y_i = x_i / max(sqrt(sum_j x_j^2), eps)          eps_placement maximum: torch.nn.functional.normalize
    """
  public let source = "fla-org/flash-linear-attention, l2norm"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "batch rows", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 3]),
    .init("heads", "heads", sizes: [1, 2]),
    .init("channels", "channels of a head", sizes: [4, 1, 2, 8]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("x", ["batch", "length", "heads", "channels"], ["batch", "length", "channels"], summary: "the input"),
    .init(
      "y", ["batch", "length", "heads", "channels"], ["batch", "length", "channels"], role: .output,
      summary: "the output"),
  ]
  public let flags: [FlagSpecification] = [
    .init(
      "eps_placement", .choice(["inside", "maximum"]), "where eps stands",
      tries: [.word("inside"), .word("maximum")]),
    .init("eps", .number(default: 1e-6), "eps", tries: [.number(1e-6), .number(0.5)]),
  ]
  public let forms = [Form("direct", .definition, .recurrent, "the norm, then the quotients")]

  public enum Mutation: String, KernelMutation {
    case epsOutsideRoot = "eps-outside-root"
    case epsSquared = "eps-squared"
    case epsMissing = "eps-missing"
    case meanSquare = "mean-square"
    case rootMissing = "root-missing"
    case sumOfMagnitudes = "sum-of-magnitudes"
    case largestMagnitude = "largest-magnitude"
    case lastChannelMissing = "last-channel-missing"

    public var statement: String {
      switch self {
      case .epsOutsideRoot: "eps added outside the root"
      case .epsSquared: "eps^2 in place of eps"
      case .epsMissing: "eps left out"
      case .meanSquare: "the mean of squares in place of their sum"
      case .rootMissing: "the squared norm in place of the norm"
      case .sumOfMagnitudes: "the sum of magnitudes in place of the Euclidean norm"
      case .largestMagnitude: "the largest magnitude in place of the Euclidean norm"
      case .lastChannelMissing: "a norm without the last channel"
      }
    }
  }

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["length"] ?? 0) * (call.dimensions["heads"] ?? 1)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (place, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let (row, t) = place.quotientAndRemainder(dividingBy: e.length("length"))
    let x = e.input("x")
    let indices = x.rank == 4 ? [row, t, head] : [row, t]
    let values = (0..<e.length("channels")).map { x.real(indices + [$0]) }
    var seen = values
    if e.has(Mutation.lastChannelMissing) { seen.removeLast() }
    let scale = scale(N.Real.Vector(seen, in: e.context), e)
    var y = e.output("y")
    for (i, value) in values.enumerated() { y.append(value * scale, at: indices + [i]) }
    return [y]
  }

  private func scale<N: NumberSystem>(_ x: N.Real.Vector, _ e: Evaluation<N>) -> N.Real {
    var eps = e.constant(e.number("eps") ?? 1e-6)
    if e.has(Mutation.epsSquared) { eps = eps * eps }
    if e.has(Mutation.epsMissing) { eps = e.constant(0) }
    let isInside = e.word("eps_placement") == "inside"
    let squares = x.dot(x)
    let magnitudes = x.elements.map(\.magnitude)
    var norm: N.Real?
    if e.has(Mutation.meanSquare) { norm = N.Real.sqrt(squares / IntegerConstant(max(x.count, 1))) }
    if e.has(Mutation.rootMissing) { norm = squares }
    if e.has(Mutation.sumOfMagnitudes) { norm = magnitudes.reduce(e.constant(0)) { $0 + $1 } }
    if e.has(Mutation.largestMagnitude) { norm = magnitudes.reduce(e.constant(0)) { N.Real.maximum($0, $1) } }
    if e.has(Mutation.epsOutsideRoot) { return 1 / (N.Real.sqrt(squares) + eps) }
    if let norm { return 1 / (isInside ? N.Real.sqrt(norm * norm + eps) : N.Real.maximum(norm, eps)) }
    return isInside ? reciprocalEuclideanNorm(x, eps: eps) : 1 / N.Real.maximum(N.Real.sqrt(squares), eps)
  }
}
