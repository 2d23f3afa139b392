import Arithmetic

extension Matrix {
  /// A^n, n >= 0, by repeated squaring: at most 2 log2 n products, exact over `Rational`.
  public func power(_ n: Int) -> Matrix {
    precondition(isSquare && n >= 0, "a power is that of a square matrix, and not negative")
    var result = Matrix(identity: rows, in: context)
    var (square, remaining) = (self, n)
    while remaining > 0 {
      if remaining & 1 == 1 { result = result * square }
      remaining >>= 1
      if remaining > 0 { square = square * square }
    }
    return result
  }
}
