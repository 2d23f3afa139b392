import Arithmetic
import LinearAlgebra

/// Closed forms of HiPPO-LegS of an order n: its transfer functions without a matrix.
///
/// With (A, B) of LegS, N = A + B B^T/2 its normal part and x(s) = (s I - A)^-1 B,
///
///     phi(s) = product_(k<n) (s - k)/(s + k + 1),      x_j(s) = sqrt(2j+1) s (s-1) ... (s-j+1)/((s+1) ... (s+j+1)),
///     B^T x(s) = 1 - phi(s),                           C (s I - N)^-1 B/2 = C (s I - A)^-1 B/(1 + phi(s)) for every C.
///
/// phi is the Blaschke product of the half-plane Re s > -1/2 with zeros 0 ..< n: |phi| = 1 on the line Re s = -1/2, and
/// on the imaginary axis |phi(i w)|^2 = w^2/(w^2 + n^2).
///
/// A vector "in twin coordinates" is T^-1 times the one of the system, T = diag(sqrt(2j+1)), and a row C is C T: these
/// are rational where s is (``RationalTwin``).
///
/// - Source: derived; the first line by induction on n. The systems: Gu, Goel, Re, arXiv 2111.00396 (A, B) and Gu,
///   Gupta,
///   Goel, Re, arXiv 2206.11893 (N, B/2).
public struct LegS: Hashable, Sendable {
  /// n, the number of states.
  public let order: Int

  public init(order: Int) {
    precondition(order >= 1, "a LegS system has at least one state")
    self.order = order
  }

  /// phi(s); undefined at its poles -1, ..., -n.
  public func blaschkeProduct<S: Arithmetic>(at s: S) -> S {
    (0..<order).reduce(S(1, in: s.context)) { product, k in
      product * ((s - IntegerConstant(k)) / (s + IntegerConstant(k + 1)))
    }
  }

  /// phi'(s)/phi(s) = sum_k (1/(s - k) - 1/(s + k + 1)); undefined at the zeros and the poles of phi.
  public func logarithmicDerivative<S: Arithmetic>(at s: S) -> S {
    (0..<order).reduce(S(0, in: s.context)) { sum, k in
      sum + S(2 * k + 1, in: s.context) / ((s - IntegerConstant(k)) * (s + IntegerConstant(k + 1)))
    }
  }

  /// x(s) in twin coordinates: x_j(s)/sqrt(2j+1), shape (order).
  public func twinState<S: Arithmetic>(at s: S) -> [S] {
    var states: [S] = []
    var value = 1 / (s + 1)
    for j in 0..<order {
      states.append(value)
      value = value * (s - IntegerConstant(j)) / (s + IntegerConstant(j + 2))
    }
    return states
  }

  /// G(s) = C (s I - A)^-1 B.
  ///
  /// - Parameter output: C in twin coordinates, C_j sqrt(2j+1), shape (at most order); the others are 0.
  public func transferFunction<S: Arithmetic>(output: [S], at s: S) -> S {
    precondition(output.count <= order, "an output has at most as many elements as there are states")
    return zip(output, LegS(order: max(output.count, 1)).twinState(at: s)).reduce(S(0, in: s.context)) {
      $0.addingProduct($1.0, $1.1)
    }
  }

  /// G_D(s) = C (s I - N)^-1 B/2, the system that S4D-LegS and S5 start from, as G(s)/(1 + phi(s)); undefined at the
  /// eigenvalues of N, and at the integers -1, ..., -n, where G and phi have poles that cancel.
  ///
  /// - Parameter output: C in twin coordinates, shape (at most order).
  public func diagonalTransferFunction<S: Arithmetic>(output: [S], at s: S) -> S {
    transferFunction(output: output, at: s) / (1 + blaschkeProduct(at: s))
  }

  /// T^-1 (s I - A)^-1 T f in O(n) operations, by forward substitution in twin coordinates, where row i of s I - A
  /// reads (s + i + 1) g_i + S_(i-1) = f_i with S_i = sum_(j<=i) (2j+1) g_j. The sums come from their own recurrence,
  /// S_i = (S_(i-1) (s - i) + (2i+1) f_i)/(s + i + 1), whose factors are at most 1 in modulus for Re s >= -1/2, so that
  /// enclosures stay narrow.
  ///
  /// - Parameter right: f, shape (order).
  public func twinResolvent<S: Arithmetic>(at s: S, times right: [S]) -> [S] {
    precondition(right.count == order, "one element a state")
    var sum = S(0, in: s.context)
    return right.enumerated().map { i, f in
      let divisor = s + IntegerConstant(i + 1)
      let g = (f - sum) / divisor
      sum = (sum * (s - IntegerConstant(i)) + f * IntegerConstant(2 * i + 1)) / divisor
      return g
    }
  }

  /// The row c T^-1 (s I - A)^-1 T in O(n) operations, by back substitution with U_j = (U_(j+1) (s - j) + c_j)/(s + j +
  /// 1) for the sums of its elements from j on.
  ///
  /// - Parameter left: c, a row in twin coordinates, shape (order).
  public func twinResolvent<S: Arithmetic>(at s: S, rightOf left: [S]) -> [S] {
    precondition(left.count == order, "one element a state")
    var sum = S(0, in: s.context)
    var row: [S] = []
    for (j, c) in left.enumerated().reversed() {
      let divisor = s + IntegerConstant(j + 1)
      row.append((c - sum * IntegerConstant(2 * j + 1)) / divisor)
      sum = (sum * (s - IntegerConstant(j)) + c) / divisor
    }
    return row.reversed()
  }

  /// The characteristic polynomials of A, (s+1) ... (s+n), and of N, ((s+1) ... (s+n) + s (s-1) ... (s-n+1))/2.
  public var characteristicPolynomials: (ofMatrix: Polynomial<Rational>, ofNormalPart: Polynomial<Rational>) {
    let poles = Polynomial(roots: (1...order).map { Rational(-$0) }, in: Intrinsic())
    return (poles, (poles + blaschkeNumerator).scaled(by: Rational(1, 2)))
  }

  /// s (s-1) ... (s-n+1), the numerator of phi over that of A's characteristic polynomial.
  public var blaschkeNumerator: Polynomial<Rational> {
    Polynomial(roots: (0..<order).map { Rational($0) }, in: Intrinsic())
  }
}
