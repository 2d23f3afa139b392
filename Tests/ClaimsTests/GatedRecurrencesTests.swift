import Claims
import Testing

@Suite struct GatedRecurrencesTests {
  static let ids = [
    "griffin.T-gate", "griffin.N-init", "griffin.T-variance", "griffin.N-bf16", "hgrn.T-lb", "mingru.T",
    "minlstm.N-carry", "mega.T-ema", "scan.T-heinsen", "scan.N-heinsen-growth",
  ]
  /// Those whose printed statement fails.
  static let corrected = ["griffin.T-gate", "griffin.N-init", "minlstm.N-carry"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(GatedRecurrences.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds")
  }
}
