import Claims
import Testing

@Suite struct OscillatorsTests {
  static let ids = [
    "linoss.IM-spectrum", "linoss.IM-energy", "linoss.T-IM", "linoss.IM-input", "linoss.N-cancel",
    "linoss.IMEX-spectrum", "linoss.T-IMEX", "linoss.reversible", "linoss.zero", "linoss.moment", "linoss.phase",
    "dlinoss.P3.2", "dlinoss.P3.3", "dlinoss.P3.3-pairs", "dlinoss.span",
    "dlinoss.clip", "dlinoss.schemes", "dlinoss.EX-clip", "dlinoss.IMEX2-clip",
  ]
  /// Those whose printed or quoted statement fails.
  static let corrected = [
    "linoss.IM-input", "linoss.IMEX-spectrum", "linoss.zero", "dlinoss.P3.3", "dlinoss.P3.3-pairs",
    "dlinoss.span", "dlinoss.clip", "dlinoss.EX-clip",
    "dlinoss.IMEX2-clip",
  ]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(Oscillators.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds")
  }

  @Test func theFiguresAreMade() throws {
    for figure in Oscillators.claims.flatMap(\.figures) {
      let data = try figure.make(.reference)
      #expect(data.name == figure.name)
      #expect(data.curves.allSatisfy { $0.values.contains { $0.isFinite } }, "\(data.name)")
      #expect(zip(data.x.values, data.x.values.dropFirst()).allSatisfy { $0 < $1 }, "\(data.name)")
    }
  }

  /// Counterexamples that a reader can verify by hand.
  @Test(arguments: [("linoss.zero", "A", "0"), ("dlinoss.P3.3", "z", "(0, 0)"), ("dlinoss.clip", "G", "0")])
  func theCounterexampleIsSmall(id: String, name: String, value: String) throws {
    let claim = try #require(Registry.standard[id])
    let result = Registry.check([claim], options: CheckOptions(cases: 50)).results[0]
    let instance = try #require(result.verdict.counterexample?.evidence.instance)
    #expect(instance.contains { $0.name == name && $0.value.hasPrefix(value) }, "\(instance)")
  }
}
