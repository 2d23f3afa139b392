import Arithmetic

/// A kernel that is a sum of exponentials, rho(t) = sum_k c_k e^(lambda_k t) with lambda_k < 0: the impulse response of a
/// real diagonal model in continuous time.
public struct ExponentialSum<A: RealArithmetic>: Sendable {
  /// c_k.
  public let coefficients: [A]
  /// lambda_k, per unit of time.
  public let eigenvalues: [A]

  public init(coefficients: [A], eigenvalues: [A]) {
    precondition(coefficients.count == eigenvalues.count, "one coefficient for each eigenvalue")
    self.coefficients = coefficients
    self.eigenvalues = eigenvalues
  }

  /// sum_k |c_k|/|lambda_k|: the L1 norm of rho where the coefficients have one sign, else an upper bound of it. It is
  /// also the condition number of the sum.
  public var mass: A {
    zip(coefficients, eigenvalues).reduce(A(0, in: eigenvalues[0].context)) { $0 + ($1.0 / $1.1).magnitude }
  }

  /// int_0^inf rho(t) dt = sum_k -c_k/lambda_k.
  public var integral: A {
    zip(coefficients, eigenvalues).reduce(A(0, in: eigenvalues[0].context)) { $0 - $1.0 / $1.1 }
  }
}

extension ExponentialSum where A: RealElementaryArithmetic {
  /// rho(t).
  public func callAsFunction(_ t: A) -> A {
    zip(coefficients, eigenvalues).reduce(A(0, in: t.context)) { $0.addingProduct($1.0, A.exp($1.1 * t)) }
  }
}

/// The trapezoidal rule for power-law memory: (1 + t)^-p = (1/Gamma(p)) int e^(p x - e^x) e^(-e^x t) dx, sampled at the
/// nodes w_k = k h, which are equally spaced in the trainable weight of the exponential reparameterization.
public struct PowerLawNodes<A: RealElementaryArithmetic>: Sendable {
  /// w_k.
  public let weights: [A]
  /// c_k = (h/Gamma(p)) e^(p w_k - e^(w_k)) > 0.
  public let coefficients: [A]

  /// - Parameters:
  ///   - exponent: p, a positive integer, for which Gamma(p) = (p - 1)!.
  ///   - spacing: h.
  ///   - indices: the k of the nodes.
  public init(exponent p: Int, spacing h: A, indices: ClosedRange<Int>) {
    precondition(p >= 1 && p <= 20, "Gamma(p) = (p - 1)! fits an Int for 1 <= p <= 20")
    let gamma = (1..<max(p, 2)).reduce(1, *)
    weights = indices.map { IntegerConstant($0) * h }
    coefficients = weights.map { w in
      h / IntegerConstant(gamma) * A.exp(IntegerConstant(p) * w - A.exp(w))
    }
  }

  /// The kernel whose eigenvalues are f(w_k + shift) for the reparameterization f.
  public func kernel(under map: Reparameterization, shiftedBy shift: A? = nil) -> ExponentialSum<A> {
    ExponentialSum(coefficients: coefficients, eigenvalues: weights.map { w in map(shift.map { w + $0 } ?? w) })
  }
}
