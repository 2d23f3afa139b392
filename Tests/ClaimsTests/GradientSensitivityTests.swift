import Claims
import Testing

@Suite struct GradientSensitivityTests {
  static let ids = [
    "zucchet.h2", "zucchet.dh2", "zucchet.rates", "zucchet.gamma-exp", "zucchet.opt-tanh", "zucchet.opt-phase",
    "zucchet.S-fig8", "zucchet.hessian",
  ]
  /// Those whose printed statement fails.
  static let corrected = ["zucchet.opt-phase", "zucchet.S-fig8"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(GradientSensitivity.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds", cases: 10)
  }

  /// Counterexamples that fit on one line.
  @Test func theCounterexamplesAreSmall() throws {
    let cross = Registry.check([try #require(Registry.standard["zucchet.S-fig8"])]).results[0]
    let values = try #require(cross.verdict.counterexample).evidence.instance
    #expect(values.map(\.value) == ["(0, 0)", "(0, 0)", "1/2"])
    let phase = Registry.check([try #require(Registry.standard["zucchet.opt-phase"])], options: CheckOptions(cases: 20))
    #expect(phase.results[0].verdict.counterexample?.evidence.instance.map(\.value) == ["1/2", "1"])
  }

  @Test(arguments: GradientSensitivity.claims.flatMap(\.figures).map(\.name)) func theFigureIsComplete(name: String)
    throws
  {
    let recipe = try #require(GradientSensitivity.claims.flatMap(\.figures).first { $0.name == name })
    let figure = try recipe.make(.reference)
    #expect(figure.name == name)
    for curve in figure.curves {
      for (value, radius) in zip(curve.values, try #require(curve.radii)) where value.isFinite {
        #expect(radius <= value.magnitude * 0x1p-50, "\(curve.name)")
      }
    }
  }
}
