import Claims
import Testing

@Suite struct SelectiveMemoryTests {
  static let verdicts = [
    ("b2s6.T2", "holds"), ("b2s6.T2-prose", "holds as corrected"), ("consensus.L2.1", "holds"),
    ("longmamba.decay", "holds"), ("longhorn.A", "holds"), ("tokdyn.first-token", "holds"),
    ("affine.obstruction", "holds"),
  ]

  @Test func theClaimsAreThese() { #expect(SelectiveMemory.claims.map(\.id) == Self.verdicts.map(\.0)) }

  @Test(arguments: verdicts) func theVerdictIsTheExpectedOne(id: String, verdict: String) throws {
    try expectVerdict(verdict, of: id, in: SelectiveMemory.claims, cases: 20)
  }
}
