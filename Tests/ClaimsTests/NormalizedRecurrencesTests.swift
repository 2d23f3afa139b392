import Claims
import Testing

@Suite struct NormalizedRecurrencesTests {
  static let ids = [
    "mlstm.T-stab", "mlstm.N-epsilon", "mlstm.N-states", "slstm.T-stab", "slstm.N-fresh", "slstm.N-growth",
    "rwkv4.T-stab", "rwkv4.N-growth", "fox.T", "fox.N-cumsum", "gsa.T", "gsa.N-abc-start",
    "gsa.N-block-maximum",
  ]
  /// Those whose printed statement fails.
  static let corrected = [
    "mlstm.N-epsilon", "mlstm.N-states", "slstm.N-fresh", "gsa.N-abc-start", "gsa.N-block-maximum",
  ]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(NormalizedRecurrences.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds")
  }
}
