import Arithmetic
import Definitions
import Foundation
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

/// The README says what is so.
@Suite struct ReadmeTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The example compiles, because it is the function above, and gives what the README says of it.
  @Test func exampleIsTheOneThatIsTested() throws {
    let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
    let begin = try #require(source.range(of: "// readme: begin\n"))
    let end = try #require(source.range(of: "// readme: end\n"))
    let readme = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(readme.contains(source[begin.upperBound..<end.lowerBound]))

    let exact = response(decay: Rational(999, 1000))
    let proved = response(decay: Ball(Rational(999, 1000), in: 128))
    let naive = response(decay: Float(0.999))
    #expect(exact == Rational.pow(Rational(999, 1000), 1000))
    #expect(proved.contains(exact))
    #expect(Rational(exactly: Double(naive)) != exact)
  }

  /// What the README shows of a run is what a run prints, where it does not leave something out.
  @Test func quotedRunIsTheOneMade() throws {
    let readme = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let quoted = try #require(readme.firstMatch(of: /```text\n([^`]*)```/)).output.1
    let folder = try TemporaryFolder()
    let printed = try Self.words(ProgramRun(["stability"], in: folder.url).output)
    let parts = Self.words(String(quoted)).split(separator: " [...] ")
    #expect(parts.count == 2)
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
