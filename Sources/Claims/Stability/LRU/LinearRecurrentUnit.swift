/// Orvieto et al., "Resurrecting recurrent neural networks for long sequences" (arXiv 2303.06349): the LRU.
public enum LinearRecurrentUnit {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
