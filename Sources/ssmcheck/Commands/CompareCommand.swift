import ArgumentParser
import Foundation
import Reports

/// `ssmcheck compare`: says whether what a kernel gave is right.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Judge a kernel's output: rounding, or a defect, and which one.",
    discussion: """
      Tensors are read from .safetensors, .npz or .npy files or a folder of .npy files, under the names that \
      'ssmcheck kernels KERNEL' lists, with or without 'in.', 'out.' and 'state.' before them. A manifest within the file or \
      beside it may say the kernel, its flags and its formats; options override it. Exit code 0: explained by rounding; \
      1: a defect; 2: bad input; 3: nothing can be said.
      """)

  @Argument(help: "The kernel, as 'ssmcheck kernels' lists it; the manifest's where it is left out.")
  var kernel: String?

  @Option(help: ArgumentHelp("The file of the inputs.", valueName: "file"))
  var inputs: String

  @Option(help: ArgumentHelp("The file of the outputs; that of the inputs by default.", valueName: "file"))
  var outputs: String?

  @Option(help: ArgumentHelp("A file with the manifest.", valueName: "file"))
  var manifest: String?

  @Option(help: ArgumentHelp("The name that a tensor has in the file; may be given again.", valueName: "name=tensor"))
  var map: [String] = []

  @Option(help: ArgumentHelp("A flag of the kernel; may be given again.", valueName: "name=value"))
  var flag: [String] = []

  @Option(help: ArgumentHelp("The format in which it computes: fp32, fp64, fp16 or bf16.", valueName: "format"))
  var accumulate: String?

  @Option(help: ArgumentHelp("A format in which it stores values, such as state=bf16.", valueName: "what=format"))
  var store: [String] = []

  @Option(help: ArgumentHelp("How accurate its functions are: library, gpu or fast.", valueName: "profile"))
  var math: String?

  @Option(help: ArgumentHelp("The algorithm that it is known to use.", valueName: "name"))
  var algorithm: String?

  @Option(help: ArgumentHelp("Judge at most so many independent parts (rows, heads, channels).", valueName: "count"))
  var sample: Int?

  @Option(help: ArgumentHelp("The seed of the sample.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Write a report with figures into this folder.", valueName: "folder"))
  var output: String?

  @Flag(help: "Write the report as one self-contained HTML page as well.")
  var html = false

  @Flag(help: "Write the report as JSON and as JUnit XML as well.")
  var json = false

  @Option(help: ArgumentHelp("How many threads to use; as many as there are cores by default.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    try Threads.validate(threads)
    if let sample, sample < 1 { throw ValidationError("--sample: expected at least 1, found \(sample)") }
    if output == nil, html || json {
      throw ValidationError("--html and --json need --output, the folder of the report")
    }
  }

  func run() throws {
    var formats: Set<ReportFormat> = [.markdown]
    if html { formats.insert(.html) }
    if json { formats.insert(.json) }
    let writer = try output.map { try ReportWriter(directory: $0, formats: formats) }

    var request = ComparisonRequest(kernel: kernel, inputs: inputs, outputs: outputs)
    request.manifest = manifest
    request.names = try Assignment.parse(map, option: "--map")
    request.flags = try Assignment.parse(flag, option: "--flag")
    request.storage = try Assignment.parse(store, option: "--store")
    request.accumulation = accumulate
    request.mathematics = math
    request.algorithm = algorithm
    let comparison = try request.load()
    let report = try comparison.judge(sample: sample, seed: seed, threads: Threads.count(threads)) { share in
      Terminal.show(progress: "judging: \(Int(100 * share)) %")
    }
    Terminal.clearProgress()
    print(Text.wrap(report.summary))
    if let writer { print("Report: \(try writer.write(report))") }
    try ExitStatus(rawValue: report.exitCode)?.conclude()
  }
}

/// Options of the form NAME=VALUE.
enum Assignment {
  static func parse(_ texts: [String], option: String) throws -> [String: String] {
    var values: [String: String] = [:]
    for text in texts {
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex, text.index(after: equals) < text.endIndex
      else { throw UsageError("\(option): expected name=value, found '\(text)'") }
      let name = String(text[..<equals])
      guard values.updateValue(String(text[text.index(after: equals)...]), forKey: name) == nil else {
        throw UsageError("\(option): '\(name)' is given twice")
      }
    }
    return values
  }
}
