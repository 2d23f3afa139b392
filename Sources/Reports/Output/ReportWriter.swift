import Foundation

/// What a report can be written as.
public enum ReportFormat: String, Sendable, CaseIterable {
  case markdown, json, html
}

/// Writes a report and its figures into a folder, all or nothing.
///
///     let writer = try ReportWriter(directory: "stability-report")   // tools are looked for before any work is done
///     let report = try StabilityAnalysis(checkpoint: checkpoint).run()
///     print(try writer.write(report))
///
/// The files are written into a new folder beside the destination, which takes its place when it is complete. The same
/// report gives the same bytes.
public struct ReportWriter: Sendable {
  private let folder: StagedFolder
  private let formats: Set<ReportFormat>
  private let gnuplot: String
  private let pandoc: String?

  /// Finds the tools and checks that the folder can be made.
  ///
  /// - Parameters:
  ///   - directory: where the report goes; must be missing, empty, or an earlier report.
  ///   - formats: what to write. Markdown is written in any case, since HTML is made of it.
  ///   - tools: where gnuplot and pandoc are looked for.
  /// - Throws: `missingTool`, `wouldReplace`, `cannotWrite`.
  public init(
    directory: String, formats: Set<ReportFormat> = [.markdown, .json], tools: ToolLocator = .environment
  ) throws(ReportError) {
    gnuplot = try tools.locate(.gnuplot)
    pandoc = formats.contains(.html) ? try tools.locate(.pandoc) : nil
    folder = try StagedFolder(destination: directory, marker: "report.md")
    self.formats = formats
  }

  /// Writes the report.
  ///
  /// - Returns: the path of the file to read first: the HTML where there is one, else the Markdown.
  /// - Throws: `toolFailed`, `cannotWrite`, `wouldReplace`; nothing is left behind.
  @discardableResult
  public func write(_ report: StabilityReport) throws -> String {
    let tables = report.modeTable.map { ["all-modes.tsv": $0] } ?? [:]
    return try write(
      title: "Stability of \(report.model.name)", report.markdown, json: { try report.json }, report.figures, tables)
  }

  /// Writes the report of what a model remembers.
  ///
  /// - Returns: the path of the file to read first: the HTML where there is one, else the Markdown.
  /// - Throws: `toolFailed`, `cannotWrite`, `wouldReplace`; nothing is left behind.
  @discardableResult
  public func write(_ report: MemoryReport) throws -> String {
    try write(title: "Memory of \(report.model.name)", report.markdown, json: { try report.json }, report.figures)
  }

  /// Writes the report of a comparison; with ``ReportFormat/json`` also `junit.xml`.
  ///
  /// - Returns: the path of the file to read first: the HTML where there is one, else the Markdown.
  /// - Throws: `toolFailed`, `cannotWrite`, `wouldReplace`; nothing is left behind.
  @discardableResult
  public func write(_ report: ComparisonReport) throws -> String {
    try write(
      title: "\(report.call.kernel): \(report.judgement.verdict.title)", report.markdown, json: { try report.json },
      report.figures.filter(\.hasPoints), texts: formats.contains(.json) ? ["junit.xml": report.junit] : [:])
  }

  /// Writes the report of a state matrix.
  ///
  /// - Returns: the path of the file to read first: the HTML where there is one, else the Markdown.
  /// - Throws: `toolFailed`, `cannotWrite`, `wouldReplace`; nothing is left behind.
  @discardableResult
  public func write(_ report: DiagonalizationReport) throws -> String {
    try write(
      title: "Diagonalization of \(report.matrix.title)", report.markdown, json: { try ReportWriter.json(report) },
      report.figures)
  }

  /// Writes the report of a model that is diagonal already.
  ///
  /// - Returns: the path of the file to read first: the HTML where there is one, else the Markdown.
  /// - Throws: `toolFailed`, `cannotWrite`, `wouldReplace`; nothing is left behind.
  @discardableResult
  public func write(_ report: ModalModelReport) throws -> String {
    try write(
      title: "Transfer functions of \(report.model)", report.markdown, json: { try ReportWriter.json(report) },
      report.figures)
  }

  private func write(
    title: String, _ markdown: String, json: () throws -> String, _ figures: [Figure], _ tables: [String: Table] = [:],
    texts: [String: String] = [:]
  ) throws -> String {
    try folder.write { path in
      try Self.put(markdown, path + "/report.md")
      if formats.contains(.json) { try Self.put(json(), path + "/report.json") }
      for (name, text) in texts { try Self.put(text, "\(path)/\(name)") }
      var folder = FigureFolder(path: path + "/figures")
      folder.tables = tables
      try folder.write(figures, gnuplot: gnuplot)
      if let pandoc { try HTML.write(title: title, in: path, pandoc: pandoc) }
    }
    return folder.destination + "/" + (pandoc == nil ? "report.md" : "report.html")
  }

  /// Writes a text.
  static func put(_ text: String, _ path: String) throws(ReportError) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch { throw .cannotWrite(path: path, reason: error.localizedDescription) }
  }
}

extension ReportWriter {
  /// A report as JSON with sorted keys: numbers as shortest decimals, infinities as `"inf"`.
  static func json(_ report: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
  }
}

extension StabilityReport {
  /// The report as JSON with sorted keys: numbers as shortest decimals, infinities as `"inf"`.
  public var json: String { get throws { try ReportWriter.json(self) } }
}
