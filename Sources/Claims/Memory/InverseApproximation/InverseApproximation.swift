/// Wang, Li & Li, "Inverse approximation theory for nonlinear recurrent neural networks" (arXiv 2305.19190).
public enum InverseApproximation {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
