import Claims
import Testing

@Suite struct LinearUniversalityTests {
  static let ids = ["univ.recon", "univ.cond"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(LinearUniversality.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, "holds", cases: 20)
  }
}
