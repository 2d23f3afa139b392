import Claims
import Testing

@Suite struct HiPPOClaimsTests {
  /// Every claim with the verdict that it must have.
  static let verdicts: [(id: String, verdict: String)] = [
    ("hippo.T2-legs-ode", "holds"), ("hippo.P3-timescale", "holds"), ("hippo.P5-gradient", "holds"),
    ("hippo.P6-approx", "holds"), ("hippo.L1-legt-pade", "holds"), ("hippo.P4-fast", "holds"),
    ("lssl.G1-gates", "holds"), ("lssl.D1-GBT", "holds"), ("lssl.C1-universal-conv", "holds"),
    ("httyh.T1-basis", "holds"), ("httyh.O1-orthogonality", "holds"), ("httyh.G1-gramian", "holds"),
    ("httyh.F1-fout", "holds"), ("httyh.S1-timescale", "holds"), ("erratum.E14", "holds as corrected"),
  ]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(HiPPOClaims.claims.map(\.id) == Self.verdicts.map(\.id))
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

  /// The figures of this group and of StructuredStateSpaces: complete, and enclosed where they are drawn as enclosed.
  @Test(arguments: [
    "hippo-bases", "approximation-rates", "gbt-norm", "legs-eigenvector-growth", "s4d-spectra", "s4d-phase-error",
  ]) func figuresAreEnclosed(name: String) throws {
    let recipes = (HiPPOClaims.claims + StructuredStateSpaces.claims).flatMap(\.figures)
    let figure = try #require(recipes.first { $0.name == name }).make(.reference)
    #expect(figure.name == name && !figure.caption.isEmpty)
    for curve in figure.curves {
      #expect(curve.values.contains { $0.isFinite }, "\(curve.name)")
      for (value, radius) in zip(curve.values, curve.radii ?? []) where value.isFinite {
        #expect(radius <= 1e-6 * abs(value) + 1e-12, "\(curve.name)")
      }
    }
  }
}
