import Foundation

/// A folder of figures: for each its data, its script and its SVG.
struct FigureFolder {
  let path: String
  /// Further tables, by file name.
  var tables: [String: Table] = [:]

  init(path: String) { self.path = path }

  /// Writes and draws the figures.
  ///
  /// - Throws: `cannotWrite`, `toolFailed`.
  func write(_ figures: [Figure], gnuplot: String) throws(ReportError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch { throw .cannotWrite(path: path, reason: error.localizedDescription) }
    for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
      try ReportWriter.put(table.tabSeparatedValues, path + "/" + name)
    }
    for figure in figures {
      try ReportWriter.put(figure.table.tabSeparatedValues, path + "/" + figure.dataFile)
      try ReportWriter.put(figure.gnuplotScript, path + "/" + figure.scriptFile)
    }
    guard !figures.isEmpty else { return }
    try Tool.gnuplot.run(gnuplot, ["-d"] + figures.map(\.scriptFile), in: path)
    for figure in figures { try clean(figure) }
  }

  /// Takes the name and the version of the program out of a drawing, so that it is the same with any gnuplot that draws
  /// it the same.
  private func clean(_ figure: Figure) throws(ReportError) {
    let file = path + "/" + figure.imageFile
    guard let data = FileManager.default.contents(atPath: file), !data.isEmpty else {
      throw .toolFailed(.gnuplot, message: "made no \(figure.imageFile)")
    }
    var text = String(decoding: data, as: UTF8.self)
    if let start = text.range(of: "<desc>"), let end = text.range(of: "</desc>\n") ?? text.range(of: "</desc>") {
      text.removeSubrange(start.lowerBound..<end.upperBound)
    }
    text = text.replacing("<title>Gnuplot</title>", with: "<title>\(Self.escaped(figure.title))</title>")
    try ReportWriter.put(text, file)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
