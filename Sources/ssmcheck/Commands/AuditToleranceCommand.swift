import ArgumentParser
import Arithmetic
import Oracle
import Reports

/// `ssmcheck audit-tolerance`: shows a wrong kernel that a tolerance accepts.
struct AuditToleranceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit-tolerance",
    abstract: "Show a wrong kernel that a tolerance accepts, and how far it lies beyond rounding.",
    discussion: "Exit code 1 where the tolerance accepts a wrong kernel.")

  @Argument(help: "The kernel, as 'ssmcheck kernels' lists it.")
  var kernel: String

  @Option(help: ArgumentHelp("The relative tolerance of an element.", valueName: "number"))
  var rtol: Double?

  @Option(help: ArgumentHelp("The absolute tolerance of an element.", valueName: "number"))
  var atol: Double?

  @Option(help: ArgumentHelp("The limit of the ratio rms(error)/rms(reference) instead.", valueName: "number"))
  var rms: Double?

  @Option(help: ArgumentHelp("The format in which the kernel stores: fp32, fp16 or bf16.", valueName: "format"))
  var format = "fp32"

  @Option(help: ArgumentHelp("How many random calls each wrong kernel is tried on.", valueName: "count"))
  var calls = 20

  @Option(help: ArgumentHelp("The seed of every random choice.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("How many threads to use; as many as there are cores by default.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    try Threads.validate(threads)
    guard (rtol != nil || atol != nil) != (rms != nil) else {
      throw ValidationError("give --rtol and --atol, or --rms")
    }
    for (name, value) in [("--rtol", rtol), ("--atol", atol), ("--rms", rms)] {
      if let value, !(value >= 0 && value.isFinite) {
        throw ValidationError("\(name): expected a finite number of at least 0, found \(value)")
      }
    }
    guard calls >= 1 else { throw ValidationError("--calls: expected at least 1, found \(calls)") }
    guard Self.formats[format] != nil else {
      throw ValidationError("--format: expected fp32, fp16 or bf16, found \(format)")
    }
  }

  private static let formats: [String: FloatFormat] = ["fp32": .binary32, "fp16": .binary16, "bf16": .bfloat16]

  func run() throws {
    guard let definition = KernelCatalogue.kernel(kernel) else {
      throw UsageError("unknown kernel '\(kernel)': see 'ssmcheck kernels'")
    }
    let rule = rms.map { ToleranceRule.rootMeanSquare($0) } ?? .close(relative: rtol ?? 0, absolute: atol ?? 0)
    let audit = audit(definition, rule)
    print(Text.wrap(audit.summary))
    if audit.triedCount == 0 { throw UsageError("\(kernel) has no known defects to try") }
    try (audit.findings.isEmpty ? ExitStatus.holds : .refuted).conclude()
  }

  private func audit(_ definition: some KernelDefinition, _ rule: ToleranceRule) -> ToleranceAudit {
    ToleranceAudit(
      of: definition, rule: rule, calls: calls, seed: seed, threads: Threads.count(threads),
      style: CallStyle(format: Self.formats[format] ?? .binary32))
  }
}
