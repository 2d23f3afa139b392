import ArgumentParser
import Claims

/// Which claims a command is about.
struct ClaimOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Ids of claims, or what they begin with.", valueName: "id"))
  var ids: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only claims of this topic: \(Topic.all.map(\.name).joined(separator: ", ")).", valueName: "name"))
  var topic: String?

  /// The claims named, in the order in which they are listed; all claims where none is named.
  ///
  /// - Throws: for an id or a topic that there is not, and where no claim is left.
  func claims() throws -> [Claim] {
    let named = try Registry.standard.select(ids)
    guard let topic else { return named }
    let members = Set(try Registry.topic(topic).claims.map(\.id))
    let chosen = named.filter { members.contains($0.id) }
    guard !chosen.isEmpty else {
      throw ValidationError("--topic \(topic): none of the claims named is of this topic")
    }
    return chosen
  }
}
