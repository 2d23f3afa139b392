/// SpaceTime (arXiv 2303.09489), Sparse Mamba (2409.00563) and a control view of SSMs (2403.16899).
public enum CompanionClaims {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    autoregression, noContinuousAutoregression, kernelByFourier, feedbackGain, canonicalForm, discreteStability,
  ]

  static func spaceTime(_ locus: String, _ provenance: Provenance = .recalled) -> Source {
    Source("Zhang et al., SpaceTime", arXiv: "2303.09489", locus, provenance)
  }
}
