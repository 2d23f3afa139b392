import Claims
import Testing

@Suite struct FiltersTests {
  static let ids = [
    "kalman.T-scan", "kalman.T-likelihood", "kalman.T-square-root", "kalman.T-riccati", "ncdssm.T-fraction",
    "ncdssm.N-collapse", "ncdssm.N-noise", "ncdssm.N-least-step", "ncdssm.N-jitter", "paris.T-unbiased", "paris.T-bias",
    "paris.S-sampler",
  ]

  /// Those whose printed statement fails.
  static let corrected = ["ncdssm.N-noise", "ncdssm.N-least-step", "ncdssm.N-jitter"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(Filters.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds", cases: 12)
  }
}
