import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// The claims of "Robustifying state-space models for long sequences via approximate diagonalization" (Yu, Nigmetov,
/// Morozov, Mahoney, Erichson, arXiv 2310.01698) about transfer functions and perturbations.
///
/// Notation: (A, B) is HiPPO-LegS, N = A + B B^T/2, G(s) = C (s I - A)^-1 B, G_D(s) = C (s I - N)^-1 B/2,
/// phi(s) = product_(k<n) (s-k)/(s+k+1), T = diag(sqrt(2j+1)); -1/2 + i y_m are the eigenvalues of N.
public enum PerturbThenDiagonalize {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    dissipativity, deviation, phase, spikes, inputwise, systemwise, impulseDistance, strongBound, frobeniusNorm,
    stabilityRadius, robustFrequency, synthetic, pseudospectra, erratumConvergence, erratumBound, erratumRange,
  ]

  /// The source of a statement in the paper.
  static func paper(_ locus: String) -> Source {
    Source(
      "Yu, Nigmetov, Morozov, Mahoney & Erichson, Robustifying State-space Models", arXiv: "2310.01698", locus,
      .secondary, quotedBy: "the public reviews of the paper")
  }

  /// The source of a result derived here about the paper.
  static func derived(_ locus: String) -> Source {
    Source(
      "derived here, from Yu, Nigmetov, Morozov, Mahoney & Erichson, Robustifying State-space Models",
      arXiv: "2310.01698", locus, .derived)
  }
}

/// The two systems of LegS in twin coordinates, exactly.
struct LegSPair {
  let full: LinearSystem<Rational>
  let diagonal: LinearSystem<Rational>

  /// - Parameters:
  ///   - output: C in twin coordinates; where it is shorter than the order, the others are 0.
  ///   - factor: of B in the diagonal system.
  init(order: Int, output: [Rational], factor: Rational = Rational(1, 2), of hippo: HiPPO = .legS) throws {
    guard let twin: RationalTwin<Rational> = hippo.rationalTwin(order: order, in: Intrinsic()) else {
      throw Discarded()
    }
    let output = output + Array(repeating: 0, count: order - output.count)
    full = LinearSystem(matrix: twin.matrix, input: twin.input, output: output)
    diagonal = LinearSystem(matrix: twin.normalPart, input: twin.input.map { $0 * factor }, output: output)
  }
}

extension Generator where Value == [Rational] {
  /// An output C in twin coordinates, of one to `count` small elements that are not all 0.
  static func twinOutput(upTo count: Int) -> Generator {
    Generator<[Rational]>.array(of: .rational(in: -3...3, denominator: 3), count: 1...count).map { c in
      c.allSatisfy(\.isZero) ? [1] : c
    }
  }
}
