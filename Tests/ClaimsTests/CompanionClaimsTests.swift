import Claims
import Testing

@Suite struct CompanionClaimsTests {
  static let verdicts = [
    ("spacetime.P1-ar", "holds"), ("spacetime.T1-no-continuous", "holds as corrected"),
    ("spacetime.A1-kernel", "holds"),
    ("spacetime.code-gain", "holds as corrected"), ("smamba.C1-canonical", "holds"), ("ctrl.S1-stability", "holds"),
  ]

  @Test func theClaimsAreThese() { #expect(CompanionClaims.claims.map(\.id) == Self.verdicts.map(\.0)) }

  @Test(arguments: verdicts) func theVerdictIsTheExpectedOne(id: String, verdict: String) throws {
    try expectVerdict(verdict, of: id, in: CompanionClaims.claims)
  }
}
