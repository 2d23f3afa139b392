import Claims
import Testing

@Suite struct ParallelNewtonTests {
  static let ids = [
    "deer.T-prefix", "deer.T-quad", "deer.N-overflow", "elk.T-kalman", "elk.N-prefix", "elk.T-contraction",
  ]
  /// Those whose printed statement fails.
  static let corrected = ["elk.T-kalman"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(ParallelNewton.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds")
  }
}
