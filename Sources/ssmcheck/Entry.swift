import ArgumentParser
import Foundation

/// Where the program starts: arguments in, exit code out.
@main
enum Entry {
  static func main() {
    do {
      var command = try Ssmcheck.parseAsRoot()
      try command.run()
    } catch let status as ExitStatus {
      Foundation.exit(status.rawValue)
    } catch {
      if Ssmcheck.exitCode(for: error) == .success {
        print(Ssmcheck.fullMessage(for: error))
        Foundation.exit(ExitStatus.holds.rawValue)
      }
      Terminal.report(error: Ssmcheck.message(for: error))
      Foundation.exit(ExitStatus.badInput.rawValue)
    }
  }
}

/// The program, which is its subcommands.
struct Ssmcheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ssmcheck",
    abstract: "Checks claims about state-space models, and the stability and memory of trained ones.",
    discussion: """
      Exit codes: 0 every claim holds, 1 a claim is refuted or a defect is found, 2 the input or the usage is wrong, \
      3 a claim is undecided at this precision or budget. Errors are one line on standard error.
      """,
    version: Version.current,
    subcommands: [
      CompareCommand.self, KernelsCommand.self, VectorsCommand.self, AuditToleranceCommand.self, KillMatrixCommand.self,
      StabilityCommand.self, MemoryCommand.self, DiagonalizeCommand.self, FigureCommand.self, ListCommand.self,
      ShowCommand.self, CheckCommand.self, ErrataCommand.self,
    ])
}
