import Claims
import Testing

@Suite struct FiltersTests {
  static let ids = [
    "kalman.T-scan", "kalman.T-likelihood", "kalman.T-square-root", "kalman.T-riccati", "ncdssm.T-fraction",
    "ncdssm.N-collapse", "paris.T-unbiased", "paris.T-bias", "paris.S-sampler",
  ]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(Filters.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, "holds", cases: 12)
  }
}
