import ArgumentParser
import Claims
import Reports

/// `ssmcheck errata`: what is printed and does not hold.
struct ErrataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errata",
    abstract: "List the printed statements that fail: where, the smallest case, and what holds instead.",
    discussion: """
      The claims whose source's wording fails are checked now, as ssmcheck check does, and the table is made from what \
      is found. Only a statement read in the paper or in its authors' code is called refuted. The exit code is that of \
      ssmcheck check: 0 where every correction holds.
      """)

  @OptionGroup var selection: ClaimOptions

  @Option(help: ArgumentHelp("How many random cases to try for each corrected statement.", valueName: "count"))
  var cases = 50

  @Option(help: ArgumentHelp("The seed of every random choice.", valueName: "number"))
  var seed = CheckOptions().seed

  @Option(help: ArgumentHelp("Write the table into this file, as Markdown.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("How many threads to use; as many as there are cores by default.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    guard cases >= 1 else { throw ValidationError("--cases: expected at least 1, found \(cases)") }
    try Threads.validate(threads)
  }

  func run() throws {
    let claims = try selection.claims().filter { $0.correction != nil }
    guard !claims.isEmpty else { throw ValidationError("none of the claims named fails as it is printed") }
    let file = try output.map(OutputFile.init)
    let options = CheckOptions(cases: cases, seed: seed, workers: Threads.count(threads))
    let report = Registry.check(claims, options: options) { progress in
      Terminal.show(progress: "\(progress.id): \(progress.finished) of \(progress.total)")
    }
    Terminal.clearProgress()
    let errata = Errata(report, claims: claims)
    if let file {
      try file.write(errata.markdown)
      print("\(file.path): \(errata.total)")
    } else {
      print(errata.text, terminator: "")
    }
    for result in report.results where result.exitCode != 0 {
      Terminal.report(error: "\(result.id): \(result.headline)\(result.defects.map { "; \($0)" }.joined())")
    }
    try ExitStatus(rawValue: report.exitCode)?.conclude()
  }
}
