import Arithmetic
import Definitions

/// Gates of diagonal recurrences: RG-LRU (arXiv 2402.19427), HGRN (2311.04823), minGRU (2410.01201), Mega (2209.10655),
/// and Heinsen's scan of logarithms (2311.06281).
///
/// Notation: a_t the decay of a step, r_t and i_t gates in (0, 1), sigma the logistic function, sp(x) = log(1 + e^x), u
/// the unit roundoff of a float format. Floats are emulated with every operation correctly rounded, exponential and
/// logarithm included, so that what is said of them does not depend on a libm.
public enum GatedRecurrences {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    griffinGate, griffinInitialization, griffinVariance, griffinBFloat16, lowerBoundedGate, minimalUnits, carriedState,
    movingAverage, scanOfLogarithms, logarithmicGrowth,
  ]

  static func griffin(_ locus: String, _ provenance: Provenance = .text) -> Source {
    Source("De et al., Griffin", arXiv: "2402.19427", locus, provenance)
  }

  /// h_t of a recurrence with one number, from its steps.
  static func states<A: Arithmetic>(_ steps: [AffineStep<A>], from initial: A) -> [A] {
    let start = A.Vector([initial], in: initial.context)
    return AffineProblem(initialState: start, columns: 1, steps: steps).solve(.recurrent)?.outputs.map { $0[0] } ?? []
  }
}
