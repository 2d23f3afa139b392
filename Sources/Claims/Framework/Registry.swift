/// The claims that there are, in the order in which they are listed.
public struct Registry: Sendable {
  public let claims: [Claim]

  /// A registry of `claims`, whose ids must differ.
  public init(_ claims: [Claim]) {
    precondition(Set(claims.map { $0.id.lowercased() }).count == claims.count, "two claims have the same id")
    self.claims = claims
  }

  /// Every claim of the library.
  public static let standard = Registry(Topic.all.flatMap(\.claims))

  /// The claim with this id, upper and lower case alike.
  public subscript(id: String) -> Claim? {
    let key = id.lowercased()
    return claims.first { $0.id.lowercased() == key }
  }

  /// The claims whose id is one of `patterns` or begins with one, each once, in the registry's order; all of them for
  /// no pattern.
  ///
  /// - Throws: ``RegistryError`` for a pattern that no id begins with.
  public func select(_ patterns: [String]) throws(RegistryError) -> [Claim] {
    guard !patterns.isEmpty else { return claims }
    var chosen: Set<String> = []
    for pattern in patterns {
      if let claim = self[pattern] {
        chosen.insert(claim.id)
        continue
      }
      let matches = claims.filter { $0.id.lowercased().hasPrefix(pattern.lowercased()) }
      guard !matches.isEmpty, !pattern.isEmpty else {
        throw RegistryError.unknownClaim(id: pattern, near: nearest(to: pattern))
      }
      chosen.formUnion(matches.map(\.id))
    }
    return claims.filter { chosen.contains($0.id) }
  }

  /// The ids nearest to `id` by edit distance, the part after the paper's key counted alone if that is nearer.
  private func nearest(to id: String) -> [String] {
    let key = Array(id.lowercased().utf8)
    let ranked = claims.enumerated().map { index, claim in
      let whole = claim.id.lowercased()
      let short = whole.drop { $0 != "." }.dropFirst()
      let distance = min(editDistance(key, Array(whole.utf8)), editDistance(key, Array(short.utf8)))
      return (distance, index, claim.id)
    }
    return ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(3).map(\.2)
  }
}

/// An id that no claim has, or a name that no topic has.
public enum RegistryError: Error, Equatable, CustomStringConvertible {
  case unknownClaim(id: String, near: [String])
  case unknownTopic(String, known: [String])

  public var description: String {
    switch self {
    case .unknownClaim(let id, let near):
      "no claim is called '\(id)'" + (near.isEmpty ? "" : "; near it: " + near.joined(separator: ", "))
    case .unknownTopic(let name, let known):
      "no topic is called '\(name)'; there are " + known.joined(separator: ", ")
    }
  }
}
