import PropertyTesting
import Testing

/// A property made of random parts, and the settings to run it with.
struct RandomRun: Sendable {
  let property: Property
  let settings: Settings

  /// Everything in a result that does not tell of time.
  static func summary(_ result: RunResult) -> String {
    let found = result.counterexamples.map {
      "\($0.failure) \($0.phase) \($0.caseIndex ?? -1) \($0.shrinkCases) \($0.replay) \($0.explanation?.cases ?? 0)"
    }
    let maxima = result.maxima.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value.value) \($0.value.random ?? 0) \(Replay($0.value.choices).text)" }
    return """
      \(result.verdict) \(result.cases) \(result.randomCases) \(result.discarded) \(result.tooLarge) \(result.checks)
      \(result.choices) \(result.labels.sorted { $0.key < $1.key }) \(result.coverage) \(result.isExhaustive)
      \(found) \(maxima) \(result.warnings)
      """
  }

  /// A property with a filter that rejects a share of the cases, labels, a demand, a figure, a limit on choices, and up
  /// to two defects, each as rare as it may be.
  static let generator = Generator<RandomRun> { draw in
    func number(_ range: ClosedRange<Int>) -> Int { draw.integer(in: range) }
    let kept = number(0...10) < 3 ? 10 - number(0...10) : 10
    let defects = [number(0...4000), number(0...4000)]
    let (covered, share) = (number(1...9), Double(number(1...9)) / 10)
    let (most, isDemanding, isClimbing) = (number(1...40), draw.bool(probability: 0.3), draw.bool())
    var settings = Settings()
    settings.cases = [1, 30, 31, 33, 200, 700, 1200][number(0...6)]
    settings.seed = UInt64(number(0...1000))
    settings.targetCases = 100
    settings.shrinkCases = 300
    settings.shrinkTime = nil
    settings.coverageMultiple = 2
    settings.choiceLimit = draw.bool(probability: 0.2) ? 20 : 1000
    settings.continuesAfterFailure = draw.bool()
    settings.enumerates = draw.bool()
    let property = Property("a random run") { draw in
      let x = draw.integer(in: 0...9999)
      let y = draw.float(FloatDomain(-1...1))
      let list = try draw(.array(of: .bool(), count: 0...most), "list")
      try draw.assume(x % 11 <= kept - 1)
      draw.label("long", when: list.count > most / 2)
      if isDemanding { draw.cover("covered", when: x % 10 < covered, atLeast: share) }
      if isClimbing { draw.maximize(Double(x) * y, "product") }
      for (number, size) in defects.enumerated() {
        try draw.verify(x / 2 != size && x - 5000 <= size, "defect \(number)", line: number)
      }
    }
    return RandomRun(property: property, settings: settings)
  }
}

@Suite("Threads")
struct ThreadTests {
  @Test("make no difference to the result of any run")
  func independence() {
    var settings = Settings()
    settings.cases = 24
    settings.shrinkCases = 50
    let result = Runner(
      Property("threads") { draw in
        let run = try draw(RandomRun.generator)
        var settings = run.settings
        let summary = RandomRun.summary(Runner(run.property, settings: settings).run())
        draw.label("\(summary.prefix { $0 != " " })")
        for threads in [2, 3, 5, 16] {
          settings.threads = threads
          let other = RandomRun.summary(Runner(run.property, settings: settings).run())
          try draw.verify(other == summary, "\(threads) threads:\n\(other)\none:\n\(summary)")
        }
      }, settings: settings
    ).run()
    #expect(result.isPassed, "\(result)")
    #expect(result.labels.count >= 2)
  }
}
