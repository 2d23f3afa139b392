/// Stabilizers of normalized recurrences: xLSTM (arXiv 2405.04517), RWKV-4 (2305.13048), forgetting
/// attention (2503.02130), gated slots (2409.07146).
public enum NormalizedRecurrences {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
