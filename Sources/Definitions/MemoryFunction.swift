import Arithmetic

extension DiagonalModel where A: RealArithmetic {
  /// The memory function of a linear functional in discrete time: the largest change of the output at time t in answer
  /// to a step input of sup-norm 1,
  ///
  ///     M_t = sup over |x|_inf <= 1 of |y_t - y_(t-1)| = sum_i |K_(t,i)|,   u_s = x for s >= 0,
  ///
  /// for each output and each t; the supremum is attained at x = sign(K_t).
  ///
  /// - Parameter length: the number of times t = 0, 1, ...
  /// - Returns: M, shape (length), of output `output`.
  /// - Source: Wang, Li, Xue, arXiv 2305.19190, eqs. (3) to (5) and Definition 3.1.
  public func memoryFunction(length: Int, output: Int = 0) -> [A] {
    let kernels = inputColumns.indices.map { convolutionKernel(length: length, fromInput: $0, toOutput: output) }
    return (0..<length).map { t in
      kernels.reduce(A(0, in: context)) { sum, kernel in sum + kernel[t].magnitude }
    }
  }
}

/// The number of steps after which a decay a, 0 < |a| < 1, has brought a state down to `fraction` of itself:
///
///     tau = log(fraction)/log|a|
///
/// in tokens, not rounded to a whole number. `fraction` = 1/2 gives the half-life, 1/100 the 1 % horizon.
///
/// - Parameter logarithmicDecay: -log|a|, which models give more accurately than a itself when a is close to 1.
public func horizon<A: RealElementaryArithmetic>(fraction: Rational, logarithmicDecay: A) -> A {
  -A.log(A(fraction, in: logarithmicDecay.context)) / logarithmicDecay
}
