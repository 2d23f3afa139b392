import Arithmetic

extension Matrix where Scalar: ConjugateArithmetic {
  /// Whether a Hermitian matrix is positive definite, by A = L D L* without exchanges: it is exactly if every pivot is
  /// positive. Exact over `Rational` and its complex numbers; over `Ball` and `Disc` an answer that is given is proved.
  ///
  /// Only the upper triangle is read. n^3/6 products.
  public var isPositiveDefinite: Truth {
    precondition(isSquare, "a definite matrix is square")
    var a = self
    for k in 0..<rows {
      let pivot = a[k, k].realPart
      guard pivot.isPositive.isTrue else { return pivot.isPositive }
      let divisor = Scalar(realPart: pivot)
      for i in k + 1..<max(rows, k + 1) {
        let factor = a[k, i].conjugate / divisor
        a.elements.addProduct(-factor, a.rowStrip(k, from: i), to: a.rowStrip(i, from: i))
      }
    }
    return .true
  }
}
