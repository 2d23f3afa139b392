import Arithmetic
import Definitions

/// Mamba-2's structured state-space duality, `mamba2.ssd`.
public struct StateSpaceDuality: KernelDefinition {
  public let identifier = "mamba2.ssd"
  public let title = "Mamba-2 chunk scan (SSD)"
  public let formula = """
    Delta_t = min(max(softplus(dt_t + dt_bias), low), high)     without the softplus where dt_softplus is false
    S_t = exp(Delta_t A) S_(t-1) + Delta_t x_t B_t^T            S = 0 before the first step of a document
    y_t = S_t C_t + D x_t                                       times silu(z_t) where there is a z
    """
  public let source = "Dao, Gu, arXiv 2405.21060; state-spaces/mamba, mamba_chunk_scan_combined"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "batch rows", sizes: [1, 2]),
    .init("length", "time", sizes: [1, 2, 5, 9, 12]),
    .init("groups", "groups of heads that share B and C", sizes: [1, 2]),
    .init("heads", "heads", sizes: [1, 2], multipleOf: "groups"),
    .init("headdim", "channels of a head", sizes: [1, 2, 3]),
    .init("state", "rows of the state", sizes: [1, 2, 3]),
    .init("sequences", "documents in the one batch row, where cu_seqlens is given", sizes: [2, 1, 3]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("x", ["batch", "length", "heads", "headdim"], summary: "the input"),
    .init("dt", ["batch", "length", "heads"], summary: "the step, before the bias and the softplus"),
    .init("A", ["heads"], domain: .between(-4, -0.125), summary: "the rates of decay, negative"),
    .init("B", ["batch", "length", "groups", "state"], summary: "the input gains"),
    .init("C", ["batch", "length", "groups", "state"], summary: "the output gains"),
    .init("D", ["heads"], ["heads", "headdim"], isOptional: true, summary: "the feedthrough"),
    .init("z", ["batch", "length", "heads", "headdim"], isOptional: true, summary: "the gate, before silu"),
    .init("dt_bias", ["heads"], isOptional: true, summary: "the bias of the step"),
    .init(
      "initial_states", ["batch", "heads", "headdim", "state"], role: .initialState(final: "final_states"),
      isOptional: true, summary: "the state before the first step; zeros where absent"),
    .init(
      "seq_idx", ["batch", "length"], isOptional: true, domain: .sequenceIdentifiers,
      summary: "the document of each step: the state starts anew where it changes"),
    .init(
      "cu_seqlens", [Axis("sequences", plus: 1)], isOptional: true, domain: .offsets(of: "length"),
      summary: "offsets of the documents in the one batch row, which ask for varlen_states"),
    .init("y", ["batch", "length", "heads", "headdim"], role: .output, summary: "the output"),
    .init(
      "final_states", ["batch", "heads", "headdim", "state"], role: .finalState, isOptional: true,
      summary: "the state after the last step"),
    .init(
      "varlen_states", ["sequences", "heads", "headdim", "state"], role: .output, isOptional: true,
      summary: "the state after the last step of each document"),
  ]
  public let flags: [FlagSpecification] = [
    .init(
      "dt_softplus", .bool(default: false), "whether Delta is the softplus of dt", tries: [.bool(true), .bool(false)]),
    .init(
      "softplus_variant", .choice(["log1p", "log(1+exp)"]),
      "how the softplus is computed, which its error bound follows"),
    .init("dt_limit_low", .number(default: 0), "the least Delta", tries: [.number(0), .number(0.25)]),
    .init("dt_limit_high", .number(default: nil), "the largest Delta", tries: [.number(0), .number(1.5)]),
    .init("chunk_size", .number(default: 256), "the steps of a chunk", tries: [.number(4)]),
  ]
  public let linearInputs = ["x", "initial_states"]
  public let forms: [Form] =
    [.recurrent, .parallel, .chunked(64)] + [64, 128, 256].map(Form.logarithmicChunked) + Form.scans
    + [.withSoftplusByLogarithm(.recurrent), .withSoftplusByLogarithm(.logarithmicChunked(256))]

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    func error(_ tensor: String, _ expected: String, _ found: String) -> KernelCallError {
      KernelCallError(kernel: identifier, subject: "'\(tensor)'", expected: expected, found: found)
    }
    let length = call.dimensions["length"] ?? 0
    let documents = call.tensors["seq_idx"]?.values
    if let documents, length > 0 {
      let rows = stride(from: 0, to: documents.count, by: length).map { documents[$0..<$0 + length] }
      for row in rows where 1 + zip(row, row.dropFirst()).count(where: !=) != Set(row).count {
        throw error("seq_idx", "each document in one stretch", "a document that comes back")
      }
      if call.tensors["initial_states"] != nil, let first = rows.compactMap(\.first).first(where: { $0 != 0 }) {
        throw error("seq_idx", "0 at the first step where initial_states is given", "\(Int(first))")
      }
    }
    guard let offsets = call.tensors["cu_seqlens"]?.values else { return }
    let rows = call.dimensions["batch"] ?? 0
    guard rows == 1 else { throw error("cu_seqlens", "one batch row", "\(rows)") }
    guard offsets.first == 0, offsets.last == Double(length), zip(offsets, offsets.dropFirst()).allSatisfy(<) else {
      let found = offsets.map { "\(Int($0))" }.joined(separator: ", ")
      throw error("cu_seqlens", "offsets from 0 to \(length) that increase", "[\(found)]")
    }
    let starts = documents.map { ids in (1..<max(length, 1)).filter { ids[$0] != ids[$0 - 1] } }
    guard starts?.map(Double.init) == Array(offsets.dropFirst().dropLast()) else {
      throw error("cu_seqlens", "a seq_idx that changes at these offsets", starts == nil ? "none" : "another one")
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    if let offsets = tensors["cu_seqlens"], let x = tensors["x"] {
      tensors["cu_seqlens"] = nil
      if x.shape[0] == 1 {
        let distinct = Array(Set(offsets.values)).sorted()
        let documents = (0..<x.shape[1]).map { t in Double(distinct.dropFirst().count { Int($0) <= t }) }
        tensors["cu_seqlens"] = NumericTensor(distinct, shape: [distinct.count], format: .integer)
        tensors["seq_idx"] = NumericTensor(documents, shape: [1, x.shape[1]], format: .integer)
      }
    }
    // 0 stands for no limit.
    if flags["dt_limit_high"] == .number(0) { flags["dt_limit_high"] = nil }
    // softplus has no exact values: Delta is given itself, and e^x is exact on the integers.
    guard style.isExact else { return }
    flags["dt_softplus"] = .bool(false)
    flags["dt_limit_low"] = .number(0)
    flags["dt_limit_high"] = .number(3)
    for name in ["dt", "dt_bias", "z"] { tensors[name] = tensors[name]?.roundedToIntegers() }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["heads"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, head) = part.quotientAndRemainder(dividingBy: evaluation.length("heads"))
    return Head(row: row, head: head, e: evaluation).outputs()
  }
}

extension NumericTensor {
  /// The tensor with each value rounded to an integer.
  func roundedToIntegers() -> NumericTensor {
    NumericTensor(values.map { $0.rounded() }, shape: shape, format: format, isComplex: isComplex)
  }
}
