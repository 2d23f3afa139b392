import ArgumentParser
import Claims
import Reports

/// `ssmcheck show`: what one claim says, and how it is checked.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a claim: its statement, source, hypotheses, method and falsifiers.")

  @Argument(help: "The id of a claim, as 'ssmcheck list' gives it.")
  var id: String

  func run() throws {
    guard let claim = Registry.standard[id] else {
      // Not the id of a claim: `select` says which ids are near, or that it is a prefix of some.
      let matches = try Registry.standard.select([id]).map(\.id)
      throw UsageError("'\(id)' begins \(matches.count) ids, name one: \(matches.joined(separator: ", "))")
    }
    print(claim.terminalText, terminator: "")
  }
}
