import Claims
import Testing

@Suite struct EventModelsTests {
  static let ids = ["tpp.N-quadrature", "tpp.N-count", "s2p2.T", "densessm.T", "liquid.T-expand"]
  /// Those whose printed statement fails.
  static let corrected = ["tpp.N-quadrature", "tpp.N-count"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(EventModels.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds", cases: 12)
  }
}
