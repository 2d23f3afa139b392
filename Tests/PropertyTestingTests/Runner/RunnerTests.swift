import PropertyTesting
import Synchronization
import Testing

@Suite("A run")
struct RunnerTests {
  /// Labels, a figure, discarded cases, and a failure where asked for.
  static func property(failingAbove bound: Int) -> Property {
    Property("integers below a bound") { draw in
      let x = draw.integer(in: 0...10_000)
      let y = draw.float(FloatDomain(-1...1))
      try draw.assume(x % 7 != 0)
      draw.label("even", when: x % 2 == 0)
      draw.maximize(Double(x) * y, "product")
      try draw.verify(x <= bound, "too large: \(x)")
    }
  }

  static func summary(_ result: RunResult) -> String {
    let found = result.counterexamples.map { "\($0.failure) \($0.choices) \($0.caseIndex ?? -1)" }
    let maxima = result.maxima.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.value) \($0.value.choices)" }
    let labels = result.labels.sorted { $0.key < $1.key }
    return "\(result.verdict) \(result.cases) \(result.discarded) \(result.checks) \(labels) \(found) \(maxima)"
  }

  @Test("gives the same for any number of threads", arguments: [1_000_000, 9_900], [0, 1])
  func threads(bound: Int, seed: UInt64) {
    let summaries = [1, 2, 5].map { threads in
      var settings = Settings()
      settings.threads = threads
      settings.cases = 1500
      settings.seed = seed
      return Self.summary(Runner(Self.property(failingAbove: bound), settings: settings).run())
    }
    #expect(summaries[0] == summaries[1])
    #expect(summaries[0] == summaries[2])
    #expect(summaries[0].hasPrefix(bound == 9_900 ? "falsified" : "passed"))
  }

  @Test("depends on the seed alone")
  func seeds() {
    let summaries = [3, 3, 4].map { (seed: UInt64) in
      var settings = Settings()
      settings.seed = seed
      return Self.summary(Runner(Self.property(failingAbove: 9_000), settings: settings).run())
    }
    #expect(summaries[0] == summaries[1])
    #expect(summaries[0] != summaries[2])
  }

  static let vacuous: [Property] = [
    Property("all discarded") { draw in try draw.assume(draw.integer(in: 0...9) > 9) },
    Property("nothing compared") { draw in _ = draw.integer(in: 0...9) },
  ]

  @Test("that checked nothing fails", arguments: [0, 1])
  func vacuity(index: Int) {
    #expect(Runner(Self.vacuous[index]).run().verdict == .vacuous)
    var settings = Settings()
    settings.countsCasesAsChecks = true
    #expect(Runner(Self.vacuous[index], settings: settings).run().verdict == (index == 0 ? .vacuous : .passed))
  }

  @Test("says so where a failure does not repeat")
  func flakiness() throws {
    let calls = Atomic(0)
    let result = Runner(
      Property("fails once") { draw in
        _ = draw.integer(in: 0...9)
        try draw.verify(calls.add(1, ordering: .relaxed).newValue != 10, "tenth call")
      }
    ).run()
    #expect(result.verdict == .flaky)
    let found = try #require(result.counterexamples.first)
    #expect(found.failure.message == "tenth call")
    #expect(found.replayedOutcome == .passed)
    #expect(found.caseIndex == 9)
  }

  @Test("reports two defects apart", arguments: 0..<5)
  func twoDefects(seed: UInt64) throws {
    struct Negative: Error {}
    struct Large: Error {}
    var settings = Settings()
    settings.seed = seed
    settings.continuesAfterFailure = true
    let result = Runner(
      Property("two defects") { draw in
        let x = draw.integer(in: -1000...1000)
        try draw.verify(true)
        if x < -500 { throw Negative() }
        if x > 500 { throw Large() }
      }, settings: settings
    ).run()
    #expect(result.verdict == .falsified)
    let names = result.counterexamples.map(\.failure.identity).sorted()
    #expect(names == ["Large", "Negative"].map { "PropertyTestingTests.RunnerTests.\($0)" })
    #expect(result.cases >= 200)
  }
}
