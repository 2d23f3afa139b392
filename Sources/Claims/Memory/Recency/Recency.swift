/// Wang et al., "Understanding and mitigating bottlenecks of state space models through the lens of recency and
/// over-smoothing" (arXiv 2501.00658).
public enum Recency {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
