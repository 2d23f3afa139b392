import Arithmetic

/// Lyapunov exponents and growth of selective models: "Mamba State-Space Models Are Lyapunov-Stable Learners" (arXiv
/// 2406.00209) and Honarpisheh et al., "Generalization Error Analysis for Selective State-Space Models" (NeurIPS 2025).
///
/// Notation: h_t = exp(Delta_t A) h_(t-1) + Delta_t B_t u_t with Delta_t = softplus(r_t + b); zeta is the largest
/// Lyapunov exponent along the sequence, per token.
public enum SelectiveStability {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [lyapunovExponent, persistentInput, growthConstant, gelfandBound]

  /// The source of a statement of the first paper.
  static func lyapunovPaper(_ locus: String) -> Source {
    Source(
      "Mamba State-Space Models Are Lyapunov-Stable Learners", arXiv: "2406.00209", locus, .secondary,
      quotedBy: "two restatements of the bound and the reviews of ICLR")
  }

  /// The source of a statement of the second.
  static func generalizationPaper(_ locus: String) -> Source {
    Source("Honarpisheh et al., Generalization of selective state-space models (NeurIPS 2025)", locus, .text)
  }

  /// A factor a little above 1, so that an inequality that can be attained is decided.
  static func slack(_ precision: Precision) -> Ball { Ball(Rational(1025, 1024), in: precision) }
}

/// The largest modulus of the differences of two sequences.
func largestDifference(_ x: [Ball], _ y: [Ball]) -> Ball {
  zip(x, y).map { ($0 - $1).magnitude }.reduce(Ball(0, in: x[0].context), Ball.maximum)
}
