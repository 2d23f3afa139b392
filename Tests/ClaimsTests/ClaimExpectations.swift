import Claims
import Testing

/// That a claim has a verdict, quotes its source's figures rightly, has falsifiers that fire, and says what it needs.
func expectVerdict(
  _ id: String, _ verdict: String, cases: Int = 25, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let claim = try #require(Registry.standard[id], sourceLocation: sourceLocation)
  for seed in [1, 20_240_531] as [UInt64] {
    let result = Registry.check([claim], options: CheckOptions(cases: cases, seed: seed)).results[0]
    #expect(
      result.verdict.name == verdict, "seed \(seed): \(result.headline), \(result.verdict)",
      sourceLocation: sourceLocation)
    #expect(result.defects.isEmpty, "seed \(seed): \(result.defects)", sourceLocation: sourceLocation)
  }
  #expect(!claim.falsifiers.isEmpty, sourceLocation: sourceLocation)
  let dropped = Set(claim.falsifiers.compactMap(\.dropping))
  for hypothesis in claim.hypotheses {
    #expect(
      dropped.contains(hypothesis.name) != (hypothesis.untested != nil),
      "'\(hypothesis.name)' is dropped by a falsifier, or it is said why not", sourceLocation: sourceLocation)
  }
  #expect(dropped.isSubset(of: claim.hypotheses.map(\.name)), sourceLocation: sourceLocation)
  #expect(claim.source.provenance != .secondary || claim.source.quotedBy != nil, sourceLocation: sourceLocation)
}
