import Arithmetic

extension Matrix where Scalar: RoundingArithmetic {
  /// det(x I - A), monic, from the Hessenberg form H = Q* A Q: with p_0 = 1,
  ///
  ///     p_k = (x - h_kk) p_(k-1) - sum_(i < k) h_ik (h_(i+1,i) ... h_(k,k-1)) p_(i-1),   k = 1 ... n,
  ///
  /// the characteristic polynomials of the leading blocks of H. Some n^3/6 products after the reduction.
  ///
  /// - Accuracy: that of a matrix within c n^2 u |A| of A, but for the rounding errors of the recurrence, which the
  ///   bound
  ///   sum_k |c_k| x^k <= (x + |A|)^n measures. Much better than ``characteristicPolynomial()``, which divides small
  ///   differences of large numbers, but not better than the polynomial's own condition.
  /// - Throws: `notSquare`; `undefinedElement`.
  /// - Source: Wilkinson, The Algebraic Eigenvalue Problem, section 7.12 (Hyman's recurrence by rows).
  public func characteristicPolynomialByHessenbergForm() throws(LinearAlgebraError) -> Polynomial<Scalar> {
    let h = try HessenbergDecomposition(self, vectors: false).hessenberg
    let n = rows
    var leading = [Scalar.Vector([Scalar(1, in: context)], in: context)]
    for k in 0..<n {
      let previous = Strip(start: 0, count: k + 1)
      var next = Scalar.Vector(zeros: k + 2, in: context)
      next.addProduct(Scalar(1, in: context), previous, of: leading[k], to: Strip(start: 1, count: k + 1))
      var product = Scalar(1, in: context)
      for i in (0...k).reversed() {
        // h_ik times the subdiagonal elements between row i and row k.
        let part = Strip(start: 0, count: i + 1)
        next.addProduct(-(h[i, k] * product), part, of: leading[i], to: part)
        if i > 0 { product = product * h[i, i - 1] }
      }
      leading.append(next)
    }
    return Polynomial(leading[n].elements, in: context)
  }
}
