import Foundation
import PropertyTesting
import Testing

@Suite("The articles of the documentation")
struct ArticleTests {
  /// What the runs of the articles print, in the order of their blocks of output.
  static let printed: [String: @Sendable () -> [RunResult]] = [
    "MinimalCounterexample.md": {
      [Midpoint.first(), Midpoint.second(), Midpoint.third(), Midpoint.fourth(), Midpoint.fifth()]
    },
    "TargetedSearch.md": { [Squares.worst()] },
    "CoverageAndHealth.md": { [ArticleCode.coverage()] },
    "StatefulTesting.md": { [ArticleCode.ringBuffer(), ArticleCode.sharedCarry()] },
  ]

  @Test("show code that compiles")
  func code() throws {
    let sources = try Article.compiledSources
    for name in try Article.names {
      for block in try Article(name).blocks where block.language == "swift" {
        let stands = sources.contains { block.stands(in: $0) }
        #expect(
          stands, "\(name):\(block.line): this code stands in no test:\n\(block.lines.joined(separator: "\n"))")
      }
    }
  }

  /// Counterexamples and verdicts have to be the same; how many cases and tries they took may change with every
  /// improvement of the search. With `UPDATE_DOCUMENTATION=1` the articles are changed instead.
  @Test("show what is printed", arguments: printed.keys.sorted())
  func output(_ name: String) throws {
    let make = try #require(Self.printed[name])
    let now = make().map { "\($0)" }
    let article = try Article(name)
    let blocks = article.blocks.filter { $0.language == "text" }
    try #require(blocks.count == now.count)
    if ProcessInfo.processInfo.environment["UPDATE_DOCUMENTATION"] != nil { return try article.replaceOutput(by: now) }
    for (block, text) in zip(blocks, now) {
      let isShown = Self.essence(block.lines) == Self.essence(text.components(separatedBy: "\n"))
      #expect(isShown, "\(name):\(block.line): UPDATE_DOCUMENTATION=1 writes what is printed now:\n\(text)")
    }
  }

  /// The lines without places in the source, numbers of cases and tries, shares, and largest values.
  static func essence(_ lines: [String]) -> [String] {
    lines.map { line in
      let line = line.replacing(/\.swift:[0-9]+/, with: ".swift")
      if line.hasPrefix("  Largest") { return String(line.prefix { $0 != ":" }) }
      let isStatistics = line.first != " " || line.hasPrefix("  Found") || line.hasPrefix("    ")
      return isStatistics ? line.replacing(/[0-9.e+-]*[0-9]/, with: "#") : line
    }
  }

  @Test("show no other output")
  func otherOutput() throws {
    // The issue of a test is compared where it can be recorded, in the tests of the integration.
    for name in try Article.names where Self.printed[name] == nil && name != "Integration.md" {
      #expect(try Article(name).blocks.allSatisfy { $0.language != "text" }, "\(name)")
    }
  }

  @Test("hold without a counterexample where they say nothing of one")
  func passing() {
    for result in ArticleCode.drawing() { #expect(result.verdict == .passed) }
  }
}
