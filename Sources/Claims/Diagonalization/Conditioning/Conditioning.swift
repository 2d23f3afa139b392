/// How ill-conditioned an eigenvector matrix is, how much a perturbation mends it, and what LAPACK makes of it.
public enum Conditioning {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
