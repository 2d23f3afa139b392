import Arithmetic
import Definitions

/// Griffin's real-gated linear recurrent unit, `rglru`.
public struct RealGatedLRUScan: KernelDefinition {
  public let identifier = "rglru"
  public let title = "RG-LRU (Griffin, RecurrentGemma)"
  public let formula = """
    i_t = sigmoid(x_t W_i + b_i),   r_t = sigmoid(x_t W_r + b_r)      block-diagonal W, or the gates themselves
    log a_t = -8 r_t softplus(a_param)
    h_t = a_t h_(t-1) + sqrt(1 - a_t^2) i_t x_t                       a_t = 0 and the root 1 where segment_pos is 0
    y_t = h_t
    """
  public let source = "De et al., arXiv 2402.19427; google-deepmind/recurrentgemma, RGLRU"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "batch rows", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9]),
    .init("heads", "blocks of the gates' matrices", sizes: [2, 1]),
    .init("channels", "channels", sizes: [2, 1, 3], multipleOf: "heads"),
    .init("width", "channels of a block", sizes: [1]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("a_param", ["channels"], summary: "the parameter of the decay"),
    .init("x", ["batch", "length", "channels"], summary: "the input"),
    .init(
      "input_gate_weight", ["heads", "width", "width"], isOptional: true, summary: "W_i: (block, in, out)"),
    .init("input_gate_bias", ["heads", "width"], isOptional: true, summary: "b_i"),
    .init("recurrent_gate_weight", ["heads", "width", "width"], isOptional: true, summary: "W_r: (block, in, out)"),
    .init("recurrent_gate_bias", ["heads", "width"], isOptional: true, summary: "b_r"),
    .init(
      "input_gate", ["batch", "length", "channels"], isOptional: true, domain: .between(0.0625, 0.9375),
      summary: "i_t itself, in place of W_i and b_i"),
    .init(
      "recurrent_gate", ["batch", "length", "channels"], isOptional: true,
      domain: .between(0.0625, 0.9375), summary: "r_t itself, in place of W_r and b_r"),
    .init(
      "segment_pos", ["batch", "length"], isOptional: true, domain: .sequenceIdentifiers,
      summary: "the position in its sequence of each step; the state starts anew at 0"),
    .init(
      "cache", ["batch", "channels"], role: .initialState(final: "last_h"), isOptional: true,
      summary: "the state before the first step; zeros where absent"),
    .init("y", ["batch", "length", "channels"], role: .output, summary: "the output"),
    .init(
      "last_h", ["batch", "channels"], role: .finalState, isOptional: true,
      summary: "the state after the last step"),
  ]
  public let forms: [Form] =
    [.recurrent, .parallel, .chunked(16), .logarithmicChunked(64)] + Form.scans + [
      Form(
        "one-minus-square", .lessAccurate, .recurrent,
        "the recurrence with 1 - exp(2 log a), which cancels where a is near 1, in place of -expm1(2 log a)")
    ]

  public enum Mutation: String, KernelMutation {
    case negatedParameter = "negated-parameter"
    case withoutEight = "without-eight"
    case sigmoidParameter = "sigmoid-parameter"
    case rootOfOneMinusDecay = "root-of-one-minus-decay"
    case rootMissing = "root-missing"
    case withoutScale = "without-scale"
    case complementScale = "complement-scale"
    case scaleAtReset = "scale-at-reset"
    case swappedGates = "swapped-gates"
    case ungatedInput = "ungated-input"
    case ungatedDecay = "ungated-decay"
    case transposedWeights = "transposed-weights"
    case tiledBlocks = "tiled-blocks"
    case previousDecay = "previous-decay"
    case readBeforeUpdate = "read-before-update"
    case undecayedCache = "undecayed-cache"
    case lateReset = "late-reset"
    case resetAfterInput = "reset-after-input"

    public var statement: String {
      switch self {
      case .negatedParameter: "softplus(-a_param) in place of softplus(a_param): the paper's sign"
      case .withoutEight: "log a = -r softplus(a_param), without the factor 8"
      case .sigmoidParameter: "log a = -8 r sigmoid(a_param)"
      case .rootOfOneMinusDecay: "sqrt(1 - a) in place of sqrt(1 - a^2)"
      case .rootMissing: "1 - a^2 in place of its root"
      case .withoutScale: "the input without the factor sqrt(1 - a^2)"
      case .complementScale: "the factor 1 - a in place of sqrt(1 - a^2)"
      case .scaleAtReset: "the factor sqrt(1 - a^2) in place of 1 where a sequence starts"
      case .swappedGates: "the two gates exchanged"
      case .ungatedInput: "x in place of i x"
      case .ungatedDecay: "log a = -8 softplus(a_param), without the gate"
      case .transposedWeights: "the gates' matrices transposed"
      case .tiledBlocks: "channel d in block d mod (blocks) in place of d div (width of a block)"
      case .previousDecay: "the decay of the previous step"
      case .readBeforeUpdate: "the state read before its update"
      case .undecayedCache: "a cache that skips the decay of the first step"
      case .lateReset: "a reset one step late"
      case .resetAfterInput: "a reset that clears the input of its own step, too"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    func fail(_ name: String, _ expected: String, _ found: String) throws(KernelCallError) {
      throw KernelCallError(kernel: identifier, subject: "'\(name)'", expected: expected, found: found)
    }
    for gate in ["input_gate", "recurrent_gate"] {
      let (weight, bias) = (call.tensors[gate + "_weight"] != nil, call.tensors[gate + "_bias"] != nil)
      if call.tensors[gate] != nil, weight || bias { try fail(gate, "either the gate or its weights", "both") }
      if call.tensors[gate] == nil, !weight { try fail(gate, "the gate or its weights", "neither") }
    }
    guard let heads = call.dimensions["heads"], let width = call.dimensions["width"] else { return }
    let channels = call.dimensions["channels"] ?? 0
    if heads * width != channels { try fail("input_gate_weight", "blocks of \(channels / heads) channels", "\(width)") }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if let runs = tensors["segment_pos"] {
      // Positions within the runs; the first run goes on where it came with a cache.
      var positions: [Double] = []
      let length = runs.shape[1]
      for i in 0..<runs.count {
        let isNew = i % length == 0 || runs.values[i] != runs.values[i - 1]
        let first: Double = i % length == 0 && tensors["cache"] != nil ? 3 : 0
        positions.append(isNew ? first : positions[i - 1] + 1)
      }
      tensors["segment_pos"] = NumericTensor(positions, shape: runs.shape, format: .integer)
    }
    // The elements that were drawn, as matrices of the blocks; where nothing was drawn, gates of another tensor.
    guard let x = tensors["x"] else { return }
    let channels = x.shape[2]
    for gate in ["input_gate", "recurrent_gate"] {
      if tensors[gate] != nil || tensors[gate + "_weight"] == nil {
        tensors[gate + "_weight"] = nil
        tensors[gate + "_bias"] = nil
        let other = x.values.map { style.format.rounded(1 / (1 + $0 * $0)) }
        tensors[gate] = tensors[gate] ?? NumericTensor(other, shape: x.shape, format: x.format)
      }
      for (name, rank) in [(gate + "_weight", 3), (gate + "_bias", 2)] {
        guard let tensor = tensors[name] else { continue }
        let heads = channels % tensor.shape[0] == 0 ? tensor.shape[0] : 1
        let shape = Array([heads, channels / heads, channels / heads].prefix(rank))
        let values = (0..<shape.reduce(1, *)).map { tensor.values[$0 % tensor.values.count] }
        tensors[name] = NumericTensor(values, shape: shape, format: tensor.format)
      }
    }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: evaluation.length("channels"))
    return RealGatedChannel(row: row, channel: channel, e: evaluation).outputs()
  }
}
