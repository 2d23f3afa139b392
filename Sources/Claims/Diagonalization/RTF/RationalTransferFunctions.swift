/// "State-free inference of state-space models: the transfer function approach" (arXiv 2405.06147).
public enum RationalTransferFunctions {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    invariance, listedNumerator, truncatedKernel, oddLength, fourierEvaluation, coefficientStability, convergenceRegion,
    companionStep, expressivity,
  ]

  static func source(_ locus: String, _ provenance: Provenance = .text) -> Source {
    Source("Parnichkun et al., State-free inference", arXiv: "2405.06147", locus, provenance)
  }
}
