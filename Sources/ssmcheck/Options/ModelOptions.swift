import ArgumentParser
import Interchange
import Reports

/// Which checkpoint a report is of, and what is known of its runs.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A .safetensors file, or a folder with a model.safetensors.")
  var model: String?

  @Option(
    help: ArgumentHelp(
      "A .safetensors file with the steps of a real run, dt or dt_raw; may be given again.", valueName: "file"))
  var steps: [String] = []

  @Option(help: ArgumentHelp("The family of the model, where it cannot be recognised.", valueName: "family"))
  var kind: String?

  @Option(help: ArgumentHelp("Which tensor is a parameter; once for each parameter.", valueName: "parameter=tensor"))
  var map: [String] = []

  func validate() throws {
    if !map.isEmpty && kind == nil { throw ValidationError("--map needs --kind, the family whose parameters it names") }
  }

  /// The checkpoint and the steps; those that come with the program where no model is named.
  func load() throws -> (checkpoint: Checkpoint, captures: [StabilityAnalysis.CapturedSteps]) {
    let mapping = try kind.map { try CheckpointMapping(kind: $0, assignments: map) }
    let bundled = try model == nil ? BundledModel.folder() : nil
    let checkpoint = try Checkpoint(path: model ?? bundled ?? "", mapping: mapping)
    let files = steps.isEmpty ? bundled.map { [BundledModel.steps(in: $0)] } ?? [] : steps
    return (checkpoint, try files.map { StabilityAnalysis.CapturedSteps(try StepCapture(path: $0)) })
  }
}
