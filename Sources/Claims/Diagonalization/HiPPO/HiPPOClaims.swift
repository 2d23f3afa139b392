import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// HiPPO (arXiv 2008.07669), LSSL (2110.13985) and "How to Train Your HiPPO" (2206.12037).
///
/// Notation: A, B the LegS matrices, T = diag(sqrt(2i + 1)), M = T^-1 A T and b = T^-1 B = (1, ..., 1) their rational
/// twin; a state c of A is g = T^-1 c there. P_k are the Legendre polynomials.
public enum HiPPOClaims {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    projectionDynamics, timescaleEquivariance, gradientBound, approximationError, delayIsPade, fastUpdate, gatedStep,
    contraction, universalConvolution, timeInvariantBasis, tiltedOrthogonality, tridiagonalGramian, fourierWindow,
    inverseTimescale, erratumRate,
  ]

  /// The source of a statement of the HiPPO paper that is recalled.
  static func hippo(_ locus: String) -> Source {
    Source("Gu et al., HiPPO", arXiv: "2008.07669", locus, .recalled)
  }

  /// The source of a statement of the LSSL paper that is recalled.
  static func lssl(_ locus: String) -> Source {
    Source(
      "Gu et al., Combining recurrent, convolutional and continuous-time models with linear state-space layers",
      arXiv: "2110.13985", locus, .recalled)
  }

  /// The source of a statement about time-invariant HiPPO.
  static func httyh(_ locus: String, _ provenance: Provenance) -> Source {
    Source("Gu et al., How to train your HiPPO", arXiv: "2206.12037", locus, provenance)
  }

  /// M, over the rational numbers.
  static func legSTwin(_ order: Int) -> Matrix<Rational> {
    guard let twin: RationalTwin<Rational> = HiPPO.legS.rationalTwin(order: order, in: Intrinsic()) else {
      preconditionFailure("LegS has a rational twin")
    }
    return twin.matrix
  }
}

extension Polynomial where Scalar == Rational {
  init(_ coefficients: [Rational]) { self.init(coefficients, in: Intrinsic()) }

  /// The coefficients up to x^degree, with zeros where there are none.
  func padded(to degree: Int) -> [Rational] {
    coefficients + Array(repeating: Rational.zero, count: max(0, degree - coefficients.count + 1))
  }
}

extension Generator where Value == [Rational] {
  /// The coefficients of a polynomial, not all of them 0.
  static func coefficients(_ count: ClosedRange<Int>) -> Generator {
    Generator { draw in
      let rest = try draw(.array(of: .rational(in: -3...3, denominator: 4), count: count))
      return [try draw(.rational(above: 0, upTo: 3, denominator: 4))] + rest
    }
  }
}
