import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// How ill-conditioned an eigenvector matrix is, how much a perturbation mends it, and what LAPACK makes of it.
///
/// Notation: A of LegS, eigenvalues lambda_j = -(j+1); kappa_j = |v_j| |w_j|/|w_j v_j| the condition number of an
/// eigenvalue, kappa(V) of an eigenvector matrix, kappa_V its infimum over the scalings of the columns; u the unit
/// roundoff.
public enum Conditioning {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    goodPerturbation, conditionAgainstPerturbation, objective, legSConditionNumbers, lapackTrap, backwardStability,
    shippedPerturbations, daviesConjecture, overlaps, jordanBlock, bauerFike,
  ]

  /// The source of a statement of the paper on perturb-then-diagonalize.
  static func robustifying(_ locus: String, _ provenance: Provenance = .secondary) -> Source {
    Source(
      "Yu et al., Robustifying SSMs via approximate diagonalization", arXiv: "2310.01698", locus, provenance,
      quotedBy: provenance == .secondary ? "reviews of the paper" : nil)
  }
}
