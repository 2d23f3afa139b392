/// LinOSS (arXiv 2410.03943) and D-LinOSS (arXiv 2505.12171): layers of discretized oscillators x'' = -A x - G x' + B
/// u.
///
/// Notation: dt the step, z = x' and y = x the state, M the transition of (z, y) in a step; S = 1/(1 + dt^2 A) in the
/// implicit scheme (IM), S = 1/(1 + dt G) in the damped implicit-explicit one (D-LinOSS), of which G = 0 is IMEX.
public enum Oscillators {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    implicitSpectrum, implicitEnergy, implicitLayer, implicitInput, cancellation, mixedSpectrum, mixedLayer, reversal,
    zeroStiffness, moments, gains, dampedSpectrum, dampedReach, dampedPairs, dampedSpan, dampedClip,
    dampedSchemes, explicitClip, explicitDampingClip,
  ]

  static func linoss(_ locus: String, _ provenance: Provenance, quotedBy: String? = nil) -> Source {
    Source(
      "Rusch & Rus, Oscillatory state-space models", arXiv: "2410.03943", locus, provenance, quotedBy: quotedBy)
  }

  static func damped(_ locus: String, _ provenance: Provenance, quotedBy: String? = nil) -> Source {
    Source(
      "Boyer, Rusch & Rus, Learning to dissipate energy in oscillatory state-space models", arXiv: "2505.12171", locus,
      provenance, quotedBy: quotedBy)
  }
}
