import Claims
import Testing

@Suite struct ConditioningTests {
  static let ids = [
    "ptd.T4-davies", "ptd.T5-kappa-vs-eps", "ptd.O1-objective", "ptd.K1-kappa-legs", "ptd.K2-lapack-trap",
    "ptd.B1-backward", "ptd.S1-shipped-perturbations", "bkms.T1-davies", "bkms.T2-overlap", "davies.jordan",
    "bf.T1-bauer-fike",
  ]
  /// Those whose printed statement fails.
  static let corrected: [String] = []

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(Conditioning.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds")
  }
}
