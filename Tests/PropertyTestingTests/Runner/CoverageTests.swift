import PropertyTesting
import Testing

@Suite("Required coverage")
struct CoverageTests {
  /// How often the verdict is wrong where the share is exactly the one demanded, and exactly the one that is too small.
  @Test(
    "is decided wrongly no more often than stated", arguments: [0.05, 0.3, 0.7], [1.0, SequentialTest.indifference])
  func errors(share: Double, factor: Double) {
    let error = 0.05
    let test = SequentialTest(share: share, error: error)
    let runs = 400
    var wrong = 0
    var undecided = 0
    for run in 0..<runs {
      var random = SplitMix64(seed: 11, name: "coverage", index: run)
      var count = 0
      var decision = Coverage.Decision.undecided
      var cases = 0
      // Looked at after every case, which is the most that a run could do.
      while decision == .undecided && cases < 100_000 {
        count += random.happens(factor * share) ? 1 : 0
        cases += 1
        decision = test.decide(count: count, of: cases)
      }
      if decision == .undecided { undecided += 1 }
      if decision == (factor == 1 ? .missed : .met) { wrong += 1 }
    }
    // 400 trials of probability 0.05 give more than 35 with probability 1e-4; and far fewer would mean a test too
    // timid.
    #expect(wrong <= 35 && wrong >= 4, "\(wrong)")
    #expect(undecided == 0)
  }

  static func property(_ probability: Double, atLeast share: Double) -> Property {
    Property("a share") { draw in
      let isRare = draw.bool(probability: probability)
      draw.cover("rare", when: isRare, atLeast: share)
      try draw.verify(true)
    }
  }

  @Test(
    "gives the verdict of a run, after more cases than asked for where that is needed",
    arguments: [
      (0.5, 0.05, RunResult.Verdict.passed), (0.04, 0.05, .coverageMissed), (0, 0.5, .coverageMissed),
      (0.475, 0.5, .coverageUndecided),
    ])
  func verdicts(probability: Double, share: Double, verdict: RunResult.Verdict) throws {
    var settings = Settings()
    settings.coverageMultiple = verdict == .coverageUndecided ? 5 : 1000
    let result = Runner(Self.property(probability, atLeast: share), settings: settings).run()
    #expect(result.verdict == verdict)
    #expect(result.cases <= 200 * settings.coverageMultiple && result.cases % 200 == 0)
    if verdict == .coverageUndecided { #expect(result.cases == 1000) }
    let coverage = try #require(result.coverage.first)
    #expect(coverage.cases == result.cases && coverage.count == result.labels["rare", default: 0])
    let observed = Double(coverage.count) / Double(coverage.cases)
    #expect(coverage.interval.lower <= observed && observed <= coverage.interval.upper)
    #expect(result.description.contains("rare"))
  }
}
