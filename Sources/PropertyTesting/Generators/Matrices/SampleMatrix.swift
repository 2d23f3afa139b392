/// A matrix as the generators draw it: the elements in row-major order, and no more arithmetic than they need.
///
/// It is meant to be copied into the matrix type of whatever is tested.
public struct SampleMatrix<Element> {
  public let rows: Int
  public let columns: Int
  /// Element (i, j) is at i columns + j.
  public var elements: [Element]

  /// A matrix of rows times columns elements.
  public init(rows: Int, columns: Int, elements: [Element]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns, "the number of elements is wrong")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The matrix with these elements, `element` being asked row after row.
  public init(rows: Int, columns: Int, _ element: (_ row: Int, _ column: Int) throws -> Element) rethrows {
    self.rows = rows
    self.columns = columns
    elements = []
    elements.reserveCapacity(rows * columns)
    for row in 0..<rows {
      for column in 0..<columns { elements.append(try element(row, column)) }
    }
  }

  /// Element (row, column), both counted from 0.
  public subscript(row: Int, column: Int) -> Element {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The matrix whose rows are the columns of this one.
  public var transpose: SampleMatrix { SampleMatrix(rows: columns, columns: rows) { self[$1, $0] } }
}

extension SampleMatrix: Sendable where Element: Sendable {}
extension SampleMatrix: Equatable where Element: Equatable {}
extension SampleMatrix: Hashable where Element: Hashable {}

extension SampleMatrix: CustomStringConvertible {
  /// The rows, each in brackets, and each on a line of its own where they are long.
  public var description: String {
    let lines = (0..<rows).map { row in
      shortText(ofList: elements[row * columns..<(row + 1) * columns]) { shortText(of: $0) }
    }
    let isLong = lines.reduce(0) { $0 + $1.count } > 80
    return shortText(ofList: lines) { $0 }.replacing("], [", with: isLong ? "],\n [" : "], [")
  }
}

extension SampleMatrix where Element: Numeric {
  /// The unit matrix of an order.
  public static func identity(_ order: Int) -> SampleMatrix {
    SampleMatrix(rows: order, columns: order) { $0 == $1 ? 1 : 0 }
  }

  /// The product; sums run from the left. The number of columns of `x` is that of rows of `y`.
  public static func * (x: SampleMatrix, y: SampleMatrix) -> SampleMatrix {
    precondition(x.columns == y.rows, "the shapes do not match")
    return SampleMatrix(rows: x.rows, columns: y.columns) { row, column in
      (0..<x.columns).reduce(0) { $0 + x[row, $1] * y[$1, column] }
    }
  }
}
