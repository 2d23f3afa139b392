/// S5 (arXiv 2208.04933), SaShiMi (2202.09729), Liquid-S4 (2209.12951) and S4ND (2210.06583).
public enum ParallelStateSpaces {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
