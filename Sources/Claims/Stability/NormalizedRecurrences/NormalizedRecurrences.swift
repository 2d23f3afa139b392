import Arithmetic
import Definitions

/// Stabilizers of normalized recurrences: xLSTM (arXiv 2405.04517), RWKV-4 (2305.13048), forgetting attention
/// (2503.02130), gated slots (2409.07146).
///
/// Identities are compared exactly, over rational numbers with an exponential (`ExponentialRational`: e^x stands for
/// 2^x, x an integer), what floats do to them with every operation correctly rounded. Notation: i_t and f_t input and
/// forget gates, m_t the stabilizer, C and n the memory and its normalizer, u the unit roundoff of a float format.
public enum NormalizedRecurrences {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    matrixStabilizer, matrixEpsilon, matrixStates, scalarStabilizer, freshCells, normalizerGrowth, weightedMean,
    exponentGrowth, forgettingAttention, cumulativeGates, gatedSlots, carriedSlots, blockMaximum,
  ]

  static func xLSTM(_ locus: String, _ provenance: Provenance) -> Source {
    Source("Beck et al., xLSTM", arXiv: "2405.04517", locus, provenance)
  }
}
