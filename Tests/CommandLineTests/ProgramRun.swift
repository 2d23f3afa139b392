import Foundation
import Testing

/// One run of the built program: what it wrote, and how it ended.
struct ProgramRun {
  let output: String
  let errors: String
  let exitCode: Int32

  /// Runs `ssmcheck` to its end.
  ///
  /// - Parameters:
  ///   - arguments: those after the program's name.
  ///   - folder: where it is started; nil for the folder that the tests run in.
  ///   - seconds: when it gets what control-C sends; nil for never.
  init(_ arguments: [String], in folder: URL? = nil, interruptingAfter seconds: Double? = nil) throws {
    // Files rather than pipes: a pipe that nobody reads would stop a program that writes a lot.
    let scratch = try TemporaryFolder()
    let output = try scratch.makeFile("stdout")
    let errors = try scratch.makeFile("stderr")
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    if let folder { process.currentDirectoryURL = folder }
    try process.run()
    if let seconds {
      Thread.sleep(forTimeInterval: seconds)
      process.interrupt()
    }
    process.waitUntilExit()
    self.output = try String(contentsOf: output, encoding: .utf8)
    self.errors = try String(contentsOf: errors, encoding: .utf8)
    exitCode = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// The program that was built with these tests, which lies beside them.
  static let program: URL = {
    #if os(macOS)
      let tests = Bundle(for: Marker.self).bundleURL
    #else
      let tests = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    #endif
    return tests.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("ssmcheck")
  }()

  private final class Marker {}
}

extension ProgramRun {
  /// Expects what every refusal looks like: exit code 2, one line on standard error that starts with the program's
  /// name and holds `fragment`, and nothing on standard output.
  func expectRefusal(mentioning fragment: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(exitCode == 2, "\(errors)", sourceLocation: sourceLocation)
    #expect(output.isEmpty, sourceLocation: sourceLocation)
    #expect(errors.hasPrefix("ssmcheck: error: "), "\(errors)", sourceLocation: sourceLocation)
    #expect(errors.hasSuffix("\n"), sourceLocation: sourceLocation)
    #expect(errors.count(where: \.isNewline) == 1, "\(errors)", sourceLocation: sourceLocation)
    #expect(errors.contains(fragment), "'\(fragment)' in: \(errors)", sourceLocation: sourceLocation)
  }
}

/// A folder of its own for one test, which goes when the test ends.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("ssmcheck-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A file with these bytes.
  func makeFile(_ name: String, _ contents: [UInt8] = []) throws -> URL {
    let file = url.appendingPathComponent(name)
    try Data(contents).write(to: file)
    return file
  }

  /// The names of what lies in the folder, in order.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
}
