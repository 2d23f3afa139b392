import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Conditioning {
  /// What stands in both claims about the conjecture of Davies.
  private static let statement = """
    For every A and 0 < delta < 1 there is an E with ||E|| <= delta ||A|| and kappa_V(A + E) <= 4 n^(3/2) (1 + 1/delta).
    """
  private static let notes = [
    "The certificate is a pair (V, Lambda) of numbers: that of a Ginibre perturbation of Frobenius norm (31/32) delta "
      + "||A||, diagonalized in double precision. With E := V Lambda V^-1 - A for these very numbers, A + E is "
      + "diagonalized by V exactly, ||E||_F and the bound sum_j |v_j| |w_j| of kappa_V (Smith) are enclosed in balls, "
      + "and nothing of the eigenvalue computation has to be trusted. At most 20 perturbations are drawn.",
    "The catalogue's largest condition numbers of 20 draws (n = 64: 6.5e8 ... 8.7e2 at delta = 1e-8 ... 1e-2) are "
      + "those of its own draws and are not redone; the margin, two to three orders of magnitude at n = 64, is seen "
      + "here too.",
  ]
  private static let hypotheses = [
    Hypothesis(
      "complex E", "E is complex", untested: "for real E the constants are those of another theorem"),
    Hypothesis(
      "kappa_V", "kappa_V is the infimum over all eigenvector matrices, not the condition number of unit columns",
      untested: "the upper bound that is checked is above the infimum, and unit columns are within sqrt(n) of it"),
    Hypothesis("1/delta", "the bound grows as delta falls"),
  ]

  /// A perturbation of LegS that makes it well-conditioned.
  static let goodPerturbation = Claim(
    "ptd.T4-davies", title: "There is a small perturbation of LegS whose eigenvectors are well-conditioned",
    statement: statement, source: robustifying("Theorem 4, restating Banks et al."), hypotheses: hypotheses,
    method: .certified, notes: notes, effort: 0.15,
    check: Check(PerturbedInstance.any([.legS], order: 1...16, exponents: -20...(-1)), { try exists($0, $1) }),
    falsifiers: [withoutDelta([.legS])])

  /// The same for the matrices that are worst.
  static let daviesConjecture = Claim(
    "bkms.T1-davies", title: "Davies' conjecture: every matrix is near one with well-conditioned eigenvectors",
    statement: statement,
    source: Source(
      "Banks, Kulkarni, Mukherjee & Srivastava, Gaussian regularization of the pseudospectrum", arXiv: "1906.11819",
      "Theorem 1.1", .recalled), hypotheses: hypotheses, method: .certified, notes: notes, effort: 0.15,
    check: Check(
      PerturbedInstance.any([.jordan, .grcar, .triangular], order: 1...16, exponents: -20...(-1)),
      { try exists($0, $1) }),
    falsifiers: [withoutDelta([.jordan, .triangular])])

  /// The first of 20 perturbations that certifies the instance; the last one where none does.
  private static func exists(_ instance: PerturbedInstance, _ precision: Precision) throws -> [Evidence] {
    let bound = ApproximateDiagonalization.existenceBound(
      order: instance.order, relativeSize: Ball(instance.size, in: precision))
    var evidence: [Evidence] = []
    for certificate in try certificates(instance, precision) {
      evidence = [
        certificate.size(instance),
        Evidence(
          "kappa_V(A + E) <= 4 n^(3/2) (1 + 1/delta)", certificate.condition, atMost: bound, at: instance.values),
      ]
      if evidence.allSatisfy({ $0.truth.isTrue }) { break }
    }
    return evidence
  }

  private static func withoutDelta(_ families: [PerturbedInstance.Family]) -> Falsifier {
    Falsifier(
      "the same draws against 8 n^(3/2), whatever delta is", dropping: "1/delta",
      Check(PerturbedInstance.any(families, order: 2...16, exponents: -20...(-1))) { instance, precision in
        let bound = ApproximateDiagonalization.existenceBound(
          order: instance.order, relativeSize: Ball(1, in: precision))
        for certificate in try certificates(instance, precision) {
          // A lower bound of kappa_V, so that it is certain for this perturbation.
          return [
            Evidence("kappa_V(A + E) <= 8 n^(3/2)", certificate.least, atMost: bound, at: instance.values)
          ]
        }
        return []
      })
  }

  /// A + E = V Lambda V^-1 for numbers V, Lambda.
  struct Certificate {
    /// ||E||_F.
    let norm: Ball
    /// delta ||A||, from below.
    let allowed: Ball
    /// Bounds of kappa_V(A + E): max_j kappa_j and sum_j kappa_j.
    let least, condition: Ball
    /// Lambda.
    let values: [Disc]

    func size(_ instance: PerturbedInstance) -> Evidence {
      Evidence("||E||_F <= delta ||A||", norm, atMost: allowed, at: instance.values)
    }
  }

  /// The certificates of up to 20 draws, made one by one.
  static func certificates(
    _ instance: PerturbedInstance, _ precision: Precision
  ) throws -> some Sequence<Certificate> {
    let matrix = Matrix<Disc>(instance.family.matrix(instance.order, in: precision))
    let allowed = instance.normBound(precision) * Ball(instance.size, in: precision)
    // The share leaves room for the rounding errors of the diagonalization.
    return instance.perturbed(20, share: 31 / 32).lazy.compactMap { perturbed -> Certificate? in
      guard let decomposition = try? Eigendecomposition(perturbed),
        let diagonalization = try? Diagonalization(decomposition, in: precision)
      else { return nil }
      let (least, condition) = diagonalization.scaledCondition
      return Certificate(
        norm: diagonalization.backwardError(for: matrix), allowed: allowed, least: least, condition: condition,
        values: diagonalization.values)
    }
  }
}
