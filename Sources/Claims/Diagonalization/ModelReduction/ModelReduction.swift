/// Laughing Hyena (arXiv 2310.18780), spectral filters (2312.06837) and balanced truncation (2402.15993).
public enum ModelReduction {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    hankelLowerBound, hankelRank, modalForm, spectralMatrix, spectralDecay, spectralApproximation, balancedTruncation,
    diagonalGramian,
  ]

  static func laughingHyena(_ locus: String) -> Source {
    Source("Massaroli et al., Laughing Hyena Distillery", arXiv: "2310.18780", locus, .recalled)
  }
}
