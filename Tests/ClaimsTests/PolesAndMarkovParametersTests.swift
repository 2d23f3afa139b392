import Claims
import Testing

@Suite struct PolesAndMarkovParametersTests {
  static let ids = ["jordan.peak", "hope.markov", "hope.poles"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(PolesAndMarkovParameters.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws { try expectVerdict(id, "holds") }

  @Test func theFiguresAreMade() throws {
    for figure in PolesAndMarkovParameters.claims.flatMap(\.figures) {
      let data = try figure.make(.reference)
      #expect(data.name == figure.name)
      #expect(data.curves.allSatisfy { $0.values.contains { $0.isFinite } }, "\(data.name)")
      #expect(zip(data.x.values, data.x.values.dropFirst()).allSatisfy { $0 < $1 }, "\(data.name)")
    }
  }
}
