/// Contraction and incremental stability: echo states (arXiv 2404.08717) and deep Wiener models (arXiv 2312.06211).
public enum Contractions {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [echoState, wienerStack]
}
