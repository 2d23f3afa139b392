import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// A matrix and where its random perturbations come from.
struct PerturbedInstance: Sendable {
  /// Matrices far from normal.
  enum Family: String, Sendable, CaseIterable, CustomStringConvertible {
    case legS = "LegS"
    case normalPart = "normal part of LegS"
    case jordan = "Jordan block"
    case grcar = "Grcar matrix"
    case triangular = "ones on and above the diagonal"

    var description: String { rawValue }

    func matrix<R: RealElementaryArithmetic>(_ n: Int, in context: R.Context) -> Matrix<R> {
      switch self {
      case .legS: HiPPO.legS.matrix(order: n, in: context)
      case .normalPart: HiPPO.legS.normalPart(order: n, in: context)
      case .jordan: Matrix(n, n, in: context) { R($1 == $0 + 1 ? 1 : 0, in: context) }
      // Minus one below the diagonal, one on it and on the three above.
      case .grcar: Matrix(n, n, in: context) { R($1 == $0 - 1 ? -1 : (0...3).contains($1 - $0) ? 1 : 0, in: context) }
      case .triangular: Matrix(n, n, in: context) { R($1 >= $0 ? 1 : 0, in: context) }
      }
    }
  }

  var family: Family
  var order: Int
  /// delta.
  var size: Rational
  var seed: Int

  static func any(
    _ families: [Family], order: ClosedRange<Int>, exponents: ClosedRange<Int>
  ) -> Generator<PerturbedInstance> {
    Generator { draw in
      PerturbedInstance(
        family: try draw(.element(of: families)), order: try draw(.integer(in: order)),
        size: try draw(.power(of: 2, in: exponents)), seed: try draw(.integer(in: 0...1_000_000)))
    }
  }

  /// One instance: for a falsifier whose cases are costly.
  static func fixed(_ family: Family, order: Int, exponent: Int) -> Generator<PerturbedInstance> {
    Generator { _ in
      PerturbedInstance(family: family, order: order, size: Rational.pow(Rational(2), exponent), seed: 1)
    }
  }

  var values: [NamedValue] {
    [
      NamedValue("A", family), NamedValue("n", order), NamedValue("delta", size), NamedValue("seed", seed),
    ]
  }

  var random: SplitMix64 { SplitMix64(seed: UInt64(seed)) }

  /// A lower bound of ||A||_2, |A x|/|x| for an x that a few steps of the power method found.
  func normBound(_ precision: Precision) -> Ball {
    let float: Matrix<Double> = family.matrix(order, in: Intrinsic())
    let gram = float.transposed * float
    var x = (0..<order).map { Double($0 + 1) }
    for _ in 0..<12 {
      x = gram * x
      let length = euclideanNorm(x, in: Intrinsic())
      x = x.map { $0 / length }
    }
    let matrix: Matrix<Ball> = family.matrix(order, in: precision)
    let point = x.map { Ball($0, in: precision) }
    let ratio = euclideanNorm(matrix * point, in: precision) / euclideanNorm(point, in: precision)
    return Ball(ratio.lower)
  }

  /// Perturbations of Frobenius norm `share` delta ||A||, rounded to doubles, one for each draw: A + E.
  func perturbed(_ draws: Int, share: Double) -> [Matrix<Complex<Double>>] {
    let matrix: Matrix<Double> = family.matrix(order, in: Intrinsic())
    let size = size.approximation * share * normBound(.double).approximation
    var random = random
    return (0..<draws).map { _ in
      let direction = RandomMatrices.ginibre(order: order, using: &random)
      return Matrix<Complex<Double>>(matrix)
        + ApproximateDiagonalization.scaled(direction, toFrobeniusNorm: size)
    }
  }
}
