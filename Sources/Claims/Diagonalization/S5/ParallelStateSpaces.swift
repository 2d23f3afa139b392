/// S5 (arXiv 2208.04933), SaShiMi (2202.09729), Liquid-S4 (2209.12951) and S4ND (2210.06583).
public enum ParallelStateSpaces {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    sumOfStates, blockDiagonal, mimoLimit, scanOperator, sashimiHurwitz, liquidKernel, outerProduct, bandlimit,
  ]

  static func smith(_ locus: String, _ provenance: Provenance) -> Source {
    Source("Smith, Warrington & Linderman, S5", arXiv: "2208.04933", locus, provenance)
  }
}
