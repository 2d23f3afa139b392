import Foundation
import Testing

/// `ssmcheck figure`: what it lists, what it writes, what it refuses.
@Suite struct FigureTests {
  @Test func listsEveryFigureOnce() throws {
    let names = try ProgramRun(["figure", "--list"]).lines.compactMap { $0.split(separator: " ").first }
    #expect(names.count >= 15)
    #expect(Set(names).count == names.count)
    let some = try ProgramRun(["figure", "--list", "stablessm.T"]).lines
    #expect(!some.isEmpty && some.count < names.count)
  }

  @Test func writesTheSameThreeFilesEachTime() throws {
    let folder = try TemporaryFolder()
    for output in ["a", "b"] {
      let run = try ProgramRun(["figure", "stability-moduli", "--output", output], in: folder.url)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.lines == ["\(output)/stability-moduli.svg"])
    }
    // Once more into a folder that has it, and something else.
    try Data("kept".utf8).write(to: folder.url.appendingPathComponent("a/other.txt"))
    #expect(try ProgramRun(["figure", "stability-moduli", "--output", "a"], in: folder.url).exitCode == 0)
    let names = ["gnuplot", "svg", "tsv"].map { "stability-moduli.\($0)" }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/b").sorted() == names)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/a").sorted() == ["other.txt"] + names)
    for name in names { #expect(try folder.data("a/\(name)") == folder.data("b/\(name)")) }
  }

  @Test(arguments: [
    (["figure"], "--list lists them"), (["figure", "stability-modulus"], "near it: stability-moduli"),
    (["figure", "--all", "stability-moduli"], "--all"),
    (["figure", "stability-moduli", "--precision", "1"], "--precision"),
    (["figure", "stability-moduli", "--output", "/dev/null/x"], "/dev/null/x"),
  ])
  func refuses(_ arguments: [String], _ fragment: String) throws {
    try ProgramRun(arguments).expectRefusal(mentioning: fragment)
  }
}
