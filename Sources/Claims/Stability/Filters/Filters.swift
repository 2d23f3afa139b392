import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// Kalman filters (arXiv 1905.13002, 2301.11308) and particle Gibbs (2301.00900).
public enum Filters {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    associativeFilter, jointLikelihood, squareRootFilter, riccatiDifference, matrixFraction, fractionCollapse,
    accumulatedNoise, leastStep, silentRegularization, unbiasedLikelihood, gibbsBias, parisianSampler,
  ]

  /// The source of a fact of textbooks.
  static func textbook(_ work: String, _ locus: String) -> Source { Source(work, locus, .recalled) }
}

/// A random linear-Gaussian model in rational numbers.
struct GaussianInstance: Sendable {
  var model: LinearGaussianModel<Rational>
  var tree: ScanTree

  static let number = Generator<Rational>.rational(in: -1...1, denominator: 2)

  /// B B^T + shift I, positive semidefinite and for shift > 0 definite.
  static func covariance(_ order: Int, shift: Int) -> Generator<Matrix<Rational>> {
    SystemInstance.matrix(order, order, of: .whole(-1...1)).map {
      ($0 * $0.transposed).addingToDiagonal(Rational(shift))
    }
  }

  static func step(order n: Int, outputs p: Int) -> Generator<LinearGaussianStep<Rational>> {
    Generator { draw in
      LinearGaussianStep(
        transition: try draw(SystemInstance.matrix(n, n, of: number)),
        offset: try draw(SystemInstance.matrix(n, 1, of: number)), processNoise: try draw(covariance(n, shift: 1)),
        observation: try draw(SystemInstance.matrix(p, n, of: number)),
        observationNoise: try draw(covariance(p, shift: 1)),
        observed: try draw(SystemInstance.matrix(p, 1, of: .whole(-2...2))))
    }
  }

  static func generator(length: ClosedRange<Int> = 1...4) -> Generator<GaussianInstance> {
    Generator { draw in
      let (n, p, count) = (draw.integer(in: 1...2), draw.integer(in: 1...2), draw.integer(in: length))
      let prior = GaussianState(
        mean: try draw(SystemInstance.matrix(n, 1, of: number)), covariance: try draw(covariance(n, shift: 0)))
      return GaussianInstance(
        model: LinearGaussianModel(
          prior: prior, steps: try draw(.array(of: step(order: n, outputs: p), count: count))),
        tree: try draw(.element(of: [.hillisSteele, .sequential, .brentKung, .blelloch])))
    }
  }

  var values: [NamedValue] {
    func rows(_ name: String, _ part: (LinearGaussianStep<Rational>) -> Matrix<Rational>) -> NamedValue {
      NamedValue(name, model.steps.map { part($0).rowArrays })
    }
    return [
      NamedValue("m_0", model.prior.mean.column(0)), NamedValue("P_0", model.prior.covariance),
      rows("F", \.transition), rows("u", \.offset), rows("Q", \.processNoise), rows("H", \.observation),
      rows("R", \.observationNoise), rows("y", \.observed),
    ]
  }
}

extension GaussianState<Rational> {
  /// The numbers of m and P.
  var numbers: [Rational] { mean.elements.elements + covariance.elements.elements }
}
