import ArgumentParser
import Reports

/// `ssmcheck memory`: the report of what a checkpoint remembers.
struct MemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory",
    abstract: "Report how a trained model forgets: memory functions, effective windows, influence by distance.",
    discussion: """
      Without MODEL the report is of the model that comes with the program. Every number is enclosed, and whether memory \
      decays, and how, is decided from the parameters. --kind and --map are those of 'ssmcheck stability'.
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: ArgumentHelp("The folder to write the report into.", valueName: "folder"))
  var output = "memory-report"

  @OptionGroup var forms: FormatOptions

  @Option(help: ArgumentHelp("The longest distance that is looked at, in tokens.", valueName: "tokens"))
  var length = 10_000

  @Option(
    help: ArgumentHelp(
      "The part of what is remembered that an effective window leaves out; may be given again. Half, 10 % and 1 % by default.",
      valueName: "part"))
  var fraction: [Double] = []

  @Option(
    help: ArgumentHelp(
      "A distance at which the influence of a token is told; may be given again. The powers of ten by default.",
      valueName: "tokens"))
  var distance: [Int] = []

  @Option(help: ArgumentHelp("How many threads to use; as many as there are cores by default.", valueName: "count"))
  var threads: Int?

  private static let longest = 1_000_000_000

  func validate() throws {
    try Threads.validate(threads)
    guard (1...Self.longest).contains(length) else {
      throw ValidationError("--length: expected 1 to \(Self.longest) tokens, found \(length)")
    }
    if let bad = fraction.first(where: { !($0 > 0 && $0 < 1) }) {
      throw ValidationError("--fraction: expected a number between 0 and 1, found \(bad)")
    }
    if let bad = distance.first(where: { !(0...Self.longest).contains($0) }) {
      throw ValidationError("--distance: expected 0 to \(Self.longest) tokens, found \(bad)")
    }
  }

  func run() throws {
    let writer = try ReportWriter(directory: output, formats: forms.formats)
    let (checkpoint, captures) = try model.load()
    let options = MemoryAnalysis.Options(
      length: length, fractions: fraction.isEmpty ? [0.5, 0.1, 0.01] : fraction,
      distances: distance.isEmpty ? nil : distance, captures: captures, threads: Threads.count(threads))
    let report = try MemoryAnalysis(checkpoint: checkpoint, options: options).run { progress in
      Terminal.show(progress: "\(Int(100 * progress.fraction)) %: \(progress.activity)")
    }
    Terminal.show(progress: "writing the report")
    let file = try writer.write(report)
    Terminal.clearProgress()
    print("Report: \(file)\n\n\(Text.wrap(report.summary))")
    try ExitStatus(rawValue: report.exitCode)?.conclude()
  }
}
