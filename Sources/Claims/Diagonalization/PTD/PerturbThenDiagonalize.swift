/// The claims of "Robustifying state-space models for long sequences via approximate diagonalization" (Yu, Lyu, Lim, Mahoney,
/// Erichson, arXiv 2310.01698) about transfer functions and perturbations.
public enum PerturbThenDiagonalize {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
