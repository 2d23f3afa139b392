/// Laughing Hyena (arXiv 2310.18780), spectral filters (2312.06837) and balanced truncation (2402.15993).
public enum ModelReduction {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
