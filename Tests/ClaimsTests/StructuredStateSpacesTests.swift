import Claims
import Testing

@Suite struct StructuredStateSpacesTests {
  /// Every claim with the verdict that it must have.
  static let verdicts: [(id: String, verdict: String)] = [
    ("s4.L32-eigvec", "holds as corrected"), ("s4.T1-nplr", "holds"), ("s4.A1-cauchy-woodbury", "holds"),
    ("s4.T2-recurrence", "holds"), ("s4.C1-trunc-conditioning", "holds"), ("dss.P1-softmax", "holds"),
    ("s4d.S1-legs-spectrum", "holds"), ("s4d.T3-limit", "holds as corrected"), ("s4d.I1-inv", "holds"),
    ("s4.code-Bclip", "holds"), ("s4d.V1-fp32-vandermonde", "holds"),
    ("erratum.E6", "holds as corrected"), ("erratum.E7", "holds as corrected"), ("erratum.E12", "holds as corrected"),
  ]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(StructuredStateSpaces.claims.map(\.id) == Self.verdicts.map(\.id))
  }

  @Test(arguments: verdicts) func theVerdictIsAsExpectedAndEveryFalsifierFires(id: String, verdict: String) throws {
    let claim = try #require(Registry.standard[id])
    let result = Registry.check([claim], options: CheckOptions(cases: 20, seed: 1)).results[0]
    #expect(result.verdict.name == verdict, "\(result.headline)")
    #expect(result.defects.isEmpty, "\(result.defects)")
    #expect(result.exitCode == 0)
    #expect(result.tally.discarded < 10)
  }

  @Test(arguments: verdicts.map(\.id)) func aClaimSaysWhatItNeeds(id: String) throws {
    let claim = try #require(Registry.standard[id])
    #expect(!claim.falsifiers.isEmpty)
    let dropped = Set(claim.falsifiers.compactMap(\.dropping))
    for hypothesis in claim.hypotheses {
      #expect(
        dropped.contains(hypothesis.name) != (hypothesis.untested != nil),
        "'\(hypothesis.name)' is dropped by a falsifier, or it is said why not")
    }
    #expect(dropped.isSubset(of: claim.hypotheses.map(\.name)))
  }

  /// Counterexamples that a reader can verify by hand.
  @Test(arguments: [
    ("s4.L32-eigvec", NamedValue("N", "2")), ("s4d.T3-limit", NamedValue("n", "5")),
    ("erratum.E6", NamedValue("N", "95")), ("erratum.E12", NamedValue("n", "4")),
  ])
  func theCounterexampleIsSmall(id: String, value: NamedValue) throws {
    let claim = try #require(Registry.standard[id])
    let result = Registry.check([claim], options: CheckOptions(cases: 20)).results[0]
    let instance = try #require(result.verdict.counterexample?.evidence.instance)
    #expect(instance.contains(value), "\(instance)")
  }
}
