import ArgumentParser
import Claims

/// The claims that a command line names.
struct ClaimSelection {
  /// In the order in which they are listed.
  let claims: [Claim]

  /// - Parameters:
  ///   - ids: ids or what they begin with; all claims where there is none.
  ///   - topic: the name of the topic that they have to be of; nil for any.
  /// - Throws: for an id or a topic that there is not, and where no claim is left.
  init(ids: [String], topic: String?) throws {
    let named = try Registry.standard.select(ids)
    guard let topic else {
      claims = named
      return
    }
    let members = Set(try Registry.topic(topic).claims.map(\.id))
    claims = named.filter { members.contains($0.id) }
    guard !claims.isEmpty else {
      throw ValidationError("--topic \(topic): none of the claims named is of this topic")
    }
  }
}
