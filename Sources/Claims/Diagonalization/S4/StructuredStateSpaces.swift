/// S4 (arXiv 2111.00396), DSS (2203.14343) and S4D (2206.11893).
public enum StructuredStateSpaces {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
