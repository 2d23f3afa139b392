import Claims

extension Figure {
  /// The figure of a claim: each curve over the common abscissa, with the columns of the radii beside those that have
  /// any.
  public init(_ data: FigureData) {
    var columns = [data.x.name]
    var values = [data.x.values]
    var plots: [Plot] = []
    for (index, curve) in data.curves.enumerated() {
      let y = columns.count
      columns.append(curve.name)
      values.append(curve.values)
      if let radii = curve.radii {
        columns.append(curve.name + " +/-")
        values.append(radii)
      }
      plots.append(Plot(Self.mark(curve.style, y: y, index: index), title: curve.name, color: .of(index)))
    }
    self.init(
      data.name, title: data.title, caption: data.caption,
      x: Axis(
        data.xLabel, isLogarithmic: data.logX, lower: data.xRange?.lowerBound, upper: data.xRange?.upperBound),
      y: Axis(
        data.yLabel, isLogarithmic: data.logY, lower: data.yRange?.lowerBound, upper: data.yRange?.upperBound),
      table: Table(
        columns: columns, numbers: data.x.values.indices.map { row in values.map { $0[row] } }),
      plots: plots, guides: data.guides.map(Guide.init))
  }

  private static func mark(_ style: FigureData.Column.Style, y: Int, index: Int) -> Mark {
    switch style {
    // After a round of the colors, dashes.
    case .line: .line(x: 0, y: y, isDashed: index >= 7)
    case .dashedLine: .line(x: 0, y: y, isDashed: true)
    case .points: .points(x: 0, y: y)
    case .steps: .steps(x: 0, y: y)
    }
  }
}

extension Figure.Guide {
  init(_ guide: FigureData.Guide) {
    switch guide.kind {
    case .vertical: self = .vertical(guide.value, label: guide.label)
    case .horizontal: self = .horizontal(guide.value, label: guide.label)
    }
  }
}
