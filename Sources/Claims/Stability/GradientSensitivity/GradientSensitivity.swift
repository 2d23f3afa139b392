import Arithmetic
import Definitions
import PropertyTesting

/// Zucchet & Orvieto, "Vanishing and exploding gradients are not the end of the story" (arXiv 2405.21064).
///
/// Notation: h_t = lambda h_(t-1) + x_t with a stationary input of variance 1, R(D) = E[x_t x_(t+D)], rho^|D| where
/// nothing else is said; gamma = sqrt(1 - |lambda|^2) normalizes a mode for white inputs.
public enum GradientSensitivity {
  /// In the order of the paper.
  public static let claims: [Claim] = [
    stateVariance, stateSensitivity, memoryRates, exponentialSensitivity, tangentSensitivity, balancedPhase,
    crossSensitivity, lossHessian,
  ]

  /// The source of a formula in the notebooks behind the paper's figures.
  static func notebook(_ locus: String, _ provenance: Provenance = .code) -> Source {
    Source(
      "Zucchet & Orvieto, Vanishing and exploding gradients are not the end of the story", arXiv: "2405.21064", locus,
      provenance)
  }

  /// The hypotheses of the moments of one mode.
  static let stationarity = Hypothesis("stationarity", "the input has been running for ever: t -> infinity")
  static let stable = Hypothesis("|lambda| < 1", "the mode is stable")
  static let geometric = Hypothesis("geometric", "E[x_s x_t] = rho^|s - t| exactly")
}
