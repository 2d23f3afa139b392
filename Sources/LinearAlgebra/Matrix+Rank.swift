import Arithmetic

extension Matrix where Scalar: ConjugateArithmetic {
  /// The dimension of the range, by exact elimination: over `Rational` and its complex numbers.
  public var rank: Int {
    precondition(Scalar.resultKind == .exact, "a rank is decided by exact arithmetic alone")
    var a = self
    var rank = 0
    for j in 0..<columns where rank < rows {
      guard let pivot = (rank..<rows).first(where: { !a[$0, j].lowerMagnitude.isZero }) else { continue }
      if pivot != rank { a.elements.exchange(a.rowStrip(rank), a.rowStrip(pivot)) }
      let divisor = a[rank, j]
      for i in rank + 1..<Swift.max(rows, rank + 1) where !a[i, j].lowerMagnitude.isZero {
        a.elements.addProduct(-(a[i, j] / divisor), a.rowStrip(rank, from: j), to: a.rowStrip(i, from: j))
      }
      rank += 1
    }
    return rank
  }
}
