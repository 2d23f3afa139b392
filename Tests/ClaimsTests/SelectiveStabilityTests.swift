import Claims
import Testing

@Suite struct SelectiveStabilityTests {
  static let verdicts = [
    ("mamlyap.T1", "holds"), ("mamlyap.T1-persist", "holds as corrected"), ("honarp.rhoA", "holds as corrected"),
    ("honarp.gelfand", "holds as corrected"),
  ]

  @Test func theClaimsAreThese() { #expect(SelectiveStability.claims.map(\.id) == Self.verdicts.map(\.0)) }

  @Test(arguments: verdicts) func theVerdictIsTheExpectedOne(id: String, verdict: String) throws {
    try expectVerdict(id, verdict)
  }

  /// A counterexample that fits on a line.
  @Test(arguments: verdicts.filter { $0.1 == "holds as corrected" }.map(\.0)) func theCounterexampleIsShort(
    id: String
  ) throws {
    let claim = try #require(Registry.standard[id])
    let result = Registry.check([claim], options: CheckOptions(cases: 50)).results[0]
    let instance = try #require(result.verdict.counterexample?.evidence.instance)
    #expect(instance.map(\.description).joined(separator: ", ").count <= 80, "\(instance)")
  }
}

@Suite struct QuantizationTests {
  static let verdicts = [("quant.T-scan", "holds"), ("quant.N-alog", "holds"), ("quant.T-hadamard", "holds")]

  @Test func theClaimsAreThese() { #expect(Quantization.claims.map(\.id) == Self.verdicts.map(\.0)) }

  @Test(arguments: verdicts) func theVerdictIsTheExpectedOne(id: String, verdict: String) throws {
    try expectVerdict(id, verdict)
  }
}
