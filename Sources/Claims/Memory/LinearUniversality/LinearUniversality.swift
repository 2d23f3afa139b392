/// Orvieto et al., "Universality of linear recurrences followed by MLPs" (arXiv 2307.11888).
public enum LinearUniversality {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
