import Arithmetic

/// Matrices that a few numbers give. Each is a `Matrix` like any other.
extension Matrix {
  /// V_ij = x_i^j, j = 0 ..< columns: V c holds the values of the polynomial with coefficients c at the nodes x.
  public init(vandermonde nodes: [Scalar], columns: Int? = nil, in context: Scalar.Context) {
    self.init(zeros: nodes.count, columns ?? nodes.count, in: context)
    for (i, node) in nodes.enumerated() {
      var power = Scalar(1, in: context)
      for j in 0..<self.columns {
        self[i, j] = power
        power = power * node
      }
    }
  }

  /// C_ij = 1/(x_i - y_j); undefined where x_i = y_j.
  public init(cauchy x: [Scalar], _ y: [Scalar], in context: Scalar.Context) {
    let one = Scalar(1, in: context)
    self.init(x.count, y.count, in: context) { one / (x[$0] - y[$1]) }
  }

  /// H_ij = h_(i+j), from rows + columns - 1 numbers.
  public init(hankel entries: [Scalar], rows: Int, in context: Scalar.Context) {
    precondition(rows >= 1 && entries.count >= rows, "a Hankel matrix has rows + columns - 1 numbers")
    self.init(rows, entries.count - rows + 1, in: context) { entries[$0 + $1] }
  }

  /// T_ij = t_(i-j): the first column, and the first row, whose first number is not read.
  public init(toeplitz column: [Scalar], row: [Scalar], in context: Scalar.Context) {
    self.init(column.count, row.count, in: context) { i, j in i >= j ? column[i - j] : row[j - i] }
  }

  /// The lower triangular Toeplitz matrix with a first column: causal convolution with it.
  public init(lowerToeplitz column: [Scalar], in context: Scalar.Context) {
    let zeros = Array(repeating: Scalar(0, in: context), count: column.count)
    self.init(toeplitz: column, row: zeros, in: context)
  }

  /// K_ij = c_((i-j) mod n): circular convolution with c.
  public init(circulant column: [Scalar], in context: Scalar.Context) {
    let n = column.count
    self.init(n, n, in: context) { i, j in column[(i - j + n) % n] }
  }
}

/// prod_(j < i) (x_i - x_j), the determinant of the Vandermonde matrix of the nodes x.
public func vandermondeDeterminant<Scalar: Arithmetic>(_ nodes: [Scalar], in context: Scalar.Context) -> Scalar {
  var product = Scalar(1, in: context)
  for i in nodes.indices { for j in 0..<i { product = product * (nodes[i] - nodes[j]) } }
  return product
}

/// The determinant of the Cauchy matrix 1/(x_i - y_j),
///
///     prod_(j < i) (x_i - x_j)(y_j - y_i) / prod_(i, j) (x_i - y_j),
///
/// to a small multiple of n^2 unit roundoffs, relatively.
///
/// - Source: Cauchy (1841); Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 28.1.
public func cauchyDeterminant<Scalar: Arithmetic>(_ x: [Scalar], _ y: [Scalar], in context: Scalar.Context) -> Scalar {
  precondition(x.count == y.count, "the determinant is that of a square matrix")
  var (numerator, denominator) = (Scalar(1, in: context), Scalar(1, in: context))
  for i in x.indices {
    for j in 0..<i { numerator = numerator * ((x[i] - x[j]) * (y[j] - y[i])) }
    for j in y.indices { denominator = denominator * (x[i] - y[j]) }
  }
  return numerator / denominator
}

/// The inverse of the Cauchy matrix C_ij = 1/(x_i - y_j), in closed form and O(n^2) operations, each element to O(n)
/// unit roundoffs, relatively: with a(z) = prod_k (z - x_k) and b(z) = prod_k (z - y_k),
///
///     (C^-1)_ij = a(y_i) b(x_j) / (a'(x_j) b'(y_i) (y_i - x_j)).
///
/// - Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 28.1.
public func cauchyInverse<Scalar: Arithmetic>(
  _ x: [Scalar], _ y: [Scalar], in context: Scalar.Context
) -> Matrix<Scalar> {
  precondition(x.count == y.count, "the inverse is that of a square matrix")
  func product(_ z: Scalar, _ nodes: [Scalar], except index: Int? = nil) -> Scalar {
    nodes.indices.reduce(Scalar(1, in: context)) { $1 == index ? $0 : $0 * (z - nodes[$1]) }
  }
  // Column j holds the residues at the y_i of the fraction that is 1 at x_j and 0 at the other x.
  let atX = x.indices.map { product(x[$0], y) / product(x[$0], x, except: $0) }
  let atY = y.indices.map { product(y[$0], x) / product(y[$0], y, except: $0) }
  return Matrix(y.count, x.count, in: context) { i, j in atX[j] * atY[i] / (y[i] - x[j]) }
}

/// c with V c = f for the Vandermonde matrix V of distinct nodes: the coefficients of the polynomial of least degree
/// with the values f at the nodes, by divided differences. O(n^2) operations, exact over `Rational`.
///
/// - Throws: `singularEquation` where two nodes are, or may be, equal.
/// - Source: Bjorck and Pereyra, Math. Comp. 24 (1970).
public func vandermondeSolution<Scalar: SizedArithmetic>(
  nodes: [Scalar], values: [Scalar], in context: Scalar.Context
) throws(LinearAlgebraError) -> [Scalar] {
  precondition(nodes.count == values.count, "one value a node")
  let n = nodes.count
  var c = values
  for k in 0..<max(n - 1, 0) {
    for i in (k + 1..<n).reversed() {
      let gap = nodes[i] - nodes[i - k - 1]
      guard !gap.lowerMagnitude.isZero else { throw .singularEquation }
      c[i] = (c[i] - c[i - 1]) / gap
    }
  }
  for k in (0..<max(n - 1, 0)).reversed() {
    for i in k..<n - 1 { c[i] = c[i] - c[i + 1] * nodes[k] }
  }
  return c
}
