import Claims
import Testing

@Suite struct HankelClaimsTests {
  static let ids = [
    "hope.R1-rom-bounds", "hope.T1-scarce", "hope.T2-sensitivity", "hope.T3-random-hankel", "hope.T4-lipschitz",
    "hope.M1-memory",
    "hope.A1-sampling", "freq.T1-tv", "freq.T2-gradient",
    "freq.C1-filter-code",
  ]
  /// Those whose printed statement fails.
  static let corrected = ["hope.M1-memory", "freq.C1-filter-code"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(HankelClaims.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds")
  }
}
