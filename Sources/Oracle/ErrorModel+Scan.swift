import Arithmetic

extension ErrorModel {
  /// The relative error bound of a sequential scan h_t = a h_(t-1) + b_t of `length` steps from the zero state,
  /// relative to the largest state that inputs of one size can build, sum_j |a|^j max|b|:
  ///
  ///     R = (sum_(j < L) ((1 + u)^(c_j) - 1) |a|^j)/(sum_(j < L) |a|^j),   c_j = (2 + eta) j + 1 + beta
  ///
  /// because the contribution of b_(t-j) meets j multiplications by a gate of relative error (1 + u)^eta - 1, 2 j + 1
  /// roundings of products and sums, and beta roundings of its own. Both sums are geometric, so the cost does not
  /// depend on the length. A bound of 1 or more is vacuous: nothing can be said.
  ///
  /// - Parameters:
  ///   - decay: |a|, 0 <= |a| < 1, of the exact gate; over an enclosure the result encloses R.
  ///   - length: L, at least 1.
  ///   - unitRoundoff: u of the format in which the scan runs.
  ///   - gateRoundings: eta, in units of u.
  ///   - inputRoundings: beta.
  /// - Source: the running form is Higham, Accuracy and Stability of Numerical Algorithms, section 3.1; (1 + u)^n - 1
  ///   in
  ///   place of gamma_n, so that the bound is finite for every length.
  public static func sequentialScan<A: RealElementaryArithmetic>(
    decay: A, length: Int, unitRoundoff: Rational, gateRoundings: Int, inputRoundings: Int
  ) -> A {
    let logGrowth = A.log(onePlus: A(unitRoundoff, in: decay.context))
    let perStep = A.exp(IntegerConstant(2 + gateRoundings) * logGrowth)
    let own = A.exp(IntegerConstant(1 + inputRoundings) * logGrowth)
    return own * geometricSum(decay * perStep, length) / geometricSum(decay, length) - 1
  }

  /// sum_(j < n) q^j = (q^n - 1)/(q - 1).
  private static func geometricSum<A: RealElementaryArithmetic>(_ q: A, _ n: Int) -> A {
    let denominator = q - 1
    if denominator.isEqual(to: A(0, in: q.context)).isTrue { return A(n, in: q.context) }
    return (A.pow(q, n) - 1) / denominator
  }
}
