import Claims
import Foundation

/// Writes the results of a check, and the claims' figures, into a folder, all or nothing.
///
/// The folder gets `report.md`, `report.json`, and `figures/` with the data, the script and the drawing of each figure.
public struct ClaimReportWriter: Sendable {
  private let folder: StagedFolder
  private let gnuplot: String

  /// Finds gnuplot and checks that the folder can be made.
  ///
  /// - Throws: `missingTool`, `wouldReplace`, `cannotWrite`.
  public init(directory: String, tools: ToolLocator = .environment) throws(ReportError) {
    gnuplot = try tools.locate(.gnuplot)
    folder = try StagedFolder(destination: directory, marker: "report.md")
  }

  /// Writes the report.
  ///
  /// - Returns: the path of `report.md`.
  /// - Throws: `toolFailed`, `cannotWrite`, `wouldReplace`; nothing is left behind.
  @discardableResult
  public func write(_ report: CheckReport) throws -> String {
    try folder.write { path in
      try ReportWriter.put(report.markdown, path + "/report.md")
      try ReportWriter.put(String(decoding: try report.json(), as: UTF8.self) + "\n", path + "/report.json")
      let figures = report.results.flatMap(\.figures).map(Figure.init)
      if !figures.isEmpty { try FigureFolder(path: path + "/figures").write(figures, gnuplot: gnuplot) }
    }
    return folder.destination + "/report.md"
  }
}
