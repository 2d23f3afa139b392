import Claims
import Testing

@Suite struct LongConvolutionsTests {
  static let verdicts = LongConvolutions.claims.map { ($0.id, $0.correction == nil ? "holds" : "holds as corrected") }

  @Test func theClaimsAreThese() {
    #expect(
      LongConvolutions.claims.map(\.id) == [
        "stnn.H1-hankel-fft", "flash.M1-monarch", "flash.C1-cost", "flash.S1-sparse", "longconv.Q1-squash",
        "sgconv.L1-length", "hyena.C1-causal", "hyena.H3-special",
      ])
  }

  @Test(arguments: verdicts) func theVerdictIsTheExpectedOne(id: String, verdict: String) throws {
    try expectVerdict(verdict, of: id, in: LongConvolutions.claims)
  }
}

/// The verdict is the one expected, and every falsifier fires, with few cases.
func expectVerdict(_ verdict: String, of id: String, in claims: [Claim], cases: Int = 30, figures: Bool = false) throws
{
  let claim = try #require(claims.first { $0.id == id })
  for seed in [1, 20_240_531] as [UInt64] {
    let options = CheckOptions(cases: cases, seed: seed, figures: figures && seed == 1)
    let result = Registry.check([claim], options: options).results[0]
    #expect(result.verdict.name == verdict, "seed \(seed): \(result.headline)")
    #expect(result.defects.isEmpty, "seed \(seed): \(result.defects)")
  }
  let dropped = Set(claim.falsifiers.compactMap(\.dropping))
  for hypothesis in claim.hypotheses {
    #expect(
      dropped.contains(hypothesis.name) != (hypothesis.untested != nil),
      "'\(hypothesis.name)' of \(id) is dropped by a falsifier, or it is said why not")
  }
  #expect(dropped.isSubset(of: claim.hypotheses.map(\.name)))
}
