import Arithmetic
import LinearAlgebra

/// A Jordan block J = lambda I + N of order p, N the shift: what a defective eigenvalue remembers.
///
/// (J^n)_(1,p) = C(n, p-1) lambda^(n-p+1): a polynomial times an exponential.
public struct JordanBlock<A: Arithmetic>: Sendable {
  /// lambda.
  public let eigenvalue: A
  /// p.
  public let order: Int

  public init(eigenvalue: A, order: Int) {
    precondition(order >= 1, "a block has an order")
    self.eigenvalue = eigenvalue
    self.order = order
  }

  /// J, with ones above the diagonal.
  public var matrix: Matrix<A> {
    Matrix(order, order, in: eigenvalue.context) { i, j in
      i == j ? eigenvalue : A(j == i + 1 ? 1 : 0, in: eigenvalue.context)
    }
  }

  /// The largest memory of the block at time n, the corner C(n, p-1) lambda^(n-p+1) of J^n; 0 for n < p - 1.
  public func memory(at n: Int) -> A {
    guard n >= order - 1 else { return A(0, in: eigenvalue.context) }
    return A(Rational.binomial(n, order - 1), in: eigenvalue.context) * A.pow(eigenvalue, n - order + 1)
  }

  /// J^n in closed form: C(n, j - i) lambda^(n-j+i).
  public func power(_ n: Int) -> Matrix<A> {
    Matrix(order, order, in: eigenvalue.context) { i, j in
      j < i ? A(0, in: eigenvalue.context) : JordanBlock(eigenvalue: eigenvalue, order: j - i + 1).memory(at: n)
    }
  }

  /// The memory of p different eigenvalues near each other, the divided difference of x^n at them:
  ///
  ///     sum_i lambda_i^n/prod_(j != i) (lambda_i - lambda_j),
  ///
  /// which is the mean C(n, p-1) xi^(n-p+1) at some xi between them, from coefficients of the size 1/distance^(p-1).
  ///
  /// - Returns: the value, and the coefficients 1/prod_(j != i) (lambda_i - lambda_j).
  public static func dividedDifference(of eigenvalues: [A], power n: Int) -> (value: A, coefficients: [A]) {
    precondition(!eigenvalues.isEmpty, "there is an eigenvalue")
    let one = A(1, in: eigenvalues[0].context)
    let coefficients = eigenvalues.indices.map { i in
      one / eigenvalues.indices.reduce(one) { $1 == i ? $0 : $0 * (eigenvalues[i] - eigenvalues[$1]) }
    }
    let zero = A(0, in: one.context)
    return (
      zip(eigenvalues, coefficients).reduce(zero) { $0.addingProduct($1.1, A.pow($1.0, n)) }, coefficients
    )
  }
}

extension JordanBlock where A == Rational {
  /// The last time at which the memory is largest, floor((p - 1)/(1 - lambda)) for 0 < lambda < 1: the memory grows
  /// from n - 1 to n while n lambda > n - p + 1. Where (p - 1)/(1 - lambda) is an integer the time before it is as
  /// large.
  public var peakTime: Int? { (Rational(order - 1) / (1 - eigenvalue)).floor.int }
}

extension JordanBlock where A: RealElementaryArithmetic {
  /// A bound of the memory at all times, for 0 < lambda < 1 and p > 1, which it approaches as lambda -> 1:
  ///
  ///     sup_n C(n, p-1) lambda^(n-p+1) <= ((p - 1)/(e |ln lambda|))^(p-1)/(p - 1)! lambda^(1-p),
  ///
  /// since C(n, k) <= n^k/k! and x^k e^(-x |ln lambda|) is largest at x = k/|ln lambda|.
  public var peakBound: A {
    let (k, context) = (order - 1, eigenvalue.context)
    let ratio = A(k, in: context) / (A.exp(A(1, in: context)) * -A.log(eigenvalue))
    return A.pow(ratio, k) / (A(Rational.factorial(k), in: context) * A.pow(eigenvalue, k))
  }
}
