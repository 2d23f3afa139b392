import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// S4 (arXiv 2111.00396), DSS (2203.14343) and S4D (2206.11893).
///
/// Notation: A, B the LegS matrices, N = A + B B^T/2 the normal part; T = diag(sqrt(2i + 1)), M = T^-1 A T the rational
/// twin.
public enum StructuredStateSpaces {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    explicitEigenvectors, normalPlusLowRank, cauchyWoodbury, closedFormStep, truncatedReadout, softmaxKernels,
    normalSpectrum, diagonalLimit, inverseSpectrum, clippedInput, singlePrecisionPhase, erratumSize,
    erratumUniform, erratumClipping,
  ]

  /// The source of a statement of the S4 paper.
  static func s4(_ locus: String, _ provenance: Provenance) -> Source {
    Source("Gu, Goel, Re, S4", arXiv: "2111.00396", locus, provenance)
  }

  /// The source of a statement about S4D.
  static func s4d(_ locus: String, _ provenance: Provenance) -> Source {
    Source("Gu, Gupta, Goel, Re, S4D", arXiv: "2206.11893", locus, provenance)
  }

  /// The rational twin of LegS, LegT or LagT.
  static func twin(_ matrix: HiPPO, _ order: Int) -> RationalTwin<Rational> {
    guard let twin: RationalTwin<Rational> = matrix.rationalTwin(order: order, in: Intrinsic()) else {
      preconditionFailure("FouT has no rational twin")
    }
    return twin
  }
}

extension Evidence {
  /// |left - right| <= 2^-bits |right| in the Euclidean norm, as squares.
  static func vectors(
    _ statement: String, _ left: [Disc], near right: [Disc], bits: Int, at instance: [NamedValue]
  ) -> Evidence {
    let precision = left.first?.context ?? .reference
    func squaredNorm(_ values: [Disc]) -> Ball { values.reduce(Ball(0, in: precision)) { $0 + $1.squaredMagnitude } }
    let distance = squaredNorm(zip(left, right).map { $0 - $1 })
    return Evidence(
      statement + ": squared distance <= 4^-\(bits) squared norm", distance,
      atMost: squaredNorm(right) * Ball(Rational.pow(4, -bits), in: precision), at: instance)
  }
}
