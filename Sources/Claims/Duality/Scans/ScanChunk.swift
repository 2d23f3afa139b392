import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Two levels.
  static let scanChunk = Claim(
    "scan.T-chunk",
    title: "A recurrence may be cut into chunks of any sizes",
    statement: """
      For any partition into consecutive chunks h_t = (the scan of the chunk from 0)_t + (A_t ... A_start) h_carry, with the \
      carry updated by the map of the whole chunk: the same for every partition.
      """,
    source: Source("Yang et al., Gated linear attention transformers", arXiv: "2312.06635", "section 4", .recalled),
    hypotheses: [Hypothesis("linear", "the recurrence is affine in its state")],
    method: .exact,
    notes: ["It takes h_0 != 0 and three chunks to see every defect of the carry."], effort: 0.5,
    check: .all(
      Check(ScanInstance.generator()) { instance, _ in
        instance.agrees("chunks", instance.scan.states(inChunksOf: instance.sizes).states)
      },
      AffineInstance.check(.generator(.diagonal), chunks)),
    falsifiers: [
      Falsifier(
        "the state rounded to an integer where it is stored", dropping: "linear",
        AffineInstance.check(
          AffineInstance.generator(.diagonal).with {
            $0.problem.roundState = { state in for i in 0..<state.count { state[i] = Exact(state[i].rational.floor) } }
          }, chunks)),
      Falsifier(
        "the first gate of a chunk left out of its products",
        AffineInstance.check(AffineInstance.generator(.diagonal).with(.carryWithoutFirstGate), chunks)),
      Falsifier(
        "the carry dropped", AffineInstance.check(AffineInstance.generator(.diagonal).with(.carryDropped), chunks)),
    ])

  /// Chunks with products of gates.
  static let chunks: [(name: String, form: @Sendable (Int) -> AffineForm)] = [("chunks", { .chunked(size: $0) })]
}

extension Generator where Value == AffineInstance {
  /// As ``AffineInstance/generator(_:_:rows:columns:readTime:from:)``.
  static func generator(
    _ gates: AffineInstance.Gates, _ corrections: AffineInstance.Corrections = .none
  ) -> Generator { AffineInstance.generator(gates, corrections) }
}
