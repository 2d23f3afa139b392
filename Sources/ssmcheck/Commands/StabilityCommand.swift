import ArgumentParser
import Foundation
import Interchange
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

  @Argument(help: "A .safetensors file, or a folder with a model.safetensors.")
  var model: String?

  @Option(help: ArgumentHelp("The folder to write the report into.", valueName: "folder"))
  var output = "stability-report"

  @Flag(help: "Write the report as one self-contained HTML page as well.")
  var html = false

  @Flag(help: "Write the numbers as JSON as well.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "A .safetensors file with the steps of a real run, dt or dt_raw; may be given again.", valueName: "file"))
  var steps: [String] = []

  @Option(
    help: ArgumentHelp(
      "The autocorrelation of the input from token to token, between -1 and 1, for the gradients' sensitivity.",
      valueName: "rho"))
  var autocorrelation = 0.0

  @Option(help: ArgumentHelp("The family of the model, where it cannot be recognised.", valueName: "family"))
  var kind: String?

  @Option(help: ArgumentHelp("Which tensor is a parameter; once for each parameter.", valueName: "parameter=tensor"))
  var map: [String] = []

  @Option(help: ArgumentHelp("How many threads to use; as many as there are cores by default.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    try Threads.validate(threads)
    guard abs(autocorrelation) < 1 else {
      throw ValidationError("--autocorrelation: expected a number above -1 and below 1, found \(autocorrelation)")
    }
    if !map.isEmpty && kind == nil { throw ValidationError("--map needs --kind, the family whose parameters it names") }
  }

  func run() throws {
    let mapping = try kind.map { try CheckpointMapping(kind: $0, assignments: map) }
    // Before any work: the tools are there, and the folder can be made.
    var formats: Set<ReportFormat> = [.markdown]
    if html { formats.insert(.html) }
    if json { formats.insert(.json) }
    let writer = try ReportWriter(directory: output, formats: formats)

    let bundled = try model == nil ? BundledModel.folder() : nil
    let checkpoint = try Checkpoint(path: model ?? bundled ?? "", mapping: mapping)
    let stepFiles = steps.isEmpty ? bundled.map { [BundledModel.steps(in: $0)] } ?? [] : steps
    let captures = try stepFiles.map { StabilityAnalysis.CapturedSteps(try StepCapture(path: $0)) }
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
