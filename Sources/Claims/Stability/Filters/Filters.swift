/// Kalman filters (arXiv 1905.13002, 2301.11308) and particle Gibbs (2301.00900).
public enum Filters {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
