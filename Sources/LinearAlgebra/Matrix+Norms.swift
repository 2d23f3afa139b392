import Arithmetic

/// Norms to 53 bits, rounded up: for an enclosure they hold for every matrix that it encloses; infinite where an
/// element is undefined.
extension Matrix where Scalar: SizedArithmetic {
  /// An upper bound of the largest sum of the moduli of a column: ||A||_1.
  public var oneNormBound: Magnitude {
    (0..<columns).map { j in (0..<rows).reduce(Magnitude.zero) { $0 + self[$1, j].upperMagnitude } }.max() ?? .zero
  }

  /// An upper bound of the largest sum of the moduli of a row: ||A||_infinity.
  public var infinityNormBound: Magnitude {
    (0..<rows).map { i in (0..<columns).reduce(Magnitude.zero) { $0 + self[i, $1].upperMagnitude } }.max() ?? .zero
  }

  /// An upper bound of the Frobenius norm.
  public var frobeniusNormBound: Magnitude {
    .sqrt(
      (0..<elements.count).reduce(Magnitude.zero) { sum, index in
        let size = elements[index].upperMagnitude
        return sum + size * size
      })
  }

  /// An upper bound of ||A||_2 at the cost of reading the matrix: the lesser of the Frobenius norm and
  /// sqrt(||A||_1 ||A||_infinity), within a factor sqrt(n) of the norm.
  public var spectralNormBound: Magnitude {
    min(frobeniusNormBound, .sqrt(oneNormBound * infinityNormBound))
  }

  /// An upper bound of the largest modulus of an element.
  public var largestElementBound: Magnitude {
    (0..<elements.count).map { elements[$0].upperMagnitude }.max() ?? .zero
  }
}
