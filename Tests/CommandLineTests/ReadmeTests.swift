import Arithmetic
import Definitions
import Foundation
import PropertyTesting
import Testing

// readme: begin
/// The response of h_t = a h_(t-1) + u_t, y_t = h_t to an impulse, 1000 steps later: a^1000.
func response<A: Arithmetic>(decay a: A) -> A {
  let decay = A.Vector([a], in: a.context)
  let one = A.Vector([A(1, in: a.context)], in: a.context)
  let model = DiagonalModel<A>(transition: decay, inputColumns: [one], outputRows: [one])
  return model.convolutionKernel(length: 1001)[1000]
}
// readme: end

// readme property: begin
let midpointLiesBetween = Property("the midpoint lies between") { draw in
  let x = try draw(.double(), "x")
  let y = try draw(.double(), "y")
  let m = x + (y - x) / 2
  try draw.verify(min(x, y) <= m && m <= max(x, y), "the midpoint is \(m)")
}
// readme property: end

/// The README says what is so.
@Suite struct ReadmeTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The example compiles, because it is the function above, and gives what the README says of it.
  @Test func exampleIsTheOneThatIsTested() throws {
    #expect(try Self.readme.contains(Self.source("readme")))

    let exact = response(decay: Rational(999, 1000))
    let proved = response(decay: Ball(Rational(999, 1000), in: 128))
    let naive = response(decay: Float(0.999))
    #expect(exact == Rational.pow(Rational(999, 1000), 1000))
    #expect(proved.contains(exact))
    #expect(Rational(exactly: Double(naive)) != exact)
  }

  /// The property compiles as well, and its counterexample is the one shown, how many tries it took left aside.
  @Test func propertyFailsAsShown() throws {
    #expect(try Self.readme.contains(Self.source("readme property")))
    let blocks = try Self.readme.matches(of: /```text\n(Falsified[^`]*)```/)
    let shown = try #require(blocks.first).output.1.split(separator: "\n")
    let printed = Runner(midpointLiesBetween).run().description.split(separator: "\n")
    #expect(shown.count == printed.count)
    for (shown, printed) in zip(shown, printed) {
      let parts = shown.split(separator: "[...]", omittingEmptySubsequences: false)
      #expect(printed.hasPrefix(parts[0]) && printed.hasSuffix(parts.count > 1 ? parts[1] : ""), "now: \(printed)")
    }
  }

  private static var readme: String {
    get throws { try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8) }
  }

  /// What stands in this file between the marks of that name.
  private static func source(_ name: String) throws -> Substring {
    let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
    let begin = try #require(source.range(of: "// \(name): begin\n"))
    let end = try #require(source.range(of: "// \(name): end\n"))
    return source[begin.upperBound..<end.lowerBound]
  }

  /// What the README shows of a run is what a run prints, where it does not leave something out.
  @Test(arguments: ["stability", "memory"]) func quotedRunIsTheOneMade(_ command: String) throws {
    let blocks = try Self.readme.matches(of: /```text\n([^`]*)```/).map { Self.words(String($0.output.1)) }
    let quoted = try #require(blocks.first { $0.hasPrefix("Report: \(command)-report") })
    let folder = try TemporaryFolder()
    let printed = try Self.words(ProgramRun([command], in: folder.url).output)
    let parts = quoted.split(separator: "[...]").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(!parts.isEmpty && quoted.contains("[...]"))
    for part in parts { #expect(printed.contains(part), "now: \(printed)") }
  }

  /// The words of a text, however its lines are broken.
  private static func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Every file and folder that the README or the guide names in backquotes or links to is there.
  @Test(arguments: ["README.md", "CONTRIBUTING.md"]) func pathsExist(_ name: String) throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
    let named = text.matches(of: /`((?:Sources|Tests|Benchmarks|scripts)(?:\/[A-Za-z0-9.\/-]+)?)`/).map(\.output.1)
    let linked = text.matches(of: /\]\(([A-Za-z][A-Za-z0-9.\/-]*)\)/).map(\.output.1)
    try #require(!named.isEmpty)
    for path in named + linked {
      #expect(FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(String(path)).path), "\(path)")
    }
  }
}
