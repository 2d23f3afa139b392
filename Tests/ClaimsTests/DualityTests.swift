import Claims
import Testing

@Suite struct DualityTests {
  /// Every claim, all of which hold.
  static let ids = [
    "scan.T-assoc", "scan.T-trees", "scan.T-reset", "scan.T-adjoint", "scan.T-chunk", "scan.N-cumprod-division",
    "mamba.T-forms", "mamba.T-tail", "ssd.T-duality", "ssd.T-chunk", "ssd.T-semisep", "ssd.T-inverse",
    "ssd.T-order", "ssd.T-heads", "la.T-forms", "gla.T-chunk", "gla.T-gate-grad", "rwkv6.T-exclusive", "delta.T-WY",
    "delta.T-resolvent", "gdn.T-chunk", "gdn.T-conj", "kda.T-chunk", "lattice.T-specialise", "deltaproduct.T",
    "rwkv7.T-dplr", "longhorn.T-implicit", "longhorn.N-diag",
  ]

  @Test func theTopicHasExactlyTheseClaims() throws {
    #expect(try Registry.topic("Duality").claims.map(\.id) == Self.ids)
    #expect(Set(Self.ids).isSubset(of: Registry.standard.claims.map(\.id)))
    #expect(throws: RegistryError.self) { try Registry.topic("dualities") }
  }

  @Test(arguments: ids) func itHoldsAndEveryFalsifierFires(id: String) throws {
    let claim = try #require(Registry.standard[id])
    for seed in [1, 20_240_531] as [UInt64] {
      let result = Registry.check([claim], options: CheckOptions(cases: 60, seed: seed)).results[0]
      #expect(result.verdict.name == "holds", "seed \(seed): \(result.headline)")
      #expect(result.defects.isEmpty, "seed \(seed): \(result.defects)")
      #expect(result.tally.discarded < 10)
    }
  }

  @Test(arguments: ids) func aClaimSaysWhatItNeeds(id: String) throws {
    let claim = try #require(Registry.standard[id])
    #expect(!claim.falsifiers.isEmpty)
    let dropped = Set(claim.falsifiers.compactMap(\.dropping))
    for hypothesis in claim.hypotheses {
      #expect(
        dropped.contains(hypothesis.name) != (hypothesis.untested != nil),
        "'\(hypothesis.name)' is dropped by a falsifier, or it is said why not")
    }
    #expect(dropped.isSubset(of: claim.hypotheses.map(\.name)))
    #expect(claim.source.provenance != .secondary || claim.source.quotedBy != nil)
  }
}
