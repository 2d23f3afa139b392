import Arithmetic
import Definitions
import PropertyTesting

/// Event times and neighbors of filters: EasyTPP's likelihood (arXiv 2307.08097), S2P2 (2412.19634), DenseSSM
/// (2403.00818), Liquid-S4's expansion (2209.12951).
public enum EventModels {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    compensatorRule, countedEvents, latentHawkes, denseFusion, liquidExpansion,
  ]

  static func easyTPP(_ locus: String) -> Source {
    Source("Xue et al., EasyTPP", arXiv: "2307.08097", locus, .code)
  }
}
