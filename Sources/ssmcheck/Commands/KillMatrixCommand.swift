import ArgumentParser
import Oracle
import Reports

/// `ssmcheck kill-matrix`: which wrong kernels each comparison rule lets pass.
struct KillMatrixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kill-matrix",
    abstract: "Tabulate which known defects the oracle and the customary tolerances reject.")

  @Argument(help: "Kernels; all of them where none is named.")
  var kernels: [String] = []

  @Option(help: ArgumentHelp("Write the table as Markdown into this file.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("How many random calls are drawn for a defect at most.", valueName: "count"))
  var calls = 40

  @Option(help: ArgumentHelp("The seed of every random choice.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("How many threads to use; as many as there are cores by default.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    try Threads.validate(threads)
    guard calls >= 1 else { throw ValidationError("--calls: expected at least 1, found \(calls)") }
  }

  func run() throws {
    let file = try output.map(OutputFile.init)
    let definitions = try kernels.map { name in
      guard let definition = KernelCatalogue.kernel(name) else {
        throw UsageError("unknown kernel '\(name)': see 'ssmcheck kernels'")
      }
      return definition
    }
    let chosen = definitions.isEmpty ? KernelCatalogue.all : definitions
    let matrix = KillMatrix(of: chosen, calls: calls, seed: seed, threads: Threads.count(threads))
    let benign = BenignMatrix(of: chosen, seed: seed, threads: Threads.count(threads))
    try file?.write(matrix.markdown(benign: benign))
    print(Text.wrap(matrix.summary))
    print(Text.wrap("\(benign.count) right variants, \(benign.flagged.count) of them called a defect."))
    for row in benign.flagged { print("  flagged: \(row.kernel) \(row.form) \(row.way)") }
    for row in matrix.visible where !row.isKilled || !row.isNamed {
      print(
        "  \(row.isKilled ? "not named" : "not rejected"): \(row.kernel) \(row.defect) \(row.named.joined(separator: ", "))"
      )
    }
    let isRight = benign.flagged.isEmpty && matrix.visible.allSatisfy(\.isKilled)
    try (isRight ? ExitStatus.holds : .refuted).conclude()
  }
}
