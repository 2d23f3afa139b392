import Claims
import Testing

@Suite struct RecencyTests {
  static let verdicts = [
    ("recency.T3.1", "holds"), ("recency.T3.1-printed", "holds as corrected"), ("recency.T4.2", "holds"),
    ("recency.T4.2-implemented", "holds as corrected"), ("recency.T4.2-length", "holds as corrected"),
    ("recency.P4.1", "holds as corrected"), ("recency.polar", "holds"),
  ]

  @Test func theClaimsAreThese() { #expect(Recency.claims.map(\.id) == Self.verdicts.map(\.0)) }

  @Test(arguments: verdicts) func theVerdictIsTheExpectedOne(id: String, verdict: String) throws {
    try expectVerdict(verdict, of: id, in: Recency.claims, cases: 20)
  }
}
