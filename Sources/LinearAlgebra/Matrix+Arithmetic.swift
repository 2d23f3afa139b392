import Arithmetic

extension Matrix {
  public static func + (x: Matrix, y: Matrix) -> Matrix {
    x.checkShape(y)
    var sum = x
    sum.elements.add(y.elements)
    return sum
  }

  public static func - (x: Matrix, y: Matrix) -> Matrix {
    x.checkShape(y)
    var difference = x
    difference.elements.subtract(y.elements)
    return difference
  }

  public static prefix func - (x: Matrix) -> Matrix { x.scaled(by: Scalar(-1, in: x.context)) }

  /// The matrix product.
  public static func * (x: Matrix, y: Matrix) -> Matrix {
    precondition(x.columns == y.rows, "the columns of the left factor are as many as the rows of the right one")
    var product = Matrix(zeros: x.rows, y.columns, in: x.context)
    product.elements.formProduct(x.elements, y.elements, inner: x.columns)
    return product
  }

  /// A x.
  public static func * (a: Matrix, x: [Scalar]) -> [Scalar] {
    (a * Matrix(column: x, in: a.context)).elements.elements
  }

  /// s A.
  public func scaled(by s: Scalar) -> Matrix {
    var scaled = self
    scaled.elements.multiply(by: s)
    return scaled
  }

  /// A + s I.
  public func addingToDiagonal(_ s: Scalar) -> Matrix {
    var sum = self
    for i in 0..<min(rows, columns) { sum[i, i] = sum[i, i] + s }
    return sum
  }

  /// diag(d) A.
  public func multipliedFromLeft(byDiagonal d: [Scalar]) -> Matrix {
    precondition(d.count == rows, "one factor a row")
    return Matrix(rows, columns, in: context) { d[$0] * self[$0, $1] }
  }

  /// A diag(d).
  public func multipliedFromRight(byDiagonal d: [Scalar]) -> Matrix {
    precondition(d.count == columns, "one factor a column")
    return Matrix(rows, columns, in: context) { self[$0, $1] * d[$1] }
  }

  /// Whether all elements are equal, as far as the arithmetic can tell.
  public func isEqual(to other: Matrix) -> Truth {
    guard rows == other.rows, columns == other.columns else { return .false }
    return (0..<elements.count).reduce(Truth.true) { $0 && elements[$1].isEqual(to: other.elements[$1]) }
  }

  func checkShape(_ other: Matrix) {
    precondition(rows == other.rows && columns == other.columns, "matrices of one shape")
  }
}
