/// Nonlinear recurrences by parallel Newton iterations: DEER (arXiv 2309.12252), quasi-DEER and ELK (2407.19115).
public enum ParallelNewton {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
