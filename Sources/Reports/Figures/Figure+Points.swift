extension Figure {
  /// Whether there is anything to draw: gnuplot fails on a drawing without a single point.
  var hasPoints: Bool {
    plots.contains { plot in
      table.rows.contains { row in
        if let filter = plot.filter, row[filter.column] != .integer(filter.value) { return false }
        return isVisible(row[plot.mark.x], on: x) && isVisible(row[plot.mark.y], on: y)
      }
    }
  }

  private func isVisible(_ cell: Table.Cell, on axis: Axis) -> Bool {
    let value: Double
    switch cell {
    case .number(let number): value = number
    case .integer(let integer): value = Double(integer)
    case .text: return false
    }
    return axis.isLogarithmic
      ? value.isDrawable && value <= axis.upper ?? value && value >= axis.lower ?? value : value.isFinite
  }
}

extension Figure.Mark {
  /// The column of the abscissa.
  fileprivate var x: Int {
    switch self {
    case .line(let x, _, _), .steps(let x, _), .points(let x, _), .box(let x, _, _, _, _, _), .band(let x, _, _),
      .cells(let x, _, _):
      x
    }
  }

  /// A column of ordinates.
  fileprivate var y: Int {
    switch self {
    case .line(_, let y, _), .steps(_, let y), .points(_, let y), .box(_, _, _, let y, _, _), .band(_, let y, _),
      .cells(_, let y, _):
      y
    }
  }
}
