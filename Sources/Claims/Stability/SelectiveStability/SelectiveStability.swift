/// Lyapunov exponents and growth of selective models (arXiv 2406.00209; Honarpisheh et al., NeurIPS 2025).
public enum SelectiveStability {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
