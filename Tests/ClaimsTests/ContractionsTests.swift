import Claims
import Testing

@Suite struct ContractionsTests {
  static let verdicts = [("esp.contraction", "holds"), ("wiener.diss", "holds")]

  @Test func theClaimsAreThese() { #expect(Contractions.claims.map(\.id) == Self.verdicts.map(\.0)) }

  @Test(arguments: verdicts) func theVerdictIsTheExpectedOne(id: String, verdict: String) throws {
    try expectVerdict(verdict, of: id, in: Contractions.claims, cases: 20)
  }
}
