import Foundation

/// A program that a report needs.
public enum Tool: String, Sendable, CaseIterable {
  /// Draws the figures.
  case gnuplot
  /// Makes the HTML.
  case pandoc

  /// What it does for a report.
  public var purpose: String {
    switch self {
    case .gnuplot: "draw the figures"
    case .pandoc: "make the HTML"
    }
  }

  /// The package of Debian and Ubuntu that has it.
  public var debianPackage: String {
    switch self {
    case .gnuplot: "gnuplot-nox"
    case .pandoc: "pandoc"
    }
  }

  /// How it is installed.
  public var installation: String { "apt-get install \(debianPackage) (or brew install \(rawValue))" }
}

/// Where programs are looked for.
public struct ToolLocator: Sendable {
  /// The folders, in order.
  public let searchPath: [String]

  public init(searchPath: [String]) { self.searchPath = searchPath }

  /// The folders of the environment's `PATH`.
  public static var environment: ToolLocator {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return ToolLocator(searchPath: path.split(separator: ":").map(String.init))
  }

  /// The file of a program.
  ///
  /// - Throws: `missingTool`.
  public func locate(_ tool: Tool) throws(ReportError) -> String {
    for folder in searchPath {
      let path = folder + "/" + tool.rawValue
      var isFolder: ObjCBool = false
      if FileManager.default.isExecutableFile(atPath: path),
        FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
      {
        return path
      }
    }
    throw .missingTool(tool)
  }
}

extension Tool {
  /// Runs the program at `path` in a folder, in the C locale.
  ///
  /// - Throws: `toolFailed` with the last line of what it said.
  func run(_ path: String, _ arguments: [String], in folder: String) throws(ReportError) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder, isDirectory: true)
    var environment = ProcessInfo.processInfo.environment
    environment["LC_ALL"] = "C.UTF-8"
    // Neither a start-up file nor a default terminal of the user's may change a figure.
    environment["GNUTERM"] = nil
    environment["GNUPLOT_LIB"] = nil
    environment["HOME"] = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    let said: Data
    do {
      try process.run()
      said = try errors.fileHandleForReading.readToEnd() ?? Data()
    } catch { throw .toolFailed(self, message: "\(error)") }
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let lines = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline)
      let words = lines.suffix(3).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
      let how = process.terminationReason == .exit ? "exit status" : "signal"
      throw .toolFailed(
        self, message: words.isEmpty ? "\(how) \(process.terminationStatus)" : words.joined(separator: " | "))
    }
  }
}
