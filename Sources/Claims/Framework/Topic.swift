/// The claims about one question.
public struct Topic: Sendable {
  /// As `--topic` takes it.
  public let name: String
  public let title: String
  public let claims: [Claim]

  /// All topics, in the order in which their claims are listed.
  public static let all = [memory, stability, duality, diagonalization]

  /// How fast models forget.
  public static let memory = Topic(
    name: "memory", title: "Memory decay, recency, influence",
    claims: InverseApproximation.claims + LayeredModels.claims + LinearUniversality.claims + Recency.claims
      + SelectiveMemory.claims + Contractions.claims + PolesAndMarkovParameters.claims)

  /// What keeps recurrences, and their training, stable.
  public static let stability = Topic(
    name: "stability", title: "Stable reparameterization, recurrences and gradients",
    claims: StableSSM.claims + LinearRecurrentUnit.claims + GradientSensitivity.claims + OutputScales.claims
      + SelectiveStability.claims + Quantization.claims + Oscillators.claims + StableParameterizations.claims
      + GatedRecurrences.claims
      + NormalizedRecurrences.claims + ParallelNewton.claims + Filters.claims
      + EventModels.claims)

  /// Which algorithms compute the same map.
  public static let duality = Topic(
    name: "duality", title: "Equal forms of one recurrence: scans, attention, chunks, WY", claims: Duality.claims)

  /// What diagonalizing a state matrix costs, and what its transfer function keeps.
  public static let diagonalization = Topic(
    name: "diagonalization", title: "HiPPO, diagonalization, transfer functions, model reduction",
    claims: PerturbThenDiagonalize.claims + Conditioning.claims + HiPPOClaims.claims + StructuredStateSpaces.claims
      + ParallelStateSpaces.claims + HankelClaims.claims + RationalTransferFunctions.claims + ModelReduction.claims
      + CompanionClaims.claims + LongConvolutions.claims)
}

extension Registry {
  /// The claims of the topic called `name`, upper and lower case alike.
  ///
  /// - Throws: ``RegistryError`` for a name that no topic has.
  public static func topic(_ name: String) throws(RegistryError) -> Topic {
    guard let topic = Topic.all.first(where: { $0.name == name.lowercased() }) else {
      throw RegistryError.unknownTopic(name, known: Topic.all.map(\.name))
    }
    return topic
  }
}
