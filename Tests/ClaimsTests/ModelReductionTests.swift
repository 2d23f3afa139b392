import Claims
import Testing

@Suite struct ModelReductionTests {
  static let verdicts = [
    ("lh.T1-aak", "holds as corrected"), ("lh.D1-mcmillan", "holds"), ("lh.M1-modal", "holds"),
    ("stu.Z1-matrix", "holds"),
    ("stu.Z2-decay", "holds"), ("stu.T31-approx", "holds as corrected"), ("bt.B1-bound", "holds"),
    ("bt.D1-diag-gramian", "holds"),
  ]

  @Test func theClaimsAreThese() { #expect(ModelReduction.claims.map(\.id) == Self.verdicts.map(\.0)) }

  @Test(arguments: verdicts) func theVerdictIsTheExpectedOne(id: String, verdict: String) throws {
    try expectVerdict(verdict, of: id, in: ModelReduction.claims)
  }
}
