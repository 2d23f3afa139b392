import Foundation
import Testing

/// `ssmcheck errata`: what is printed and does not hold.
@Suite struct ErrataTests {
  static let arguments = ["errata", "stablessm.D3.4", "stablessm.T3.6", "--cases", "5"]

  @Test func listsWhatFailsWithItsSmallestCase() throws {
    let run = try ProgramRun(Self.arguments)
    #expect(run.exitCode == 0, "\(run.errors)")
    for words in [
      "StableSSM (arXiv 2311.14495)", "stablessm.D3.4-b0", "a = 1, b = 0, w = 1/1000", "stablessm.T3.6-disc", "instead",
      "2 claims about what is printed",
    ] { #expect(run.output.contains(words), "\(words)") }
    #expect(!run.output.contains("stablessm.D3.4-uc"), "that one holds as printed")
  }

  @Test func writesTheSamePageForAnyNumberOfThreads() throws {
    let folder = try TemporaryFolder()
    for threads in ["1", "3"] {
      let run = try ProgramRun(
        Self.arguments + ["--output", "errata-\(threads).md", "--threads", threads], in: folder.url)
      #expect(run.exitCode == 0 && run.output.hasPrefix("errata-\(threads).md: 2 claims"))
    }
    let page = try folder.data("errata-1.md")
    #expect(try page == folder.data("errata-3.md"))
    #expect(String(decoding: page, as: UTF8.self).contains("`ssmcheck check stablessm.D3.4-b0 --replay statement:"))
  }

  @Test(arguments: [
    (["errata", "stablessm.D3.4-uc"], "none of the claims named"), (["errata", "no.such-claim"], "no.such-claim"),
    (["errata", "--topic", "nothing"], "nothing"), (["errata", "--cases", "0"], "--cases"),
    (["errata", "stablessm.D3.4-b0", "--cases", "1", "--output", "no-such-folder/x.md"], "no-such-folder/x.md"),
  ])
  func refusesWhatItCannotDo(arguments: [String], word: String) throws {
    let run = try ProgramRun(arguments)
    #expect(run.exitCode == 2 && run.output.isEmpty)
    #expect(run.errors.contains(word) && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
  }
}
