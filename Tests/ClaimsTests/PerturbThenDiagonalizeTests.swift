import Arithmetic
import Claims
import Definitions
import Testing

@Suite struct PerturbThenDiagonalizeTests {
  /// Every claim with the verdict that it must have.
  static let verdicts: [(id: String, verdict: String)] = [
    ("ptd.D0-dissipativity", "holds"), ("ptd.L1-deviation", "holds"), ("ptd.L1b-phase", "holds"),
    ("ptd.F1-spikes", "holds"), ("ptd.T1-inputwise", "holds"), ("ptd.T2-systemwise", "holds"),
    ("ptd.F3-impulse", "holds"), ("ptd.T3-strong", "holds"), ("ptd.T3-frob", "holds"),
    ("ptd.R1-stability-radius", "holds"), ("ptd.E1-robust-frequency", "holds"), ("ptd.F2-synthetic", "holds"),
    ("te.P1-pseudospectra", "holds"), ("erratum.E1", "holds as corrected"), ("erratum.E2", "holds"),
    ("erratum.E3", "holds"),
  ]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(Claims.PerturbThenDiagonalize.claims.map(\.id) == Self.verdicts.map(\.id))
  }

  @Test(arguments: verdicts) func theVerdictIsAsExpectedAndEveryFalsifierFires(id: String, verdict: String) throws {
    let claim = try #require(Registry.standard[id])
    let result = Registry.check([claim], options: CheckOptions(cases: 10)).results[0]
    #expect(result.verdict.name == verdict, "\(result.headline)")
    #expect(result.defects.isEmpty, "\(result.defects)")
    #expect(result.exitCode == 0)
  }

  @Test(arguments: verdicts.map(\.id)) func aClaimSaysWhatItNeeds(id: String) throws {
    let claim = try #require(Registry.standard[id])
    #expect(!claim.falsifiers.isEmpty)
    let dropped = Set(claim.falsifiers.compactMap(\.dropping))
    for hypothesis in claim.hypotheses {
      #expect(dropped.contains(hypothesis.name) != (hypothesis.untested != nil), "\(hypothesis.name)")
    }
    #expect(dropped.isSubset(of: claim.hypotheses.map(\.name)))
    #expect(claim.source.provenance != .secondary || claim.source.quotedBy != nil)
  }

  /// Every number drawn carries its enclosure.
  @Test(arguments: verdicts.map(\.id)) func figuresAreCompleteAndEnclosed(id: String) throws {
    let claim = try #require(Registry.standard[id])
    for recipe in claim.figures {
      let figure = try recipe.make(.reference)
      #expect(figure.name == recipe.name)
      #expect(zip(figure.x.values, figure.x.values.dropFirst()).allSatisfy { $0 < $1 }, "\(figure.name)")
      for curve in figure.curves {
        #expect(curve.values.contains { $0.isFinite }, "\(figure.name): \(curve.name)")
        let radii = try #require(curve.radii, "\(figure.name): \(curve.name)")
        let narrow = zip(curve.values, radii).count { $0.isFinite && $1 <= 1e-3 * abs($0) }
        #expect(narrow * 10 >= curve.values.count * 9, "\(figure.name): \(curve.name)")
      }
    }
  }
}
