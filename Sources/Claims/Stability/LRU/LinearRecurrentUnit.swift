import Arithmetic
import Definitions
import PropertyTesting

/// Orvieto et al., "Resurrecting recurrent neural networks for long sequences" (arXiv 2303.06349): the LRU.
///
/// Notation: x_k = lambda x_(k-1) + gamma (B u)_k with lambda = e^(-e^nu + i theta), gamma = sqrt(1 - |lambda|^2).
public enum LinearRecurrentUnit {
  /// In the order of the paper, then what was found about floats.
  public static let claims: [Claim] = [
    circularLaw, ringSampling, ringEnergy, smallPhase, stableExponential, normalization, printedRecurrence,
    finiteVariance, cancellation, rectifiedSpectrum,
  ]

  /// The source of a statement in the paper.
  static func paper(_ locus: String, _ provenance: Provenance = .text) -> Source {
    Source("Orvieto et al., Resurrecting recurrent neural networks", arXiv: "2303.06349", locus, provenance)
  }

  /// The source of a result derived here about the paper.
  static func derived(_ locus: String, quotedBy: String? = nil) -> Source {
    Source(
      "derived here, from Orvieto et al., Resurrecting recurrent neural networks", arXiv: "2303.06349", locus, .derived,
      quotedBy: quotedBy)
  }
}
