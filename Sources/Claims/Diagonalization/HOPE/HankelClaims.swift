/// HOPE (arXiv 2405.13975) and "Tuning Frequency Bias" (2410.02035).
public enum HankelClaims {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    reductionBounds, scarceRank, poleSensitivity, randomHankel, lipschitzBound, memoryWindow, samplingMap,
    totalVariation, gradientDecay,
    filterCode,
  ]

  static func hope(_ locus: String, _ provenance: Provenance = .secondary) -> Source {
    Source(
      "Yu, Lyu, Lim, Mahoney & Erichson, HOPE", arXiv: "2405.13975", locus, provenance,
      quotedBy: provenance == .secondary ? "reviews and summaries of the paper" : nil)
  }

  static func frequencyBias(_ locus: String, _ provenance: Provenance = .recalled) -> Source {
    Source("Yu, Lyu, Lim, Mahoney & Erichson, Tuning frequency bias", arXiv: "2410.02035", locus, provenance)
  }
}
