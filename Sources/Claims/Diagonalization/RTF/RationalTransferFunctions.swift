/// "State-free inference of state-space models: the transfer function approach" (arXiv 2405.06147).
public enum RationalTransferFunctions {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
