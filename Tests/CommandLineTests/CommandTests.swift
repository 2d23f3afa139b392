import Foundation
import Testing

/// What the commands print and how they end, where nothing is wrong with the input.
@Suite struct CommandTests {
  @Test(arguments: [
    ["--help"], ["help", "check"], ["check", "--help"], ["stability", "--help"], ["memory", "--help"], [],
  ])
  func helps(_ arguments: [String]) throws {
    let run = try ProgramRun(arguments)
    #expect(run.exitCode == 0)
    #expect(run.output.contains("USAGE: ssmcheck"))
    #expect(run.errors.isEmpty)
  }

  @Test func tellsItsVersion() throws {
    let run = try ProgramRun(["--version"])
    #expect(run.exitCode == 0)
    #expect(run.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil, "\(run.output)")
  }

  @Test func listsWhatBeginsWithAPrefix() throws {
    let all = try Self.identifiers(["list"])
    let some = try Self.identifiers(["list", "stablessm.T3"])
    #expect(!some.isEmpty && some.count < all.count)
    #expect(some == all.filter { $0.hasPrefix("stablessm.T3") })
  }

  /// The first word of each line.
  static func identifiers(_ arguments: [String]) throws -> [String] {
    try ProgramRun(arguments).lines.compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  /// Every claim that is listed can be shown, with what a reader needs: the statement and where it is from.
  @Test func showsEveryClaimListed() throws {
    let ids = try Self.identifiers(["list"])
    try #require(!ids.isEmpty)
    for id in ids {
      let run = try ProgramRun(["show", id])
      #expect(run.exitCode == 0, "\(id)")
      #expect(run.lines.first?.hasPrefix(id + ":") == true)
      for section in ["statement", "source", "method"] {
        #expect(run.lines.contains { $0.hasPrefix("  \(section) ") }, "\(id)")
      }
    }
  }

  /// The bundled model, from a folder that has nothing to do with the program: the report is there, and twice the same.
  @Test(arguments: ["stability", "memory"]) func reportsOnTheBundledModelTwiceTheSame(_ command: String) throws {
    let folder = try TemporaryFolder()
    let runs = try ["first", "second"].map { name in
      try ProgramRun([command, "--output", name, "--json", "--threads", name == "first" ? "1" : "2"], in: folder.url)
    }
    #expect(runs.allSatisfy { [0, 1].contains($0.exitCode) && $0.errors.isEmpty }, "\(runs[0].errors)")
    #expect(runs[0].output.contains("first"))
    let first = try folder.contents(of: "first")
    #expect(try first == folder.contents(of: "second"))
    #expect(first.keys.contains { $0.hasSuffix(".md") } && first.keys.contains { $0.hasSuffix(".json") })
    #expect(first.keys.contains { $0.hasSuffix(".svg") })
  }
}

extension ProgramRun {
  /// What it printed, line by line.
  var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }
}

extension TemporaryFolder {
  /// Every file below a folder of this one, by its path there.
  func contents(of name: String) throws -> [String: Data] {
    let root = url.appendingPathComponent(name)
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      let file = root.appendingPathComponent(path)
      if let data = try? Data(contentsOf: file) { files[path] = data }
    }
    return files
  }
}
