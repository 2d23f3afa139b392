import Arithmetic
import Claims
import Foundation
import PropertyTesting
import Reports
import Testing

@Suite struct ClaimTextTests {
  /// x^2 <= x for rationals of [0, 1]; false as printed, for [0, 2].
  private static let claim = Claim(
    "example.squares", title: "Squares are small", statement: "x^2 <= x for every x in [0, 2]",
    source: Source("Nobody, Nothing", "Theorem 1", .derived),
    hypotheses: [Hypothesis("small", "x is in [0, 1]")], method: .exact,
    check: squares(.rational(in: 0...2)),
    correction: Correction("x^2 <= x for every x in [0, 1]", squares(.rational(in: 0...1))),
    falsifiers: [Falsifier("large", dropping: "small", squares(.rational(in: 1...3)))],
    figures: [
      FigureRecipe("squares") { _ in
        FigureData(
          "squares", title: "Squares, a|b", xLabel: "x", yLabel: "x²", x: .init("x", [0, 1, 2]),
          curves: [.init("x squared", [0, 1, 4]), .init("it's x", [0, 1, .nan])])
      }
    ])

  private static func squares(_ numbers: Generator<Rational>) -> Check {
    Check(numbers) { x, _ in Evidence("x^2 <= x", x * x, atMost: x, at: [NamedValue("x", x)]) }
  }

  private static func report() -> CheckReport {
    Registry.check([claim], options: CheckOptions(cases: 50, figures: true))
  }

  @Test func aClaimReadsOnOneScreen() {
    let text = Self.claim.terminalText
    for words in ["example.squares", "x^2 <= x for every x in [0, 1]", "small: x is in [0, 1]", "large (drops small)"] {
      #expect(text.contains(words))
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    #expect(Self.claim.markdown.contains("## example.squares"))
  }

  @Test func aVerdictIsShownWithItsCounterexample() {
    let report = Self.report()
    #expect(report.total == "1 claim: 1 holds as corrected")
    #expect(report.markdown.contains("at x = 2"))
    #expect(report.markdown.contains("| `example.squares` | holds as corrected | exact | 1.00000 | 1.00000 |"))
    #expect(report.markdown.contains("| `x^2 <= x` | 1.00000 | 1.00000 | `x = 1` | `correction:"))
    #expect(report.markdown.contains("`ssmcheck check example.squares --replay statement:"))
  }

  /// The table of what fails has each statement with its smallest case, on one line, and what holds.
  @Test func whatFailsIsListed() throws {
    let errata = Errata(Self.report(), claims: [Self.claim])
    let entry = try #require(errata.entries.first)
    #expect(errata.entries.count == 1)
    #expect(entry.verdict == "the statement as quoted fails")
    #expect(entry.failure == "x = 2: x^2 <= x: 4 <= 2 is false")
    for page in [errata.text, errata.markdown.replacing("\\", with: "")] {
      for words in [
        "Theorem 1", "x in [0, 2]", "x in [0, 1]", entry.failure, "1 claim about", "0 refuted", "1 fail as",
      ] {
        #expect(page.contains(words), "\(words)")
      }
    }
    #expect(errata.text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    let holding = Claim(
      "example.holds", title: "", statement: "", source: Self.claim.source, method: .exact,
      check: Self.squares(.rational(in: 0...1)))
    let report = Registry.check([holding], options: CheckOptions(cases: 5))
    #expect(Errata(report, claims: [holding]).entries.isEmpty)
  }

  @Test func aClaimsFigureIsDrawn() throws {
    try withTemporaryFolder { folder in
      let report = Self.report()
      let path = try ClaimReportWriter(directory: folder + "/claims").write(report)
      #expect(path == folder + "/claims/report.md")
      let files = try contents(folder + "/claims")
      #expect(
        Set(files.keys) == [
          "report.md", "report.json", "figures/squares.tsv", "figures/squares.gnuplot", "figures/squares.svg",
        ])
      #expect(
        String(decoding: files["figures/squares.tsv"] ?? Data(), as: UTF8.self)
          == "x\tx squared\tit's x\n0\t0\t0\n1\t1\t1\n2\t4\tnan\n")
    }
  }
}
