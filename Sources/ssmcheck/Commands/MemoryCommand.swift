import ArgumentParser
import Foundation
import Interchange
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

  @Argument(help: "A .safetensors file, or a folder with a model.safetensors.")
  var model: String?

  @Option(help: ArgumentHelp("The folder to write the report into.", valueName: "folder"))
  var output = "memory-report"

  @Flag(help: "Write the report as one self-contained HTML page as well.")
  var html = false

  @Flag(help: "Write the numbers as JSON as well.")
  var json = false

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

  @Option(
    help: ArgumentHelp(
      "A .safetensors file with the steps of a real run, dt or dt_raw; may be given again.", valueName: "file"))
  var steps: [String] = []

  @Option(help: ArgumentHelp("The family of the model, where it cannot be recognised.", valueName: "family"))
  var kind: String?

  @Option(help: ArgumentHelp("Which tensor is a parameter; once for each parameter.", valueName: "parameter=tensor"))
  var map: [String] = []

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
    if !map.isEmpty && kind == nil { throw ValidationError("--map needs --kind, the family whose parameters it names") }
  }

  func run() throws {
    let mapping = try kind.map { try CheckpointMapping(kind: $0, assignments: map) }
    var formats: Set<ReportFormat> = [.markdown]
    if html { formats.insert(.html) }
    if json { formats.insert(.json) }
    let writer = try ReportWriter(directory: output, formats: formats)

    let bundled = try model == nil ? BundledModel.folder() : nil
    let checkpoint = try Checkpoint(path: model ?? bundled ?? "", mapping: mapping)
    let stepFiles = steps.isEmpty ? bundled.map { [BundledModel.steps(in: $0)] } ?? [] : steps
    let captures = try stepFiles.map { StabilityAnalysis.CapturedSteps(try StepCapture(path: $0)) }
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
