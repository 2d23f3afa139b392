import Claims
import Testing

@Suite struct LinearRecurrentUnitTests {
  static let ids = [
    "lru.T1-circular", "lru.L2-ring", "lru.P3-blowup", "lru.P3-phase", "lru.stable-exp", "lru.gamma",
    "lru.gamma-printed", "lru.T-gamma", "lru.N-oneminus", "lru.P4-relu",
  ]
  /// Those whose printed statement fails.
  static let corrected = ["lru.P3-phase", "lru.gamma-printed", "lru.P4-relu"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(LinearRecurrentUnit.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds", cases: 10)
  }

  /// Counterexamples that fit on one line.
  @Test(arguments: [
    ("lru.P3-phase", ["1/2", "1/2"]), ("lru.gamma-printed", ["0", "1"]), ("lru.P4-relu", ["1", "0", "1", "0"]),
  ]) func theCounterexampleIsSmall(id: String, values: [String]) throws {
    let result = Registry.check([try #require(Registry.standard[id])], options: CheckOptions(cases: 20)).results[0]
    #expect(result.verdict.counterexample?.evidence.instance.map(\.value) == values)
  }

  @Test(arguments: LinearRecurrentUnit.claims.flatMap(\.figures).map(\.name)) func theFigureIsComplete(name: String)
    throws
  {
    let recipe = try #require(LinearRecurrentUnit.claims.flatMap(\.figures).first { $0.name == name })
    let figure = try recipe.make(.reference)
    #expect(figure.name == name)
    for curve in figure.curves {
      #expect(curve.values.contains { $0.isFinite }, "\(curve.name)")
      if figure.logY { #expect(curve.values.allSatisfy { $0.isNaN || $0 > 0 }, "\(curve.name)") }
      guard let radii = curve.radii else { continue }
      for (value, radius) in zip(curve.values, radii) where value.isFinite {
        #expect(radius <= value.magnitude * 0x1p-50, "\(curve.name)")
      }
    }
  }
}
