import Claims
import Testing

@Suite struct OutputScalesTests {
  static let ids = ["liuli.tau", "autocorr.zero-real", "lindyn.parseval"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(OutputScales.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, "holds", cases: 10)
  }

  @Test(arguments: OutputScales.claims.flatMap(\.figures).map(\.name)) func theFigureIsComplete(name: String) throws {
    let recipe = try #require(OutputScales.claims.flatMap(\.figures).first { $0.name == name })
    let figure = try recipe.make(.reference)
    #expect(figure.name == name)
    for curve in figure.curves {
      for (value, radius) in zip(curve.values, try #require(curve.radii)) {
        #expect(value > 0 && radius <= value * 0x1p-50, "\(curve.name)")
      }
    }
  }
}
