import ArgumentParser
import Claims

/// `ssmcheck list`: the claims that there are.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the claims, or those whose id begins with a prefix.")

  @Argument(help: "What the ids begin with.")
  var prefix: String?

  func run() throws {
    let claims = try Registry.standard.select(prefix.map { [$0] } ?? [])
    let width = claims.map(\.id.count).max() ?? 0
    for claim in claims {
      print(claim.id.padding(to: width), claim.title, separator: "  ")
    }
  }
}
