/// LinOSS (arXiv 2410.03943) and D-LinOSS (arXiv 2505.12171).
public enum Oscillators {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
