/// Zucchet & Orvieto, "Vanishing and exploding gradients are not the end of the story" (arXiv 2405.21064).
public enum GradientSensitivity {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
