import Arithmetic

extension Figure {
  /// The names of the three files, without their folder.
  public var dataFile: String { name + ".tsv" }
  public var scriptFile: String { name + ".gnuplot" }
  public var imageFile: String { name + ".svg" }

  /// The gnuplot script that draws the figure from its data file; to be run in the folder that holds it.
  public var gnuplotScript: String {
    var lines = [
      "# \(title)",
      "# Run in this folder: gnuplot \(scriptFile)",
      "reset",
      "set encoding utf8",
      "set terminal svg size \(isIsometric ? "720,600" : "860,480") noenhanced font 'DejaVu Sans,Helvetica,Arial,sans-serif,13'"
        + " background '#ffffff'",
      "set output \(quoted(imageFile))",
      "set datafile separator '\\t'",
      // A point that does not exist leaves no gap between its neighbours.
      "set datafile missing 'nan'",
      "set title \(quoted(title)) noenhanced font ',14'",
      "set border 3 lc rgb '#404040'",
      "set tics nomirror",
      "set boxwidth 0.45 absolute",
      "set style textbox opaque fillcolor rgb '#ffffff' noborder margins 0.3,0.3",
      "set grid xtics ytics lc rgb '#e0e0e0' lw 0.6",
      hasLegend ? "set key outside right top vertical Left reverse noenhanced samplen 2" : "set key off",
    ]
    lines += axisCommands("x", x) + axisCommands("y", y)
    if isIsometric { lines.append("set size ratio -1") }
    lines += guideCommands()
    if hasCells {
      // From dark to light in the order of viridis; what has no value stays white.
      lines.append("set palette defined (0 '#440154', 1 '#3b528b', 2 '#21918c', 3 '#5ec962', 4 '#fde725')")
      lines.append("set logscale cb 10")
      lines.append("set format cb '%g'")
      lines.append("set autoscale xfix")
      lines.append("set autoscale yfix")
    }
    lines.append("plot \\")
    lines.append((plots.flatMap(commands) + guidePlots()).map { "  " + $0 }.joined(separator: ", \\\n"))
    lines.append("unset output")
    return lines.joined(separator: "\n") + "\n"
  }

  private var hasCells: Bool { plots.contains { if case .cells = $0.mark { true } else { false } } }

  private var hasLegend: Bool { plots.contains { $0.title != nil } || guides.contains { $0.hasLegendEntry } }

  /// Whether the data are so few that a curve is seen to be made of points.
  private var isSparse: Bool { table.rows.count <= 16 }

  /// Points are small where there are many.
  private var pointSize: String { table.rows.count <= 600 || hasCells ? "0.55" : "0.3" }

  private func axisCommands(_ letter: String, _ axis: Axis) -> [String] {
    var lines = ["set \(letter)label \(quoted(axis.label)) noenhanced"]
    if axis.isLogarithmic {
      lines.append("set logscale \(letter) 10")
      lines.append("set format \(letter) '%g'")
    }
    if axis.lower != nil || axis.upper != nil {
      let ends = [axis.lower, axis.upper].map { $0.map(shortestDecimal) ?? "*" }
      lines.append("set \(letter)range [\(ends[0]):\(ends[1])]")
    }
    if !axis.places.isEmpty {
      let places = axis.places.map { "\(quoted($0.name)) \(shortestDecimal($0.value))" }
      let turned = letter == "x" && axis.places.contains { $0.name.count > 8 } ? " rotate by -20" : ""
      lines.append("set \(letter)tics (\(places.joined(separator: ", ")))\(turned)")
    }
    return lines
  }

  /// Bands and labels, which gnuplot draws as objects.
  private func guideCommands() -> [String] {
    var lines: [String] = []
    for guide in guides where isVisible(guide) {
      switch guide {
      case .verticalBand(let low, let high, _):
        lines.append(
          "set object rectangle from \(shortestDecimal(low)), graph 0 to \(shortestDecimal(high)), graph 1 "
            + "fc rgb '#e6e6e6' fs solid 1.0 noborder behind")
      case .horizontal(let value, let label):
        lines.append(
          "set arrow from graph 0, first \(shortestDecimal(value)) to graph 1, first \(shortestDecimal(value)) nohead "
            + "lc rgb '#808080' dt 3 lw 1.2")
        lines.append(
          "set label \(quoted(label)) at graph 0.99, first \(shortestDecimal(value)) right offset 0,0.5 "
            + "tc rgb '#505050' font ',11' noenhanced")
      case .vertical(let value, let label):
        lines.append(
          "set arrow from \(shortestDecimal(value)), graph 0 to \(shortestDecimal(value)), graph 1 nohead "
            + "lc rgb '#808080' dt 3 lw 1.2")
        lines.append(
          "set label \(quoted(label)) at \(shortestDecimal(value)), graph 0.97 left offset 0.6,0 "
            + "tc rgb '#505050' font ',11' noenhanced")
      case .unitCircle:
        lines.append("set object circle at 0,0 size first 1 fs empty border lc rgb '#808080' lw 1.2 behind")
      case .hyperbola(let product, let label):
        lines += hyperbolaLabel(product, label)
      }
    }
    return lines
  }

  /// Whether a guide is within the axes, where these are fixed.
  private func isVisible(_ guide: Guide) -> Bool {
    switch guide {
    case .horizontal(let value, _): value >= y.lower ?? value && value <= y.upper ?? value
    case .vertical(let value, _): value >= x.lower ?? value && value <= x.upper ?? value
    case .verticalBand, .unitCircle, .hyperbola: true
    }
  }

  /// The words beside the line x y = product, a little inside the end of it that is at the left or at the top.
  private func hyperbolaLabel(_ product: Double, _ label: String) -> [String] {
    guard let left = x.lower, let right = x.upper, let bottom = y.lower, let top = y.upper else { return [] }
    let inside = x.isLogarithmic ? left * Double.pow(right / left, 0.02) : left + 0.02 * (right - left)
    let place = max(inside, product / top * Double.pow(top / bottom, 0.04))
    guard place < right, product / place > bottom else { return [] }
    return [
      "set label \(quoted(label)) at \(shortestDecimal(place)), \(shortestDecimal(product / place)) left offset 0.4,0.4 "
        + "tc rgb '#303030' font ',11' noenhanced front boxed"
    ]
  }

  /// Curves that are given by a formula; they are drawn over the data.
  private func guidePlots() -> [String] {
    guides.compactMap { guide in
      switch guide {
      case .hyperbola(let product, _):
        "\(shortestDecimal(product))/x with lines lc rgb '#404040' dt 2 lw 1.2 notitle"
      case .verticalBand(_, _, let label):
        "NaN with boxes fs solid 1.0 lc rgb '#e6e6e6' title \(quoted(label))"
      case .horizontal, .vertical, .unitCircle: nil
      }
    }
  }

  private func commands(_ plot: Plot) -> [String] {
    let data = "\(quoted(dataFile)) skip 1 using "
    let title = plot.title.map { "title \(quoted($0))" } ?? "notitle"
    let color = "lc rgb '\(plot.color.hexadecimal)'"
    /// A column for gnuplot, which counts from 1; a row that is filtered out has no abscissa.
    func column(_ index: Int, isAbscissa: Bool = false) -> String {
      guard isAbscissa, let filter = plot.filter else { return "\(index + 1)" }
      return "($\(filter.column + 1) == \(filter.value) ? $\(index + 1) : NaN)"
    }
    switch plot.mark {
    case .line(let x, let y, let isDashed):
      let style = (isSparse ? "linespoints pt 7 ps 0.4 " : "lines ") + color + " lw 2" + (isDashed ? " dt 2" : "")
      return [data + "\(column(x, isAbscissa: true)):\(column(y)) with \(style) \(title)"]
    case .steps(let x, let y):
      return [data + "\(column(x, isAbscissa: true)):\(column(y)) with steps \(color) lw 2 \(title)"]
    case .points(let x, let y):
      return [data + "\(column(x, isAbscissa: true)):\(column(y)) with points pt 7 ps \(pointSize) \(color) \(title)"]
    case .box(let x, let low, let first, let median, let third, let high):
      let place = column(x, isAbscissa: true)
      let box = ([place] + [first, low, high, third].map { column($0) }).joined(separator: ":")
      let bar = ([place] + [median, median, median, median].map { column($0) }).joined(separator: ":")
      return [
        data + box + " with candlesticks whiskerbars 0.5 \(color) lw 1.5 fs solid 0.25 border \(color) \(title)",
        data + bar + " with candlesticks \(color) lw 3 notitle",
      ]
    case .band(let x, let low, let high):
      return [
        data + "\(column(x, isAbscissa: true)):\(column(low)):\(column(high)) with filledcurves \(color) fs "
          + "transparent solid 0.25 noborder \(title)"
      ]
    case .cells(let x, let y, let value):
      return [data + "\(column(x, isAbscissa: true)):\(column(y)):\(column(value)) with image pixels notitle"]
    }
  }

  /// A string literal of gnuplot, in single quotes.
  private func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
  }
}

extension Figure.Guide {
  var hasLegendEntry: Bool {
    switch self {
    case .verticalBand: true
    case .horizontal, .vertical, .unitCircle, .hyperbola: false
    }
  }
}
