import Claims
import Testing

@Suite struct StableParameterizationsTests {
  static let ids = ["s7.range", "control.port-hamiltonian", "control.contracting"]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(StableParameterizations.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, id == "s7.range" ? "holds as corrected" : "holds")
  }
}
