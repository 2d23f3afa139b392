import Foundation

/// Writes figures into a folder, each as its data (TSV), the gnuplot script that draws them, and the drawing (SVG).
///
/// A figure is written aside and takes its place when it is complete; other files of the folder stay as they are.
public struct FigureWriter: Sendable {
  private let directory: String
  private let gnuplot: String

  /// Finds gnuplot, and makes the folder where it is missing.
  ///
  /// - Throws: `missingTool`, `cannotWrite`.
  public init(directory: String, tools: ToolLocator = .environment) throws(ReportError) {
    gnuplot = try tools.locate(.gnuplot)
    self.directory = directory.isEmpty ? "." : directory
    do {
      try FileManager.default.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
    } catch { throw .cannotWrite(path: directory, reason: error.localizedDescription) }
    guard FileManager.default.isWritableFile(atPath: self.directory) else {
      throw .cannotWrite(path: directory, reason: "the folder is read-only")
    }
  }

  /// Draws one figure and moves its files into the folder, where they replace those of the same names.
  ///
  /// - Returns: the path of the drawing.
  /// - Throws: `toolFailed`, `cannotWrite`; nothing of the figure is left behind then.
  @discardableResult
  public func write(_ figure: Figure) throws(ReportError) -> String {
    let staging = "\(directory)/.\(figure.name).\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: staging) }
    try FigureFolder(path: staging).write([figure], gnuplot: gnuplot)
    for file in [figure.dataFile, figure.scriptFile, figure.imageFile] {
      let place = "\(directory)/\(file)"
      // Replaces a file of that name in one step.
      guard rename("\(staging)/\(file)", place) == 0 else {
        throw .cannotWrite(path: place, reason: String(cString: strerror(errno)))
      }
    }
    return "\(directory)/\(figure.imageFile)"
  }
}
