import Arithmetic
import Definitions

/// Gated slot attention, `gsa`.
public struct GatedSlotAttention: KernelDefinition {
  public let identifier = "gsa"
  public let title = "Gated slot attention (GSA)"
  public let formula = """
    hk_t = hk_(t-1) diag(e^g_t) + k_t s_t^T          (K, M)
    p_t = softmax(scale hk_t^T q_t)                  scale is 1/sqrt(K) where it is not given
    hv_t = diag(e^g_t) hv_(t-1) + s_t v_t^T          (M, V)
    o_t = hv_t^T p_t
    """
  public let source = "Zhang et al., arXiv 2409.07146; fla-org/flash-linear-attention, gsa"
  public let dimensions = slotDimensions + [.sequences]
  public let tensors: [TensorSpecification] =
    slotTensors + [
      .init(
        "g", ["batch", "length", "heads", "slots"], domain: .logarithmicGate(1), summary: "the log-gates of the slots"),
      .init(
        "initial_state_k", ["sequences", "heads", "key", "slots"], role: .initialState(final: "final_state_k"),
        isOptional: true, summary: "hk before the first step"),
      .init(
        "initial_state_v", ["sequences", "heads", "slots", "value"], role: .initialState(final: "final_state_v"),
        isOptional: true, summary: "hv before the first step"),
      .offsets,
      .init("o", ["batch", "length", "heads", "value"], role: .output, summary: "the output"),
      .init(
        "final_state_k", ["sequences", "heads", "key", "slots"], ["batch", "heads", "key", "slots"], role: .finalState,
        isOptional: true, summary: "hk after the last step"),
      .init(
        "final_state_v", ["sequences", "heads", "slots", "value"], ["batch", "heads", "slots", "value"],
        role: .finalState, isOptional: true, summary: "hv after the last step"),
    ]
  public let flags = slotFlags
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16)] + Form.scans + [.logarithmicChunked(64)]
  public typealias Mutation = SlotMutation

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) { try checkSegments(call) }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    adjustSegments(&tensors)
    if style.isExact { flags["scale"] = .number(1) }
  }

  public func partCount(of call: KernelCall) -> Int { call.segmentCount * (call.dimensions["heads"] ?? 0) }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (index, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let segment = e.call.segment(index)
    let logDecays = segment.range.map { e.input("g").vector(segment.row, $0, head) }
    let passes = SlotPasses(row: segment.row, index: index, head: head, range: segment.range, e: e)
    return passes.outputs(
      slots: segment.range.map { t in
        let s = e.input("s").vector(segment.row, t, head)
        guard e.has(Mutation.complementarySlots) else { return s }
        return N.Real.Vector(
          e.input("g").vector(segment.row, t, head).elements.map { 1 - N.Real.exp($0) }, in: e.context)
      },
      decays: logDecays.map { N.Real.Vector($0.elements.map(N.Real.exp), in: e.context) }, logDecays: logDecays)
  }
}

/// Attention with bounded-memory control, `abc`.
public struct BoundedMemoryAttention: KernelDefinition {
  public let identifier = "abc"
  public let title = "Attention with bounded-memory control (ABC)"
  public let formula = """
    z_t = log sum_(r <= t) e^s_r,   w_t = e^(s_t - z_t),   g_t = z_(t-1) - z_t,   g_0 = 0
    hk_t = hk_(t-1) diag(e^g_t) + k_t w_t^T,   p_t = softmax(scale hk_t^T q_t)
    hv_t = diag(e^g_t) hv_(t-1) + w_t v_t^T,   o_t = hv_t^T p_t
    from zero states; scale is 1/sqrt(K) where it is not given
    """
  public let source = "Peng et al., arXiv 2110.02488; fla-org/flash-linear-attention, abc"
  public let dimensions = slotDimensions
  public let tensors: [TensorSpecification] =
    slotTensors + [
      .init("o", ["batch", "length", "heads", "value"], role: .output, summary: "the output"),
      .init(
        "final_state_k", ["batch", "heads", "key", "slots"], role: .finalState, isOptional: true,
        summary: "hk after the last step"),
      .init(
        "final_state_v", ["batch", "heads", "slots", "value"], role: .finalState, isOptional: true,
        summary: "hv after the last step"),
    ]
  public let flags = slotFlags
  public let forms: [Form] = [.recurrent, .parallel, .chunked(16)] + Form.scans + [.logarithmicChunked(64)]
  public typealias Mutation = SlotMutation

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, head) = part.quotientAndRemainder(dividingBy: e.length("heads"))
    let range = 0..<e.length("length")
    let perSlot = (0..<e.length("slots")).map { m in range.map { e.input("s")[row, $0, head, m] } }
    func rows(_ columns: [[N.Real]]) -> [N.Real.Vector] {
      range.map { t in N.Real.Vector(columns.map { $0[t] }, in: e.context) }
    }
    let passes = SlotPasses(row: row, index: row, head: head, range: range, e: e)
    if e.form == .logarithmicChunked(64) {
      let slots = perSlot.map { BoundedMemorySlot.logarithmic(logits: $0, in: e.context) }
      let logDecays = rows(slots.map(\.logDecays))
      let decays = logDecays.map { N.Real.Vector($0.elements.map(N.Real.exp), in: e.context) }
      return passes.outputs(slots: rows(slots.map(\.slots)), decays: decays, logDecays: logDecays)
    }
    let slots = perSlot.map { BoundedMemorySlot(logits: $0, in: e.context) }
    let decays = rows(slots.map(\.decays))
    let weights =
      e.has(Mutation.complementarySlots)
      ? decays.map { N.Real.Vector($0.elements.map { 1 - $0 }, in: e.context) } : rows(slots.map(\.slots))
    return passes.outputs(slots: weights, decays: decays, logDecays: nil)
  }
}

private let slotDimensions: [DimensionSpecification] = [
  .init("batch", "rows", sizes: [1, 2]),
  .init("length", "time", sizes: [1, 2, 5, 9]),
  .init("heads", "heads", sizes: [1, 2]),
  .init("key", "the size of queries and keys", sizes: [1, 2, 4]),
  .init("value", "the size of values", sizes: [1, 2, 3]),
  .init("slots", "M, the slots of the memory", sizes: [2, 1, 3]),
]
private let slotTensors: [TensorSpecification] = [
  .init("q", ["batch", "length", "heads", "key"], summary: "the queries"),
  .init("k", ["batch", "length", "heads", "key"], summary: "the keys"),
  .init("v", ["batch", "length", "heads", "value"], summary: "the values"),
  .init("s", ["batch", "length", "heads", "slots"], summary: "what is written to the slots, or its logits"),
]
private let slotFlags: [FlagSpecification] = [
  .init("scale", .number(default: nil), "the scale of the slots' logits; 1/sqrt(K) where it is not given")
]

/// Known defects of attention with slots.
public enum SlotMutation: String, KernelMutation {
  case missingScale = "missing-scale"
  case scaleTwice = "scale-twice"
  case scaleAfterSoftmax = "scale-after-softmax"
  case noSoftmax = "no-softmax"
  case complementarySlots = "complementary-slots"
  case keysNotDecayed = "keys-not-decayed"
  case valuesNotDecayed = "values-not-decayed"
  case readBeforeUpdate = "keys-read-before-update"
  case previousWeights = "previous-weights"
  case previousGates = "previous-gates"
  case gateOnOwnInput = "gate-on-own-input"
  case gateOfFirstSlot = "gate-of-first-slot"

  public var statement: String {
    switch self {
    case .missingScale: "the scale 1"
    case .scaleTwice: "the scale applied twice"
    case .scaleAfterSoftmax: "the scale applied to the softmax in place of its logits"
    case .noSoftmax: "the logits of the slots in place of their softmax"
    case .complementarySlots: "what is written to a slot as 1 minus its gate"
    case .keysNotDecayed: "slots of keys that do not forget"
    case .valuesNotDecayed: "slots of values that do not forget"
    case .readBeforeUpdate: "the slots of keys read before their update"
    case .previousWeights: "the softmax weights of the previous step"
    case .previousGates: "the gates of the previous step"
    case .gateOnOwnInput: "the gate of a step applied to what it writes too"
    case .gateOfFirstSlot: "the gate of slot 0 for every slot"
    }
  }
}
