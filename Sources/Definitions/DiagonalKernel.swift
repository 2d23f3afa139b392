import Arithmetic

/// The convolution kernel of a diagonal system with a zero-order hold, in the two forms of DSS:
///
///     K_k = sum_i wtilde_i/lambda_i (e^(lambda_i Delta) - 1) e^(lambda_i k Delta)          (exponential)
///         = sum_i w_i/lambda_i e^(lambda_i k Delta)/sum_(r < L) e^(lambda_i r Delta)       (row softmax)
///
/// with w_i = wtilde_i (e^(L lambda_i Delta) - 1), since the denominator is (e^(L lambda_i Delta) - 1)/(e^(lambda_i
/// Delta) - 1).
///
/// - Source: Gupta, Gu, Berant, arXiv 2203.14343, Proposition 1.
public struct DiagonalKernel<A: ElementaryArithmetic>: Sendable {
  /// lambda, shape (state).
  public var eigenvalues: [A]
  /// wtilde_i = B_i C_i, shape (state).
  public var weights: [A]
  /// Delta.
  public var step: A

  public init(eigenvalues: [A], weights: [A], step: A) {
    precondition(eigenvalues.count == weights.count, "one weight for each eigenvalue")
    (self.eigenvalues, self.weights, self.step) = (eigenvalues, weights, step)
  }

  /// K_0, ..., K_(length - 1) with exponentials, each of lambda (k Delta).
  public func exponential(length: Int) -> [A] {
    let gains = zip(eigenvalues, weights).map { lambda, w in
      w * Discretization.zeroOrderHold.discretize(lambda, step: step).inputGain
    }
    return (0..<length).map { k in
      let time = IntegerConstant(k) * step
      return zip(eigenvalues, gains).reduce(A(0, in: step.context)) { $0.addingProduct($1.1, A.exp($1.0 * time)) }
    }
  }
}

extension DiagonalKernel where A: ComplexArithmetic {
  /// K_0, ..., K_(length - 1) with the row softmax of P_ik = lambda_i k Delta.
  ///
  /// - Parameter regularization: epsilon, with which the released code forms 1/x as x*/(|x|^2 + epsilon); nil for 1/x.
  ///   Without
  ///   it the result is undefined where a denominator is 0.
  public func softmax(length: Int, regularization: Rational? = nil) -> [A] {
    var kernel = Array(repeating: A(0, in: step.context), count: length)
    for (lambda, weight) in zip(eigenvalues, weights) {
      let row = (0..<length).map { A.exp(lambda * (IntegerConstant($0) * step)) }
      let sum = row.reduce(A(0, in: step.context), +)
      let w = weight * A.expMinusOne(IntegerConstant(length) * step * lambda) / lambda
      var reciprocal = 1 / sum
      if let regularization {
        reciprocal = sum.conjugate / A(sum.squaredMagnitude + A.Real(regularization, in: step.context))
      }
      for k in 0..<length { kernel[k] = kernel[k].addingProduct(w * reciprocal, row[k]) }
    }
    return kernel
  }
}
