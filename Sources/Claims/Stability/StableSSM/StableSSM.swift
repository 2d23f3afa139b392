import Arithmetic
import Definitions
import PropertyTesting

/// Claims of and about Wang & Li, "StableSSM: Alleviating the Curse of Memory in State-space Models through Stable
/// Reparameterization" (arXiv 2311.14495), and of the paper whose definitions it uses, "Inverse Approximation Theory for
/// Nonlinear Recurrent Neural Networks" (arXiv 2305.19190).
///
/// Notation: lambda_k = f(w_k), w_k trained; rho(t) = sum_k c_k u_k e^(lambda_k t) the model's kernel; M its memory
/// function; E_m(beta) the largest L1 change of rho, over all weights moved by at most beta, plus the approximation error.
public enum StableSSM {
  /// Every claim, in the order of the paper.
  public static let claims: [Claim] = [
    memoryFunction, curse, sharpCurse, directRadius, stabilityIntegral, uniformContinuity, bestWithoutOffset,
    powerLaw, allLinearFunctionals, allParameters, gradientScale, discreteGradientScale, scaleTable,
    scalesOfExponentialMaps, bestEquation, freePhase, discreteStability, listedLRU, eulerSoftplus,
    publishedCurves, directInitialisation, trainingTables,
  ]

  /// The source of a statement in the paper.
  static func paper(_ locus: String, _ provenance: Provenance = .secondary) -> Source {
    Source(
      "Wang & Li, StableSSM", arXiv: "2311.14495", locus, provenance,
      quotedBy: provenance == .secondary ? "a detailed third-party restatement" : nil)
  }

  /// The source of a result derived here about the paper.
  static func derived(_ locus: String) -> Source {
    Source("derived here, from Wang & Li, StableSSM", arXiv: "2311.14495", locus, .derived)
  }
}

extension Generator where Value == Reparameterization {
  /// A stable continuous-time map with f < 0; the "best" map with random constants.
  static var stableMap: Generator {
    oneOf(always(.exponential), always(.softplus), always(.logistic), best)
  }

  /// The "best" map with random constants.
  static var best: Generator {
    Generator { draw in
      .best(
        a: try draw(.rational(above: 0, upTo: 3, denominator: 4)),
        b: try draw(.rational(above: 0, upTo: 3, denominator: 8)))
    }
  }
}

extension Array where Element == Rational {
  /// The numbers, enclosed.
  func balls(_ precision: Precision) -> [Ball] { map { Ball($0, in: precision) } }
}

/// `count` + 1 points from `lower` to `upper`, equally spaced, or in the logarithm.
func grid(from lower: Double, to upper: Double, count: Int, logarithmic: Bool = false) -> [Double] {
  (0...count).map { i in
    let share = Double(i) / Double(count)
    return logarithmic ? lower * Double.pow(upper / lower, share) : lower + (upper - lower) * share
  }
}
