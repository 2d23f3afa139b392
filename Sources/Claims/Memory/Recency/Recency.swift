/// Wang et al., "Understanding and mitigating bottlenecks of state space models through the lens of recency and
/// over-smoothing" (arXiv 2501.00658).
public enum Recency {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    influence, influenceAsPrinted, spreadBound, spreadAsImplemented, spreadAndLength, lowPass, polarized,
  ]

  /// The source of a statement in the paper, known from what others say of it.
  static func paper(_ locus: String) -> Source {
    Source(
      "Wang et al., Recency and over-smoothing", arXiv: "2501.00658", locus, .secondary,
      quotedBy: "a blog post of the conference, with the caption of the paper's figure 1")
  }
}
