import Arithmetic
import Definitions

/// Linear attention with one decay a head and layer, `lightning`.
public struct LightningAttention: SequenceHeadKernel {
  public let identifier = "lightning"
  public let title = "Lightning attention"
  public let formula = """
    S_t = e^(g_h) S_(t-1) + k_t v_t^T,   g_h = -(8/H)(1 - layer_idx/num_layers) h, or g_gamma where it is given
    o_t = S_t^T (scale q_t)
    """
  public let source = "Qin et al., arXiv 2401.04658; fla.ops.lightning_attn"
  public let dimensions = DimensionSpecification.ofHeads
  public let tensors: [TensorSpecification] =
    [.query(), .key, .value(), .headDecay, .offsets, .initialState()] + TensorSpecification.outputs()
  public let flags: [FlagSpecification] = [
    .scale,
    .init("layer_idx", .number(default: 0), "the layer, from 0", tries: [.number(0), .number(1), .number(3)]),
    .init("num_layers", .number(default: 1), "the number of layers", tries: [.number(8)]),
  ]
  public let forms = Form.gatedAttention

  public enum Mutation: String, KernelMutation {
    case noLayer = "no-layer"
    case headsFromOne = "heads-from-one"
    case headsOfAlibi = "heads-of-alibi"
    case sharedDecay = "shared-decay"
    case noScale = "no-scale"
    case scaleTwice = "scale-twice"
    case scaleOnKeys = "scale-on-keys"
    case growingDecay = "growing-decay"
    case binaryDecay = "binary-decay"
    case decayedNewPair = "decayed-new-pair"
    case undecayedInitialState = "undecayed-initial-state"
    case lostCarry64 = "lost-carry-64"
    case readBeforeUpdate = "read-before-update"
    case transposedState = "transposed-state"

    public var statement: String {
      switch self {
      case .noLayer: "decays without the factor 1 - layer_idx/num_layers"
      case .headsFromOne: "heads counted from 1 in the decays"
      case .headsOfAlibi: "the slopes 2^(-8 (h + 1)/H) of ALiBi in place of (8/H) h"
      case .sharedDecay: "the decay of the last head in every head"
      default: MatrixStateDefect.statement(of: rawValue)
      }
    }
  }

  public init() {}

  public func adjustFurther(
    _ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle
  ) {
    if style.isExact { tensors.giveHeadDecays() }
  }

  public func checkFurther(_ call: KernelCall) throws(KernelCallError) {
    guard case .number(let layers)? = call.flags["num_layers"], layers > 0 else {
      throw error("flag 'num_layers'", "a positive number", "\(call.flags["num_layers"] ?? .number(0))")
    }
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let head = SequenceHead(part: part, of: self, in: evaluation)
    let last = evaluation.length("heads") - 1
    let decay = logDecay(evaluation.has(Mutation.sharedDecay) ? last : head.head, evaluation)
    return head.scalarDecayAttention { _ in decay }
  }

  private func logDecay<N: NumberSystem>(_ head: Int, _ evaluation: Evaluation<N>) -> N.Real {
    if let given = evaluation.optionalInput("g_gamma") { return given[head] }
    let heads = evaluation.length("heads")
    let layers = evaluation.constant(evaluation.number("num_layers") ?? 1)
    let layer = evaluation.constant(evaluation.has(Mutation.noLayer) ? 0 : evaluation.number("layer_idx") ?? 0)
    if evaluation.has(Mutation.headsOfAlibi) {
      let exponent = evaluation.constant(-8 * Double(head + 1)) / N.Real(heads, in: evaluation.context)
      return -N.Real.pow(evaluation.constant(2), exponent) * (1 - layer / layers)
    }
    let place = evaluation.has(Mutation.headsFromOne) ? head + 1 : head
    return HeadDecay.lightning(head: place, heads: heads, layer: layer, layers: layers, in: evaluation.context)
  }
}
