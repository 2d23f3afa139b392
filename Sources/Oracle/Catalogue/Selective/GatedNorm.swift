import Arithmetic
import Definitions

/// The gated root-mean-square norm after Mamba-2's scan, `rmsnorm_gated`.
public struct GatedNorm: KernelDefinition {
  public let identifier = "rmsnorm_gated"
  public let title = "Gated root-mean-square norm"
  public let formula = """
    norm(v)_i = v_i / sqrt(mean over the group of v^2 + eps) weight_i + bias_i
    out = norm(x silu(z))           norm_before_gate false: Mamba-2
    out = norm(x) silu(z)           norm_before_gate true: gated DeltaNet, Hydra
    """
  public let source = "Dao, Gu, arXiv 2405.21060; state-spaces/mamba, RMSNormGated"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "batch rows", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 3]),
    .init("channels", "channels", sizes: [4, 2, 8, 16]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("x", ["batch", "length", "channels"], summary: "the input"),
    .init("weight", ["channels"], summary: "the weight"),
    .init("bias", ["channels"], isOptional: true, summary: "the bias"),
    .init("z", ["batch", "length", "channels"], isOptional: true, summary: "the gate, before silu"),
    .init("out", ["batch", "length", "channels"], role: .output, summary: "the output"),
  ]
  public let flags: [FlagSpecification] = [
    .init(
      "norm_before_gate", .bool(default: true), "whether the gate comes after the norm",
      tries: [.bool(true), .bool(false)]),
    .init("eps", .number(default: 1e-5), "what is added to the mean square", tries: [.number(1e-5), .number(0.01)]),
    .init(
      "group_size", .number(default: nil), "the channels of a group; all of them where absent",
      tries: [.number(2), .number(0)]),
  ]
  public let linearInputs = ["weight", "bias"]
  public let forms = [Form("direct", .definition, .recurrent, "the mean square, then the quotients")]

  public enum Mutation: String, KernelMutation {
    case epsOutsideRoot = "eps-outside-root"
    case epsSquared = "eps-squared"
    case epsMissing = "eps-missing"
    case sumOfSquares = "sum-of-squares"
    case centered = "centered"
    case unbiased = "unbiased"
    case rootMissing = "root-missing"
    case weightPlusOne = "weight-plus-one"
    case weightBeforeNorm = "weight-before-norm"
    case weightOfGroup = "weight-of-group"
    case weightTwice = "weight-twice"
    case sigmoidGate = "sigmoid-gate"
    case gateTwice = "gate-twice"
    case gateInMeanOnly = "gate-in-mean-only"
    case biasBeforeWeight = "bias-before-weight"
    case strided = "strided-groups"

    public var statement: String {
      switch self {
      case .epsOutsideRoot: "sqrt(mean) + eps in place of sqrt(mean + eps)"
      case .epsSquared: "eps^2 in place of eps"
      case .epsMissing: "eps left out"
      case .sumOfSquares: "the sum of squares in place of their mean"
      case .centered: "the mean subtracted first, as in a layer norm"
      case .unbiased: "the mean square over n - 1 in place of n"
      case .rootMissing: "the mean square in place of its root"
      case .weightPlusOne: "1 + weight in place of weight"
      case .weightBeforeNorm: "the weight applied before the norm"
      case .weightOfGroup: "the weight of the place within the group in place of the channel's"
      case .weightTwice: "the weight applied twice"
      case .sigmoidGate: "the gate sigmoid(z) in place of silu(z)"
      case .gateTwice: "the gate applied twice"
      case .gateInMeanOnly: "a mean square of gated and an output of ungated values, or the other way around"
      case .biasBeforeWeight: "the bias added before the weight"
      case .strided: "groups of channels that lie a group count apart in place of neighbors"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard case .number(let size)? = call.flags["group_size"], let channels = call.dimensions["channels"] else { return }
    let expected = "a divisor of the \(channels) channels"
    guard let whole = Int(exactly: size), whole > 0, channels % whole == 0 else {
      throw KernelCallError(kernel: identifier, subject: "flag 'group_size'", expected: expected, found: "\(size)")
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    // 0 stands for one group.
    if flags["group_size"] == .number(0) { flags["group_size"] = nil }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["length"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, t) = part.quotientAndRemainder(dividingBy: e.length("length"))
    let channels = e.length("channels")
    let size = e.number("group_size").map { Int($0) } ?? channels
    var out = e.output("out")
    for group in 0..<channels / size {
      let places = (0..<size).map { e.has(Mutation.strided) ? $0 * (channels / size) + group : group * size + $0 }
      let values = GatedNormGroup(e: e, places: places).values(row, t)
      for (place, value) in zip(places, values) { out.append(value, at: row, t, place) }
    }
    return [out]
  }
}

/// One group of channels at one time.
private struct GatedNormGroup<N: NumberSystem> {
  let e: Evaluation<N>
  let places: [Int]

  private func has(_ mutation: GatedNorm.Mutation) -> Bool { e.has(mutation) }

  func values(_ row: Int, _ t: Int) -> [N.Real] {
    let input = places.map { e.input("x")[row, t, $0] }
    let gates = e.optionalInput("z").map { z in places.map { gate(z[row, t, $0]) } }
    let gateFirst = !e.flag("norm_before_gate")
    let gated = gates.map { zip(input, $0).map { $0 * $1 } } ?? input
    let own = places.enumerated().map { e.input("weight")[has(.weightOfGroup) ? $0 : $1] }
    let weights = own.map { has(.weightPlusOne) ? 1 + $0 : has(.weightTwice) ? $0 * $0 : $0 }
    var v = gateFirst ? gated : input
    if has(.weightBeforeNorm) { v = zip(v, weights).map { $0 * $1 } }
    let seen = has(.gateInMeanOnly) ? (gateFirst ? input : gated) : v
    let scale = scale(of: seen)
    if has(.centered) {
      let mean = v.reduce(e.constant(0)) { $0 + $1 } / IntegerConstant(v.count)
      v = v.map { $0 - mean }
    }
    var y = v.map { $0 * scale }
    let bias = e.optionalInput("bias").map { bias in places.map { bias[$0] } }
    if let bias, has(.biasBeforeWeight) { y = zip(y, bias).map { $0 + $1 } }
    if !has(.weightBeforeNorm) { y = zip(y, weights).map { $0 * $1 } }
    if let bias, !has(.biasBeforeWeight) { y = zip(y, bias).map { $0 + $1 } }
    if let gates, !gateFirst { y = zip(y, gates).map { $0 * $1 } }
    return y
  }

  private func gate(_ z: N.Real) -> N.Real {
    let gate = has(.sigmoidGate) ? N.Real.sigmoid(z) : z * N.Real.sigmoid(z)
    return has(.gateTwice) ? gate * gate : gate
  }

  /// What the definition multiplies by.
  private func scale(of values: [N.Real]) -> N.Real {
    let eps = e.constant(e.number("eps") ?? 1e-5)
    var v = N.Real.Vector(values, in: e.context)
    if has(.centered) {
      let mean = values.reduce(e.constant(0)) { $0 + $1 } / IntegerConstant(values.count)
      v = N.Real.Vector(values.map { $0 - mean }, in: e.context)
    }
    let one = e.constant(1)
    let sum = v.dot(v)
    switch e.mutation.flatMap(GatedNorm.Mutation.init(rawValue:)) {
    case .epsOutsideRoot: return one / (N.Real.sqrt(sum / IntegerConstant(v.count)) + eps)
    case .epsSquared: return one / N.Real.sqrt(sum / IntegerConstant(v.count) + eps * eps)
    case .epsMissing: return one / N.Real.sqrt(sum / IntegerConstant(v.count))
    case .sumOfSquares: return one / N.Real.sqrt(sum + eps)
    case .unbiased: return one / N.Real.sqrt(sum / IntegerConstant(max(v.count - 1, 1)) + eps)
    case .rootMissing: return one / (sum / IntegerConstant(v.count) + eps)
    default: return reciprocalRootMeanSquare(v, eps: eps)
    }
  }
}
