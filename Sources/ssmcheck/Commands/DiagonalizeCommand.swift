import ArgumentParser
import Arithmetic
import Definitions
import Foundation
import Interchange
import Reports

/// `ssmcheck diagonalize`: what diagonalizing a state matrix costs.
struct DiagonalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagonalize",
    abstract: "Report what diagonalizing a state matrix costs, and which perturbation would make it cheap.",
    discussion: """
      The matrix is one of HiPPO's (legs, legt, lagt, fout) of --size states, or a square one from a file (.npy, .npz, \
      .safetensors), whose tensors B and C are taken as input and output where they are there. Of MODEL, which is diagonal already, the report \
      says how many states matter and what rounding does to its transfer functions. For instance: \
      ssmcheck diagonalize --matrix legs --size 32
      """)

  @Argument(help: "A checkpoint of a diagonal model (S4D, S5, LRU): a .safetensors file, or a folder with one.")
  var model: String?

  @Option(help: ArgumentHelp("legs, legt, lagt, fout, or a file; legs by default.", valueName: "matrix"))
  var matrix: String?

  @Option(help: ArgumentHelp("How many states a HiPPO matrix has; 32 by default.", valueName: "states"))
  var size: Int?

  @Option(help: ArgumentHelp("Which tensor of the file is the matrix.", valueName: "name"))
  var tensor: String?

  @Option(help: ArgumentHelp("The decimal digits for which the narrowest format is looked for.", valueName: "count"))
  var digits = 3.0

  @Option(help: ArgumentHelp("How many points a side of the grid of the pseudospectra has.", valueName: "count"))
  var grid = 100

  @Option(
    help: ArgumentHelp(
      "The precision of the grid: 53 for float64, which knows nothing below 1e-16 of the norm.", valueName: "bits"))
  var gridPrecision = 53

  @Option(help: ArgumentHelp("The folder to write the report into.", valueName: "folder"))
  var output = "diagonalization-report"

  @OptionGroup var forms: FormatOptions

  @Option(help: ArgumentHelp("The seed of the random perturbations.", valueName: "number"))
  var seed = UInt64(1)

  @Option(help: ArgumentHelp("How many threads to use; as many as there are cores by default.", valueName: "count"))
  var threads: Int?

  private var hippo: HiPPO? { HiPPO.allCases.first { $0.rawValue.lowercased() == (matrix ?? "legs").lowercased() } }

  func validate() throws {
    try Threads.validate(threads)
    let orders = 1...StateMatrix.largestOrder
    if let size, !orders.contains(size) {
      throw ValidationError("--size: expected \(orders.lowerBound) to \(orders.upperBound) states, found \(size)")
    }
    guard digits > 0, digits <= 300 else {
      throw ValidationError("--digits: expected a number above 0 and at most 300, found \(digits)")
    }
    guard (2...2000).contains(grid) else { throw ValidationError("--grid: expected 2 to 2000 points, found \(grid)") }
    guard (53...4096).contains(gridPrecision) else {
      throw ValidationError("--grid-precision: expected 53 to 4096 bits, found \(gridPrecision)")
    }
    if model != nil, matrix != nil || size != nil || tensor != nil {
      throw ValidationError("MODEL is a checkpoint: --matrix, --size and --tensor do not go with it")
    }
    if hippo != nil, tensor != nil {
      throw ValidationError("--tensor names a tensor of a file: name one with --matrix")
    }
    if hippo == nil, size != nil {
      throw ValidationError("--size is for legs, legt, lagt and fout; a file tells its own size")
    }
  }

  func run() throws {
    let writer = try ReportWriter(directory: output, formats: forms.formats)
    if let model {
      let report = try ModalModelReport(
        Checkpoint(path: model), digits: digits, threads: Threads.count(threads)
      ) { Terminal.show(progress: "\(Int(100 * $0)) %: \($1)") }
      return try finish(report.summary) { try writer.write(report) }
    }
    let state =
      try hippo.map { StateMatrix($0, order: size ?? 32) }
      ?? StateMatrix(TensorFile(path: matrix ?? ""), tensor: tensor)
    let options = DiagonalizationAnalysis.Options(
      digits: digits, seed: seed, gridSide: grid, gridPrecision: Precision(bits: gridPrecision),
      threads: Threads.count(threads))
    let report = try DiagonalizationAnalysis(state, options: options).run { progress in
      Terminal.show(progress: "\(Int(100 * progress.fraction)) %: \(progress.activity)")
    }
    try finish(report.summary) { try writer.write(report) }
    try ExitStatus(rawValue: report.exitCode)?.conclude()
  }

  private func finish(_ summary: String, _ write: () throws -> String) throws {
    Terminal.show(progress: "writing the report")
    let file = try write()
    Terminal.clearProgress()
    print("Report: \(file)\n\n\(Text.wrap(summary))")
  }
}
