import PropertyTesting
import Testing

@Suite("Planted defects")
struct MustFindTests {
  @Test("there are thirty of them, named apart")
  func list() {
    #expect(PlantedDefect.all.count >= 30)
    #expect(Set(PlantedDefect.all.map(\.name)).count == PlantedDefect.all.count)
  }

  @Test("is found and shrunk to its minimum from any seed", arguments: PlantedDefect.all)
  func isFound(defect: PlantedDefect) {
    for seed in 1...20 as ClosedRange<UInt64> {
      var settings = Settings()
      settings.cases = defect.cases
      settings.targetCases = defect.targetCases
      settings.seed = seed
      settings.phases.remove(.explain)
      settings.time = .seconds(10)
      let result = Runner(defect.property, settings: settings).run()
      #expect(result.verdict == .falsified, "seed \(seed)")
      let arguments = result.counterexamples.first?.arguments.map { "\($0.name) = \($0.value)" }
      #expect(arguments == defect.minimum, "seed \(seed)")
    }
  }
}
