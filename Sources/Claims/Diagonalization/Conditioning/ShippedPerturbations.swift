import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Conditioning {
  /// The sizes at which the method is used, against what its bound says there.
  static let shippedPerturbations = Claim(
    "ptd.S1-shipped-perturbations",
    title: "At the sizes that are used, the bound is vacuous and stability is not given",
    statement: """
      The released perturbations have ||E||/||A|| of 0.03 to 0.1, within the recommended range 1e-2 ... 1. There the \
      bound (2 ln n + 4) ||E|| of the change of the transfer function exceeds 5, more than any two stable systems of \
      this kind can differ, and A + E need not be stable.
      """,
    source: Source(
      "derived here, from Yu et al., Robustifying SSMs via approximate diagonalization", arXiv: "2310.01698",
      "section 4.1 and the released matrices", .derived),
    hypotheses: [
      Hypothesis("ratio", "||E||/||A|| is at least 1e-2, and 1/8 for the loss of stability"),
      Hypothesis("order", "n is at least 16"),
    ],
    method: .certified,
    notes: [
      "The released matrices are not part of this project: their norms are the catalogue's, and the loss of stability "
        + "is shown on a surrogate, Ginibre perturbations with ||E||_F = ||A||/4. A certificate is the matrix V "
        + "Lambda V^-1 of computed numbers: its eigenvalues are known exactly, one lies in the right half-plane, and "
        + "its distance from A is enclosed. Of 21 draws with ||E|| = ||A||/100 all are unstable at n = 32, 6 at n = "
        + "24, none at n = 16 (LAPACK, not certified); of those with ||A||/10 all from n = 12 on.",
      "The catalogue prints 1096 for n = 64; with the norm that it prints, 88.92, the bound is 1095.3. Its other "
        + "values, 33, 79, 127, 270 and 4616, agree with the norms printed.",
      "The authors' code replaces Re lambda by -|Re lambda|, which mends the unstable eigenvalues silently: the "
        + "system is then no longer that of A + E. Two of the released matrices are said to have such an eigenvalue.",
    ],
    effort: 0.04,
    check: Check(PerturbedInstance.any([.legS], order: 16...20, exponents: -2...(-2)), { try unstable($0, $1) }),
    falsifiers: [
      Falsifier(
        "a perturbation of a thousandth", dropping: "ratio",
        Check(PerturbedInstance.any([.legS], order: 16...20, exponents: -11...(-10)), { try unstable($0, $1) })),
      Falsifier(
        "n up to 4", dropping: "order",
        Check(PerturbedInstance.any([.legS], order: 2...4, exponents: -6...(-6)), { [vacuous($0, $1)] })),
    ],
    quoted: { precision in
      let printed: [(n: Int, norm: Rational, bound: String)] = [
        (8, Rational(401, 100), "33"), (16, Rational(824, 100), "79"), (16, Rational(1334, 100), "127"),
        (32, Rational(2473, 100), "270"), (64, Rational(8892, 100), "1095"),
      ]
      return printed.map { row in
        Evidence(
          "(2 ln n + 4) ||E||, n = \(row.n)",
          ApproximateDiagonalization.printedTransferBound(order: row.n, norm: Ball(row.norm, in: precision)),
          isQuotedAs: row.bound)
      }
    })

  /// 5 <= (2 ln n + 4) delta ||A||.
  private static func vacuous(_ instance: PerturbedInstance, _ precision: Precision) -> Evidence {
    let norm = instance.normBound(precision) * Ball(min(instance.size, Rational(1, 100)), in: precision)
    return Evidence(
      "5 <= (2 ln n + 4) ||E|| at ||E|| = min(delta, 1/100) ||A||", Ball(5, in: precision),
      atMost: ApproximateDiagonalization.printedTransferBound(order: instance.order, norm: norm), at: instance.values)
  }

  private static func unstable(_ instance: PerturbedInstance, _ precision: Precision) throws -> [Evidence] {
    guard let certificate = try certificates(instance, precision).first(where: { _ in true }) else { return [] }
    let abscissa = certificate.values.map(\.real).reduce(certificate.values[0].real, Ball.maximum)
    return [
      vacuous(instance, precision),
      certificate.size(instance),
      Evidence("0 <= max Re lambda(A + E)", Ball(0, in: precision), atMost: abscissa, at: instance.values),
    ]
  }
}
