import Arithmetic
import Definitions

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
    powerLaw, allLinearFunctionals, allParameters, gradientScale, discreteGradientScale, scaleTable, bestEquation,
    freePhase, discreteStability, eulerSoftplus, publishedCurves, directInitialisation, trainingTables,
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

extension Draw {
  /// A stable continuous-time map with f < 0; the "best" map with random constants.
  mutating func stableMap() -> Reparameterization {
    switch integer(in: 0...3) {
    case 0: .exponential
    case 1: .softplus
    case 2: .logistic
    default: .best(a: rational(above: 0, upTo: 3, denominator: 4), b: rational(above: 0, upTo: 3, denominator: 8))
    }
  }

  /// `count` different rationals of (lower, upper], in no order.
  mutating func distinct(count: Int, above lower: Int, upTo upper: Int, denominator: Int = 16) -> [Rational] {
    var values: [Rational] = []
    while values.count < count {
      var value = rational(above: lower, upTo: upper, denominator: denominator)
      // Moves a repeated value to one that no draw gives.
      while values.contains(value) { value = value + Rational(1, 997) }
      values.append(value)
    }
    return values
  }

  /// A rational vector with Euclidean norm exactly 1, by stereographic projection: (2 v, |v|^2 - 1)/(|v|^2 + 1).
  mutating func unitVector(count: Int) -> [Rational] {
    precondition(count >= 1)
    if count == 1 { return [Rational(sign(), 1)] }
    let v = list(count: count - 1) { $0.rational(in: -3...3, denominator: 4) }
    let square = v.reduce(Rational(0, 1)) { $0 + $1 * $1 }
    let scale = square + 1
    return v.map { 2 * $0 / scale } + [(square - 1) / scale]
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
