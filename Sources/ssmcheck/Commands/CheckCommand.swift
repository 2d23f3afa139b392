import ArgumentParser
import Arithmetic
import Claims
import Foundation
import Reports
import Synchronization

/// `ssmcheck check`: tries the claims.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check claims: all of them, or those with these ids or prefixes.",
    discussion: """
      Each claim is tried on random cases and then in a search for the instance at which its inequality is tightest, with \
      all its falsifiers, which have to find a case that fails. With --json the results are kept as they come: a run that \
      was interrupted goes on where it stopped when it is started again with the same options. The same seed gives the \
      same bytes, unless --examples makes a run depend on the runs before it.
      """)

  @OptionGroup var selection: ClaimOptions

  @Option(help: ArgumentHelp("How many random cases to try for each claim.", valueName: "count"))
  var cases = CheckOptions().cases

  @Option(help: ArgumentHelp("The seed of every random choice.", valueName: "number"))
  var seed = CheckOptions().seed

  @Option(
    help: ArgumentHelp("The precision that is tried first; it is raised where it does not decide.", valueName: "bits"))
  var precision = CheckOptions().precision.bits

  @Option(help: ArgumentHelp("Keep the results in this file, as JSON.", valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp(
      "Write a report with the claims' figures into this folder; such a run always starts from the beginning.",
      valueName: "folder"))
  var figures: String?

  @Option(
    help: ArgumentHelp(
      "Compare again, and only, at this case of the one claim named: the text that was printed with it.",
      valueName: "text"))
  var replay: String?

  @Option(
    help: ArgumentHelp(
      "Keep failing and tightest cases in this folder, and try them first: the results then depend on earlier runs.",
      valueName: "directory"))
  var examples: String?

  @Option(help: ArgumentHelp("How many threads to use; as many as there are cores by default.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    guard cases >= 1 else { throw ValidationError("--cases: expected at least 1, found \(cases)") }
    let bits = Precision.single.bits...65536
    guard bits.contains(precision) else {
      throw ValidationError(
        "--precision: expected \(bits.lowerBound) to \(bits.upperBound) bits, found \(precision)")
    }
    try Threads.validate(threads)
  }

  func run() throws {
    let claims = try selection.claims()
    let options = CheckOptions(
      cases: cases, seed: seed, precision: Precision(bits: precision), figures: figures != nil,
      workers: Threads.count(threads), examples: try examples.map(Self.directory))
    if let replay { return try ReplayedCase(replay, of: claims, options: options).report() }

    let fresh = try CheckRecord(options: options, claims: claims.map(\.id))
    let kept = figures == nil ? json.flatMap(fresh.resumed(from:)) : nil
    let keeper = RecordKeeper(kept ?? fresh, file: json)
    // Before any work: what cannot be written must not be found out at the end.
    let writer = try figures.map { try ClaimReportWriter(directory: $0) }
    try keeper.save()
    let interruption = Interruption { keeper.finishAfterInterruption(of: claims.count) }
    defer { interruption.cancel() }

    for result in kept?.results ?? [] { print(CheckLine(saved: result).text) }
    let done = Set(kept?.identifiers ?? [])
    let failure = Mutex<(any Error)?>(nil)
    let report = Registry.check(claims.filter { !done.contains($0.id) }, options: options) { progress in
      Terminal.show(progress: "\(progress.id): \(progress.finished) of \(progress.total)")
    } found: { result in
      Terminal.clearProgress()
      do {
        try keeper.append(result)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
      print(CheckLine(result).text)
      // Also where the output is a file or a pipe, a verdict is there as soon as it is known.
      fflush(nil)
    }
    Terminal.clearProgress()
    try failure.withLock { if let error = $0 { throw error } }
    let file = try writer?.write(report)
    let outcomes = keeper.record.results.map { CheckLine(saved: $0) }
    print(CheckLine.summary(of: outcomes))
    if let file { print("Report: \(file)") }
    try CheckLine.status(of: outcomes).conclude()
  }

  /// The folder of the examples, which is made where there is none.
  private static func directory(_ path: String) throws -> URL {
    let url = URL(fileURLWithPath: path, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw UsageError("\(path): cannot be made a folder: \(error.localizedDescription)")
    }
    return url
  }
}
