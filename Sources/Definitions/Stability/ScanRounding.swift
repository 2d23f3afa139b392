import Arithmetic

/// How far a ``SelectiveChannel`` computed in floating point is from the exact one, where every operation is rounded to
/// nearest with unit roundoff u and nothing underflows or overflows.
///
/// The computed decay is a (1 + d), |d| <= eta, and each step rounds once for the drive's two products, once for the
/// product with the state and once for the sum, so that the error e_t of the state obeys
///
///     e_t <= a_t (1 + p) e_(t-1) + p a_t |h_(t-1)| + q |Delta_t B_t u_t|,
///     1 + eta = e^(x u) (1 + u),   1 + p = (1 + eta)(1 + u)^2,   1 + q = (1 + u)^3,   x = |A| Delta_t:
///
/// rounding is a persistent perturbation of the input, of the relative size p. No order of u is neglected.
public struct ScanRounding<A: RealElementaryArithmetic>: Sendable {
  /// u.
  public let unitRoundoff: A

  public init(unitRoundoff: A) { self.unitRoundoff = unitRoundoff }

  /// p, for an exponent of at most x = |A| Delta.
  public func stateError(exponent x: A) -> A {
    A.expMinusOne(x * unitRoundoff + 3 * A.log(onePlus: unitRoundoff))
  }

  /// q.
  public var driveError: A { A.expMinusOne(3 * A.log(onePlus: unitRoundoff)) }

  /// The bound of the error at every length,
  ///
  ///     (p alpha H + q K)/(1 - alpha (1 + p)) = C u/(1 - e^(-Delta |A|)) + O(u^2),   C = alpha H (x + 3) + 3 K,
  ///
  /// which the error need not fall below however long the scan is; defined and finite where alpha (1 + p) < 1.
  ///
  /// - Parameters:
  ///   - rate: the least |A| Delta_t; alpha = e^-rate.
  ///   - exponent: the greatest |A| Delta_t.
  ///   - state: H >= |h_t| for all t.
  ///   - drive: K >= |Delta_t B_t u_t| for all t.
  public func plateau(rate: A, exponent: A, state: A, drive: A) -> A {
    let p = stateError(exponent: exponent)
    let decay = A.exp(-rate)
    return (p * decay * state + driveError * drive) / (1 - decay - p * decay)
  }
}
