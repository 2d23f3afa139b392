import Arithmetic

extension Matrix where Scalar: RealElementaryArithmetic & RoundingArithmetic {
  /// The eigenvalues, each as often as its multiplicity, by increasing real part, equal real parts by increasing
  /// imaginary part; those that are not real come in pairs of exact conjugates. By the QR algorithm, as
  /// ``SchurDecomposition``, on the active window only.
  ///
  /// - Accuracy: within c n u |A| times the condition number of a simple eigenvalue; the k-th root of such an error for
  ///   one in a Jordan block of order k.
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public func eigenvalues() throws(LinearAlgebraError) -> [Complex<Scalar>] {
    var iteration = ShiftedQR(try HessenbergDecomposition(self, vectors: false), wantsTriangular: false)
    try iteration.runReal()
    return iteration.h.quasiTriangularEigenvalues.sortedEigenvalues()
  }

  /// The eigenvalues of a quasi-triangular matrix, in the order of its diagonal.
  var quasiTriangularEigenvalues: [Complex<Scalar>] {
    var values: [Complex<Scalar>] = []
    var k = 0
    while k < rows {
      if k + 1 < rows, !self[k + 1, k].upperMagnitude.isZero {
        let (x, y) = eigenvalues(ofBlockAt: k)
        values += [x, y]
        k += 2
      } else {
        values.append(Complex(self[k, k]))
        k += 1
      }
    }
    return values
  }
}

extension Matrix {
  /// The eigenvalues, each as often as its multiplicity, by increasing real part, equal real parts by increasing
  /// imaginary part. By the QR algorithm, as ``SchurDecomposition``, on the active window only.
  ///
  /// - Accuracy: as for a real matrix.
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public func eigenvalues<R>() throws(LinearAlgebraError) -> [Complex<R>]
  where Scalar == Complex<R>, R: RoundingArithmetic & RealElementaryArithmetic, R.RealPart == R {
    var iteration = ShiftedQR(try HessenbergDecomposition(self, vectors: false), wantsTriangular: false)
    try iteration.runComplex()
    return iteration.h.diagonal.sortedEigenvalues()
  }
}

extension Array {
  /// By increasing real part, equal real parts by increasing imaginary part.
  func sortedEigenvalues<R>() -> [Complex<R>] where Element == Complex<R> { eigenvalueOrder().map { self[$0] } }

  /// The indices in that order; equal values in the order in which they are.
  func eigenvalueOrder<R>() -> [Int] where Element == Complex<R> {
    indices.sorted { i, j in
      if self[i].real.isLess(than: self[j].real).isTrue { return true }
      if self[j].real.isLess(than: self[i].real).isTrue { return false }
      if self[i].imaginary.isLess(than: self[j].imaginary).isTrue { return true }
      if self[j].imaginary.isLess(than: self[i].imaginary).isTrue { return false }
      return i < j
    }
  }
}
