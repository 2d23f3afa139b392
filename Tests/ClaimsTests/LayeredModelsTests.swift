import Claims
import Testing

@Suite struct LayeredModelsTests {
  static let ids = ["wangxue.T3.13", "wangxue.B-binomial", "wangxue.linear-limit"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(LayeredModels.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, "holds", cases: 20)
  }
}
