import Arithmetic

extension Polynomial {
  /// The product by Karatsuba's method: n^1.585 products of coefficients for two polynomials of degree n, where the
  /// product by its definition, `*`, takes n^2. The same over exact arithmetics; over others it rounds, or widens,
  /// somewhat more.
  ///
  /// - Source: Karatsuba and Ofman, Soviet Physics Doklady 7 (1963).
  public static func karatsubaProduct(_ p: Polynomial, _ q: Polynomial) -> Polynomial {
    guard min(p.degree, q.degree) >= 16 else { return p * q }
    let half = (max(p.degree, q.degree) + 1) / 2
    func split(_ p: Polynomial) -> (low: Polynomial, high: Polynomial) {
      (
        Polynomial(Array(p.coefficients.prefix(half)), in: p.context),
        Polynomial(Array(p.coefficients.dropFirst(half)), in: p.context)
      )
    }
    let ((a, b), (c, d)) = (split(p), split(q))
    let (low, high) = (karatsubaProduct(a, c), karatsubaProduct(b, d))
    let middle = karatsubaProduct(a + b, c + d) - low - high
    var product = Array(repeating: Scalar(0, in: p.context), count: p.degree + q.degree + 1)
    for (offset, part) in [(0, low), (half, middle), (2 * half, high)] {
      for (k, value) in part.coefficients.enumerated() where offset + k < product.count { product[offset + k] += value }
    }
    return Polynomial(product, in: p.context)
  }
}

/// T x for the Toeplitz matrix T_ij = t_(i-j), shape (rows, x.count), as a part of the product of two polynomials.
///
/// - Parameter entries: t_k from k = 1 - x.count up to k = rows - 1.
/// - Source: Golub and Van Loan, Matrix Computations, 4th ed., section 4.8.
public func toeplitzProduct<Scalar: Arithmetic>(
  _ entries: [Scalar], _ x: [Scalar], in context: Scalar.Context
) -> [Scalar] {
  precondition(entries.count >= x.count && !x.isEmpty, "a Toeplitz matrix has rows + columns - 1 numbers")
  let product = Polynomial.karatsubaProduct(Polynomial(entries, in: context), Polynomial(x, in: context))
  return Array(product.coefficients[x.count - 1..<entries.count])
}
