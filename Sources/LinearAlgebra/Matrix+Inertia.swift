import Arithmetic

extension Matrix where Scalar: ConjugateArithmetic {
  /// The number of eigenvalues of a Hermitian matrix that are larger than `threshold`, by Sylvester's law of inertia:
  /// as many as A - threshold I = L D L* has positive pivots. Exact over `Rational` and its complex numbers; over
  /// `Ball` and `Disc` an answer that is given is proved; over rounding arithmetics it is that of a matrix nearby.
  ///
  /// Only the upper triangle is read. n^3/6 products.
  ///
  /// - Returns: nil where a pivot is 0, or where its sign is not decided.
  public func eigenvalueCount(above threshold: Scalar.RealPart) -> Int? {
    precondition(isSquare, "eigenvalues are those of a square matrix")
    var a = addingToDiagonal(-Scalar(realPart: threshold))
    var count = 0
    for k in 0..<rows {
      let pivot = a[k, k].realPart
      switch pivot.isPositive {
      case .true: count += 1
      case .undecided: return nil
      case .false: if !pivot.isNegative.isTrue { return nil }
      }
      let divisor = Scalar(realPart: pivot)
      for i in k + 1..<max(rows, k + 1) {
        let factor = a[k, i].conjugate / divisor
        a.elements.addProduct(-factor, a.rowStrip(k, from: i), to: a.rowStrip(i, from: i))
      }
    }
    return count
  }

  /// Whether exactly the eigenvalue of index j, counted from 0 in descending order, lies in (lower, upper): proved over
  /// exact and enclosing arithmetics where the answer is true.
  public func isolates(eigenvalue j: Int, between lower: Scalar.RealPart, and upper: Scalar.RealPart) -> Bool {
    eigenvalueCount(above: lower) == j + 1 && eigenvalueCount(above: upper) == j
  }
}
