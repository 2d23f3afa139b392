import Arithmetic
import Claims
import Definitions
import Testing

@Suite struct StableSSMTests {
  /// Every claim with the verdict that it must have.
  static let verdicts: [(id: String, verdict: String)] = [
    ("stablessm.D-memory", "holds"), ("stablessm.T3.3-curse", "holds"), ("stablessm.T3.3-sharp", "holds"),
    ("stablessm.direct-radius", "holds"), ("stablessm.D3.4-identity", "holds"), ("stablessm.D3.4-uc", "holds"),
    ("stablessm.D3.4-b0", "holds as corrected"), ("stablessm.T3.5-closedE", "holds"),
    ("stablessm.T3.5-all-linear", "holds as corrected"), ("stablessm.T3.5-all-params", "holds as corrected"),
    ("stablessm.T3.6-grad", "holds"), ("stablessm.T3.6-disc", "holds as corrected"), ("stablessm.Tab-scales", "holds"),
    ("stablessm.Tab-scales-bounded", "holds as corrected"),
    ("stablessm.best-ode", "holds"), ("stablessm.complex-imag", "holds as corrected"),
    ("stablessm.disc-D3.4", "holds"), ("stablessm.readme-lru", "holds as corrected"),
    ("stablessm.euler-softplus", "holds"), ("stablessm.Fig1-logs", "holds"), ("stablessm.code-direct-init", "holds"),
    ("stablessm.tables", "holds"),
  ]

  @Test func theRegistryHasExactlyTheseClaims() {
    #expect(Registry.standard.claims.map(\.id).filter { $0.hasPrefix("stablessm.") } == Self.verdicts.map(\.id))
  }

  @Test(arguments: verdicts) func theVerdictIsAsExpectedAndEveryFalsifierFires(id: String, verdict: String) throws {
    let claim = try #require(Registry.standard[id])
    for seed in [1, 20_231_125] as [UInt64] {
      let result = Registry.check([claim], options: CheckOptions(cases: 100, seed: seed)).results[0]
      #expect(result.verdict.name == verdict, "seed \(seed): \(result.headline)")
      #expect(result.defects.isEmpty, "seed \(seed): \(result.defects)")
      #expect(result.exitCode == 0)
      // A check that discards most of its instances checks little.
      #expect(result.tally.discarded < 50)
    }
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
    #expect(claim.source.provenance != .secondary || claim.source.quotedBy != nil)
  }

  /// Counterexamples that a reader can verify by hand.
  @Test(arguments: [
    ("stablessm.T3.6-disc", "w", "1/2"), ("stablessm.D3.4-b0", "b", "0"), ("stablessm.complex-imag", "|f|", "1/2"),
  ]) func theCounterexampleIsSmall(id: String, name: String, value: String) throws {
    let claim = try #require(Registry.standard[id])
    let result = Registry.check([claim], options: CheckOptions(cases: 100)).results[0]
    let instance = try #require(result.verdict.counterexample?.evidence.instance)
    #expect(instance.contains(NamedValue(name, value)), "\(instance)")
  }

  @Test func figuresAreCompleteAndNamedApart() throws {
    let claims = Registry.standard.claims
    let report = Registry.check(claims, options: CheckOptions(cases: 1, figures: true))
    let figures = report.results.flatMap(\.figures)
    #expect(figures.count >= 10)
    #expect(Set(figures.map(\.name)).count == figures.count)
    for figure in figures {
      #expect(figure.x.values.allSatisfy { $0.isFinite }, "\(figure.name)")
      #expect(zip(figure.x.values, figure.x.values.dropFirst()).allSatisfy { $0 < $1 }, "\(figure.name)")
      for curve in figure.curves {
        #expect(curve.values.count == figure.x.values.count, "\(figure.name): \(curve.name)")
        #expect(curve.values.contains { $0.isFinite }, "\(figure.name): \(curve.name)")
        if figure.logY { #expect(curve.values.allSatisfy { $0.isNaN || $0 > 0 }, "\(figure.name): \(curve.name)") }
      }
    }
  }
}

@Suite struct ModelInstanceTests {
  static let weights = [-6.0, -1.25, 0.0, 0.5, 2.75]

  @Test(arguments: [
    (Reparameterization.exponential, ["direct-radius", "D3.4-identity", "T3.6-grad"]),
    (.softplus, ["direct-radius", "D3.4-identity", "T3.6-grad"]),
    (.doubleExponential, ["T3.6-disc", "disc-D3.4"]),
    (.softplusDecay(rate: Rational(3, 2)), ["T3.6-disc", "disc-D3.4"]),
  ]) func theClaimsThatApplyHoldAtTheModelsOwnWeights(map: Reparameterization, names: [String]) throws {
    let model = ModelInstance(name: "layer 0", parameterization: map, weights: Self.weights)
    let found = try Registry.standard.evaluate(at: model)
    #expect(found.map(\.claim.id) == names.map { "stablessm." + $0 })
    for (claim, evidence) in found {
      #expect(evidence.allSatisfy { $0.truth == .true }, "\(claim.id): \(evidence)")
    }
  }

  /// A layer's weights are reduced to the one that matters before anything rigorous is done.
  @Test func theEvidenceIsAtTheTightestWeight() throws {
    let model = ModelInstance(name: "layer", parameterization: .exponential, weights: Self.weights.reversed())
    let found = try Registry.standard.evaluate(at: model)
    for id in ["stablessm.direct-radius", "stablessm.T3.6-grad"] {
      let evidence = try #require(found.first { $0.claim.id == id }?.evidence.first)
      #expect(evidence.instance.contains(NamedValue("w", -6.0)), "\(id): \(evidence)")
    }
    let empty = ModelInstance(name: "empty", parameterization: .exponential, weights: [])
    #expect(try Registry.standard.evaluate(at: empty).isEmpty)
  }

  @Test func anUnstableMapHasNoModulus() throws {
    let model = ModelInstance(name: "direct", parameterization: .direct, weights: [-1.0, -0.25])
    let ids = try Registry.standard.evaluate(at: model).map(\.claim.id)
    #expect(ids == ["stablessm.direct-radius", "stablessm.T3.6-grad"])
  }
}
