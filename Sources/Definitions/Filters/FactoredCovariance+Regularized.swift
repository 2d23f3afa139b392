import Arithmetic
import LinearAlgebra

extension FactoredCovariance {
  /// The factors of a batch of covariances as the authors' code has them: where one of them has none, *all* of them are
  /// replaced by P + c (tr P/n) I, with c = 10^-4, 10^-3, ... up to 1, until each has.
  ///
  /// - Throws: `notPositiveDefinite` where c = 1 does not suffice.
  /// - Source: Ansari et al., arXiv 2301.11308, the Cholesky decomposition of the authors' code.
  public static func regularized(_ batch: [Matrix<S>]) throws(LinearAlgebraError) -> [FactoredCovariance] {
    var exponent: Int?
    while true {
      do throws(LinearAlgebraError) {
        var factors: [FactoredCovariance] = []
        for covariance in batch {
          guard let exponent else {
            factors.append(try FactoredCovariance(covariance))
            continue
          }
          let context = covariance.context
          let shift = covariance.trace * S(Rational.pow(10, exponent) / Rational(covariance.rows), in: context)
          factors.append(try FactoredCovariance(covariance.addingToDiagonal(shift)))
        }
        return factors
      } catch {
        let next = exponent.map { $0 + 1 } ?? -4
        guard next <= 0 else { throw error }
        exponent = next
      }
    }
  }
}
