/// A table of numbers and words: what a TSV file holds.
public struct Table: Sendable, Equatable {
  /// One entry of a table.
  public enum Cell: Sendable, Equatable {
    case number(Double)
    case integer(Int)
    case text(String)
  }

  /// The names of the columns, with their units.
  public let columns: [String]
  /// The rows, each as long as `columns`.
  public private(set) var rows: [[Cell]]

  /// A table with the columns named.
  public init(columns: [String], rows: [[Cell]] = []) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row has one cell for each column")
    self.columns = columns
    self.rows = rows
  }

  /// A table of numbers only.
  public init(columns: [String], numbers: [[Double]]) {
    self.init(columns: columns, rows: numbers.map { $0.map(Cell.number) })
  }

  /// Adds a row at the end.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row has one cell for each column")
    rows.append(row)
  }

  /// The table as tab-separated values with a header line: numbers as the shortest decimals that read back the same,
  /// `nan` for a value that does not exist, `inf` for an infinite one.
  public var tabSeparatedValues: String {
    var text = columns.map(Self.plain).joined(separator: "\t") + "\n"
    text.reserveCapacity(rows.count * columns.count * 12)
    for row in rows {
      var first = true
      for cell in row {
        if !first { text += "\t" }
        first = false
        switch cell {
        case .number(let value): text += shortestDecimal(value)
        case .integer(let value): text += value.description
        case .text(let value): text += Self.plain(value)
        }
      }
      text += "\n"
    }
    return text
  }

  /// A text without the characters that separate cells and rows.
  private static func plain(_ text: String) -> String {
    text.contains { $0 == "\t" || $0.isNewline } ? String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 }) : text
  }
}
