import Foundation
import Testing

/// `ssmcheck check`: the results in its file, and going on after an interruption.
@Suite struct CheckTests {
  /// Few cases: what is tested here is the command, not the claims.
  static let arguments = ["check", "stablessm.T3", "--cases", "2", "--seed", "7"]

  @Test func givesTheSameBytesForTheSameSeed() throws {
    let folder = try TemporaryFolder()
    let runs = try ["a.json", "b.json"].map { try ProgramRun(Self.arguments + ["--json", $0], in: folder.url) }
    #expect(runs[0].output == runs[1].output)
    #expect(runs[0].exitCode == runs[1].exitCode)
    #expect(try folder.data("a.json") == folder.data("b.json"))
    #expect(try folder.names() == ["a.json", "b.json"])
  }

  @Test func printsOneVerdictForEachClaimThatItWasAskedFor() throws {
    let listed = try ProgramRun(["list", "stablessm.T3"]).lines.compactMap { $0.split(separator: " ").first }
    let run = try ProgramRun(Self.arguments)
    let verdicts = run.lines.filter { line in
      ["holds", "refuted", "fails", "undecided"].contains { line.hasPrefix($0 + " ") }
    }
    #expect(verdicts.compactMap { $0.split(separator: " ").last } == listed)
    #expect(run.lines.last?.hasPrefix("\(listed.count) claims: ") == true, "\(run.lines.last ?? "")")
  }

  /// The exit code is that of the worst verdict: 1 for a refutation or a defect, else 3 for an undecided claim, else 0.
  @Test func endsWithTheCodeOfTheWorstVerdict() throws {
    let run = try ProgramRun(Self.arguments)
    let isRefuted = run.lines.contains { line in
      ["refuted ", "fails as quoted ", "    defect: "].contains { line.hasPrefix($0) }
    }
    let isUndecided = run.lines.contains { $0.hasPrefix("undecided ") }
    #expect(run.exitCode == (isRefuted ? 1 : isUndecided ? 3 : 0))
  }

  /// What a run prints of a counterexample compares again to the same sides, and so does what its report says of a margin.
  @Test func comparesAgainAtACasePrinted() throws {
    let run = try ProgramRun(["check", "stablessm.D3.4-b0"])
    #expect(run.exitCode == 0)
    let text = try #require(run.output.firstMatch(of: /--replay\s+(statement:\S+)/)).output.1
    let again = try ProgramRun(["check", "stablessm.D3.4-b0", "--replay", String(text)])
    #expect(again.exitCode == 1, "the statement fails there")
    for words in ["stablessm.D3.4-b0, statement", "false", "at a = 1, b = 0, w = 1/1000"] {
      #expect(again.output.contains(words), "\(again.output)")
    }
    let folder = try TemporaryFolder()
    _ = try ProgramRun(["check", "stablessm.best-ode", "--cases", "20", "--json", "a.json"], in: folder.url)
    let json = String(decoding: try folder.data("a.json"), as: UTF8.self)
    for text in json.matches(of: /"replay" : "([^"]+)"/).map(\.output.1) {
      let again = try ProgramRun(["check", "stablessm.best-ode", "--replay", String(text)])
      #expect(again.exitCode == (text.hasPrefix("falsifier") ? 1 : 0), "\(text): \(again.output)")
    }
  }

  /// What failed is kept and tried first: the first run needs random cases to find it, the second does not.
  @Test func keepsExamplesWhereAsked() throws {
    let folder = try TemporaryFolder()
    let arguments = ["check", "stablessm.T3.6-disc", "--cases", "5", "--examples", "kept"]
    let runs = try (0..<2).map { _ in try ProgramRun(arguments, in: folder.url) }
    #expect(runs.allSatisfy { $0.exitCode == 0 }, "\(runs[1].errors)")
    #expect(try !folder.contents(of: "kept").isEmpty)
    _ = try ProgramRun(Array(arguments.prefix(4)) + ["--json", "without.json"], in: folder.url)
    _ = try ProgramRun(arguments + ["--json", "with.json"], in: folder.url)
    let caseIndices = try ["without.json", "with.json"].map { name in
      String(decoding: try folder.data(name), as: UTF8.self).matches(of: /"caseIndex"/).count
    }
    #expect(caseIndices[0] > 0 && caseIndices[1] == 0, "nothing is left for random cases to find")
  }

  /// A run that is interrupted keeps what it had, and the next one ends with the file that one run would have given.
  @Test func goesOnAfterAnInterruption() throws {
    let folder = try TemporaryFolder()
    let whole = try ProgramRun(Self.arguments + ["--json", "whole.json"], in: folder.url)
    let file = try folder.interruptedCopy(of: "whole.json", keeping: 1)

    let rest = try ProgramRun(Self.arguments + ["--json", file], in: folder.url)
    #expect(rest.exitCode == whole.exitCode)
    #expect(rest.lines.count { $0.hasSuffix("(from the file)") } == 1)
    #expect(rest.lines.last == whole.lines.last)
    #expect(try folder.data(file) == folder.data("whole.json"))
  }

  /// Results of other options, and a file that is complete, are not taken for results of this run.
  @Test(arguments: [["--seed", "8"], ["--cases", "3"], ["--precision", "160"]])
  func doesNotGoOnWithOtherOptions(_ other: [String]) throws {
    let folder = try TemporaryFolder()
    _ = try ProgramRun(Self.arguments + ["--json", "whole.json"], in: folder.url)
    let file = try folder.interruptedCopy(of: "whole.json", keeping: 1)
    for name in [file, "whole.json"] {
      let run = try ProgramRun(Self.arguments + other + ["--json", name], in: folder.url)
      #expect(!run.output.contains("(from the file)"))
    }
  }

  /// A report, and for each figure the data, the script and the drawing.
  @Test func drawsFigures() throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(["check", "--cases", "1", "--figures", "out"], in: folder.url)
    #expect(run.lines.last == "Report: out/report.md")
    let files = try folder.contents(of: "out").keys
    #expect(files.contains("report.md"))
    let drawings = files.filter { $0.hasSuffix(".svg") }
    #expect(!drawings.isEmpty)
    for name in drawings.map({ $0.dropLast(4) }) {
      #expect(files.contains(name + ".tsv") && files.contains(name + ".gnuplot"))
    }
  }

  @Test func stopsOnControlC() throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(
      ["check", "--cases", "1000000", "--json", "results.json"], in: folder.url, interruptingAfter: 1)
    #expect(run.exitCode == 130)
    #expect(run.errors.contains("interrupted") && run.errors.contains("results.json"), "\(run.errors)")
    #expect(try folder.names() == ["results.json"])
    let saved = try JSONSerialization.jsonObject(with: folder.data("results.json")) as? [String: Any]
    #expect(saved?["rest"] != nil)
  }
}

extension TemporaryFolder {
  func data(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }

  /// The file that a run would leave which was interrupted after some of its claims.
  func interruptedCopy(of name: String, keeping count: Int) throws -> String {
    let parsed = try JSONSerialization.jsonObject(with: data(name)) as? [String: Any]
    var record = try #require(parsed)
    let results = try #require(record["results"] as? [[String: Any]])
    try #require(results.count > count)
    record["results"] = Array(results.prefix(count))
    record["rest"] = ["claims": results.dropFirst(count).map { $0["id"] }, "hasFigures": false]
    try JSONSerialization.data(withJSONObject: record).write(to: url.appendingPathComponent("interrupted.json"))
    return "interrupted.json"
  }
}
