import Arithmetic

/// A matrix over any arithmetic, stored row by row in the arithmetic's own vector.
///
/// Everything in this library is generic over the arithmetic: over `Rational` an elimination is exact, over `BigFloat`
/// it rounds to the precision that the elements carry, over `Ball` and `Disc` it encloses, over `Float` and `Double` it
/// is the plain algorithm.
public struct Matrix<Scalar: Arithmetic>: Sendable {
  public let rows: Int
  public let columns: Int
  /// The element of row i and column j at i * columns + j.
  public var elements: Scalar.Vector

  /// The matrix with the elements given, row by row: rows * columns of them.
  public init(rows: Int, columns: Int, elements: Scalar.Vector) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns, "a matrix has rows * columns elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix of zeros.
  public init(zeros rows: Int, _ columns: Int, in context: Scalar.Context) {
    self.init(rows: rows, columns: columns, elements: Scalar.Vector(zeros: rows * columns, in: context))
  }

  /// The matrix whose element of row i and column j is `element(i, j)`.
  public init(
    _ rows: Int, _ columns: Int, in context: Scalar.Context, _ element: (Int, Int) throws -> Scalar
  ) rethrows {
    self.init(zeros: rows, columns, in: context)
    for i in 0..<rows { for j in 0..<columns { elements[i * columns + j] = try element(i, j) } }
  }

  /// The matrix with the rows given, all of one length; `context` is that of the elements.
  public init(_ rows: [[Scalar]], in context: Scalar.Context) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "the rows of a matrix have one length")
    self.init(rows.count, columns, in: context) { rows[$0][$1] }
  }

  /// The identity of an order.
  public init(identity order: Int, in context: Scalar.Context) {
    self.init(diagonal: Array(repeating: Scalar(1, in: context), count: order), in: context)
  }

  /// The diagonal matrix.
  public init(diagonal: [Scalar], in context: Scalar.Context) {
    self.init(zeros: diagonal.count, diagonal.count, in: context)
    for (i, value) in diagonal.enumerated() { elements[i * columns + i] = value }
  }

  /// The column vector, as a matrix of one column.
  public init(column: [Scalar], in context: Scalar.Context) {
    self.init(rows: column.count, columns: 1, elements: Scalar.Vector(column, in: context))
  }

  /// The context that the elements share.
  public var context: Scalar.Context { elements.context }
  public var isSquare: Bool { rows == columns }

  public subscript(row: Int, column: Int) -> Scalar {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "Index out of range")
      return elements[row * columns + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "Index out of range")
      elements[row * columns + column] = newValue
    }
  }

  /// The place of row i from column `from` on, up to but not including `to`.
  public func rowStrip(_ row: Int, from: Int = 0, to: Int? = nil) -> Strip {
    Strip(start: row * columns + from, count: (to ?? columns) - from)
  }

  /// The place of column j from row `from` on, up to but not including `to`.
  public func columnStrip(_ column: Int, from: Int = 0, to: Int? = nil) -> Strip {
    Strip(start: from * columns + column, stride: columns, count: (to ?? rows) - from)
  }

  public func row(_ i: Int) -> [Scalar] { elements.elements(rowStrip(i)) }
  public func column(_ j: Int) -> [Scalar] { elements.elements(columnStrip(j)) }
  public var rowArrays: [[Scalar]] { (0..<rows).map(row) }
  public var diagonal: [Scalar] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// The block of some rows and some columns.
  public subscript(rows: Range<Int>, columns: Range<Int>) -> Matrix {
    precondition(rows.upperBound <= self.rows && columns.upperBound <= self.columns, "Index out of range")
    return Matrix(rows.count, columns.count, in: context) { self[rows.lowerBound + $0, columns.lowerBound + $1] }
  }

  public var transposed: Matrix { Matrix(columns, rows, in: context) { self[$1, $0] } }

  /// The matrix with every element converted: to another arithmetic, or another precision.
  public func map<Other: Arithmetic>(
    in context: Other.Context, _ transform: (Scalar) throws -> Other
  ) rethrows -> Matrix<Other> {
    try Matrix<Other>(rows, columns, in: context) { try transform(self[$0, $1]) }
  }
}

extension Matrix where Scalar: ComplexArithmetic {
  /// A real matrix as a complex one.
  public init(_ real: Matrix<Scalar.Real>) {
    self = real.map(in: real.context) { Scalar($0) }
  }
}

extension Matrix: CustomStringConvertible {
  public var description: String { rowArrays.description }
}
