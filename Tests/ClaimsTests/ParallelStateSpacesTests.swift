import Claims
import Testing

@Suite struct ParallelStateSpacesTests {
  static let ids = [
    "s5.P1-s4-link", "s5.P2-block", "s5.C1-mimo-limit", "s5.Z1-scan", "sashimi.H1-hurwitz", "liquid.K1-kernel",
    "s4nd.T1-outer", "s4nd.B1-bandlimit",
  ]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(ParallelStateSpaces.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, id == "liquid.K1-kernel" ? "holds as corrected" : "holds")
  }
}
