/// Parameterizations whose every value is a stable recurrence: S7's map (arXiv 2410.03464), and those of control theory.
public enum StableParameterizations {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [selectiveRange, portHamiltonian, contracting]
}
