import Claims

extension Figure {
  /// The figure of a claim: each curve a line over the common abscissa.
  public init(_ data: FigureData) {
    self.init(
      data.name, title: data.title, caption: data.title,
      x: Axis(data.xLabel, isLogarithmic: data.logX), y: Axis(data.yLabel, isLogarithmic: data.logY),
      table: Table(
        columns: [data.x.name] + data.curves.map(\.name),
        numbers: data.x.values.indices.map { row in [data.x.values[row]] + data.curves.map { $0.values[row] } }),
      plots: data.curves.enumerated().map { index, curve in
        // After a round of the colors, dashes.
        Plot(.line(x: 0, y: index + 1, isDashed: index >= 7), title: curve.name, color: .of(index))
      })
  }
}
