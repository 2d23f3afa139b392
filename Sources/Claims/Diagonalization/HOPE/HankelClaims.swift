/// HOPE (arXiv 2405.13975) and "Tuning Frequency Bias" (2410.02035).
public enum HankelClaims {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
