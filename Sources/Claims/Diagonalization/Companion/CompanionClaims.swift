/// SpaceTime (arXiv 2303.09489), Sparse Mamba (2409.00563) and a control view of SSMs (2403.16899).
public enum CompanionClaims {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
