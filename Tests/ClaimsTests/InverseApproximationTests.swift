import Claims
import Testing

@Suite struct InverseApproximationTests {
  static let verdicts: [(id: String, verdict: String)] = [
    ("invapx.T3.9-bernstein", "holds"), ("invapx.T3.9-all-inputs", "holds"),
    ("invapx.normalization", "holds as corrected"), ("invapx.LA7", "holds as corrected"),
    ("invapx.LA8", "holds as corrected"), ("invapx.LA8-repair", "holds"), ("invapx.lamin", "holds as corrected"),
    ("invapx.eq38", "holds as corrected"), ("invapx.LA9", "holds as corrected"), ("invapx.LA10", "holds"),
    ("invapx.AppC", "holds as corrected"), ("invapx.Fig1", "holds"),
  ]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(InverseApproximation.claims.map(\.id) == Self.verdicts.map(\.id))
  }

  @Test(arguments: verdicts) func theVerdictIsTheExpectedOne(id: String, verdict: String) throws {
    try expectVerdict(id, verdict, cases: 20)
  }
}
