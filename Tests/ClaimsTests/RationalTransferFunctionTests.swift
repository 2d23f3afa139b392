import Claims
import Testing

@Suite struct RationalTransferFunctionTests {
  static let ids = [
    "rtf.L31-invariance", "rtf.E5-ss2tf", "rtf.L32-33-kernel", "rtf.C1-odd-L", "rtf.L34-fft-poly", "rtf.M1-montel",
    "rtf.A2-convergence", "rtf.B1-companion-step", "rtf.E1-expressivity",
  ]
  /// Those whose printed statement fails.
  static let corrected = [
    "rtf.E5-ss2tf", "rtf.L32-33-kernel", "rtf.C1-odd-L", "rtf.M1-montel", "rtf.A2-convergence",
  ]

  @Test func theGroupHasExactlyTheseClaims() {
    #expect(RationalTransferFunctions.claims.map(\.id) == Self.ids)
  }

  @Test(arguments: ids) func theVerdictIsTheExpectedOne(id: String) throws {
    try expectVerdict(id, Self.corrected.contains(id) ? "holds as corrected" : "holds")
  }
}
