/// Wang & Xue, "State-space models with layer-wise nonlinearity" (arXiv 2309.13414): the memory of several layers.
public enum LayeredModels {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
