import ArgumentParser
import Reports

/// `ssmcheck stability`: the stability report of a checkpoint.
struct StabilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stability",
    abstract: "Report where a trained model's modes are, how far it remembers, and what low precision does to it.",
    discussion: """
      Without MODEL the report is of the model that comes with the program. Where a checkpoint's tensors have names of \
      their own, --kind tells the family and each --map which tensor is which parameter, for instance \
      --kind lru --map nu_log=blocks.*.nu; a * stands for the layer.
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: ArgumentHelp("The folder to write the report into.", valueName: "folder"))
  var output = "stability-report"

  @OptionGroup var forms: FormatOptions

  @Option(
    help: ArgumentHelp(
      "The autocorrelation of the input from token to token, between -1 and 1, for the gradients' sensitivity.",
      valueName: "rho"))
  var autocorrelation = 0.0

  @Option(help: ArgumentHelp("How many threads to use; as many as there are cores by default.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    try Threads.validate(threads)
    guard abs(autocorrelation) < 1 else {
      throw ValidationError("--autocorrelation: expected a number above -1 and below 1, found \(autocorrelation)")
    }
  }

  func run() throws {
    // Before any work: the tools are there, and the folder can be made.
    let writer = try ReportWriter(directory: output, formats: forms.formats)
    let (checkpoint, captures) = try model.load()
    let analysis = StabilityAnalysis(
      checkpoint: checkpoint,
      options: .init(
        captures: captures, threads: Threads.count(threads), autocorrelation: autocorrelation))
    let report = try analysis.run { progress in
      Terminal.show(progress: "\(Int(100 * progress.fraction)) %: \(progress.activity)")
    }
    Terminal.show(progress: "writing the report")
    let file = try writer.write(report)
    Terminal.clearProgress()
    print("Report: \(file)\n\n\(Text.wrap(report.summary))")
    try ExitStatus(rawValue: report.exitCode)?.conclude()
  }
}
