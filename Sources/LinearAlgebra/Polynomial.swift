import Arithmetic

/// A polynomial over any arithmetic: sum_k coefficients[k] x^k, the constant first.
///
/// Leading coefficients that are 0 stay: over a rounding arithmetic or an enclosure nobody knows.
public struct Polynomial<Scalar: Arithmetic>: Sendable {
  /// From the constant on; the empty polynomial is 0.
  public var coefficients: [Scalar]
  public let context: Scalar.Context

  public init(_ coefficients: [Scalar], in context: Scalar.Context) {
    self.coefficients = coefficients
    self.context = context
  }

  /// The monic polynomial product_k (x - roots[k]).
  public init(roots: [Scalar], in context: Scalar.Context) {
    let one = Polynomial([Scalar(1, in: context)], in: context)
    self = roots.reduce(one) { $0 * Polynomial([-$1, Scalar(1, in: context)], in: context) }
  }

  /// The number of coefficients less one; -1 for the empty polynomial.
  public var degree: Int { coefficients.count - 1 }

  /// The value at x, by Horner's rule.
  public func callAsFunction(_ x: Scalar) -> Scalar {
    coefficients.reversed().reduce(Scalar(0, in: context)) { $1.addingProduct($0, x) }
  }

  public var derivative: Polynomial {
    Polynomial(coefficients.enumerated().dropFirst().map { Scalar($0, in: context) * $1 }, in: context)
  }

  public static func + (p: Polynomial, q: Polynomial) -> Polynomial {
    let (long, short) = p.degree < q.degree ? (q, p) : (p, q)
    var sum = long
    for k in short.coefficients.indices { sum.coefficients[k] += short.coefficients[k] }
    return sum
  }

  public static prefix func - (p: Polynomial) -> Polynomial {
    Polynomial(p.coefficients.map { -$0 }, in: p.context)
  }

  public static func - (p: Polynomial, q: Polynomial) -> Polynomial { p + -q }

  public static func * (p: Polynomial, q: Polynomial) -> Polynomial {
    guard p.degree >= 0, q.degree >= 0 else { return Polynomial([], in: p.context) }
    var product = Array(repeating: Scalar(0, in: p.context), count: p.degree + q.degree + 1)
    for (i, a) in p.coefficients.enumerated() {
      for (j, b) in q.coefficients.enumerated() { product[i + j] = product[i + j].addingProduct(a, b) }
    }
    return Polynomial(product, in: p.context)
  }

  public func scaled(by s: Scalar) -> Polynomial { Polynomial(coefficients.map { s * $0 }, in: context) }

  /// The companion matrix of the monic polynomial of this degree that has these coefficients divided by the leading
  /// one: ones below the diagonal, minus the coefficients in the last column. Its characteristic polynomial is that
  /// polynomial.
  public var companionMatrix: Matrix<Scalar> {
    precondition(degree >= 1, "a companion matrix needs a polynomial of degree 1 or more")
    let leading = coefficients[degree]
    return Matrix(degree, degree, in: context) { i, j in
      j == degree - 1 ? -(coefficients[i] / leading) : Scalar(i == j + 1 ? 1 : 0, in: context)
    }
  }
}

extension Matrix {
  /// det(x I - A), monic, by the Faddeev-LeVerrier recurrence, and the coefficients N_k of the adjugate
  /// adj(x I - A) = sum_k N_k x^k: with M_0 = I and c_n = 1,
  ///
  ///     c_(n-k) = -tr(A M_(k-1))/k,   M_k = A M_(k-1) + c_(n-k) I.
  ///
  /// Exact over `Rational`: n products of matrices. It loses many digits over rounding arithmetics.
  public func characteristicPolynomial() -> (polynomial: Polynomial<Scalar>, adjugate: [Matrix]) {
    precondition(isSquare, "a characteristic polynomial is that of a square matrix")
    let n = rows
    var coefficients = Array(repeating: Scalar(1, in: context), count: n + 1)
    var current = Matrix(identity: n, in: context)
    var adjugate: [Matrix] = []
    for k in 0..<n {
      adjugate.append(current)
      let product = self * current
      let trace = product.diagonal.reduce(Scalar(0, in: context)) { $0 + $1 }
      let c = -(trace / Scalar(k + 1, in: context))
      coefficients[n - 1 - k] = c
      current = product.addingToDiagonal(c)
    }
    return (Polynomial(coefficients, in: context), adjugate.reversed())
  }
}
