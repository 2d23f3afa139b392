import Foundation
import PropertyTesting
import Testing

@Suite("A run in child processes")
struct ChildProcessTests {
  static func settings(timeout: Duration = .seconds(10)) -> Settings {
    var settings = Settings()
    settings.isolation = .childProcess(timeout: timeout)
    return settings
  }

  @Test("gives what a run in this process gives", arguments: [1, 2], [1_000_000, 9_900])
  func same(threads: Int, bound: Int) {
    let property = RunnerTests.property(failingAbove: bound)
    var settings = Self.settings()
    settings.threads = threads
    settings.cases = 300
    let isolated = Runner(property, settings: settings).run()
    settings.isolation = .none
    #expect(RunnerTests.summary(isolated) == RunnerTests.summary(Runner(property, settings: settings).run()))
  }

  @Test("records the choices, spans and arguments of a case up to its trap")
  func trap() throws {
    let property = Property("traps above 500") { draw in
      let x = try draw(Generator { $0.integer(in: 0...1000) }, "x")
      draw.note("before")
      try draw.verify(x >= 0)
      let y = try draw(
        Generator { draw -> Int in
          let y = draw.integer(in: 0...9)
          if x > 500 { fatalError("x is \(x)") }
          return y
        }, "y")
      try draw.verify(y < 10)
    }
    let result = Runner(property, settings: Self.settings()).run()
    #expect(result.verdict == .falsified)
    let found = try #require(result.counterexamples.first)
    #expect(found.failure.identity.hasPrefix("trap: SIG"))
    #expect(found.failure.message.contains("Fatal error: x is"))
    #expect(found.choices.count == 2 && found.choices[0].value > 500)
    #expect(found.arguments.map(\.name) == ["x"] && found.notes == ["before"])
    let runner = ChildProcessRunner(property, timeout: .seconds(10))
    let trial = runner.run(Draw(replaying: found.choices))
    #expect(trial.spans.map(\.range) == [0..<1, 1..<2])
  }

  static let greedy: [Property] = [
    Property("a recursion without end") { draw in
      func depth(_ x: Int) -> Int { x == -1 ? 0 : 1 + depth(x + 1) + depth(x + 2) }
      try draw.verify(depth(draw.integer(in: 0...9)) > 0)
    },
    Property("an allocation without end") { draw in
      var blocks: [UnsafeMutableRawPointer] = []
      for _ in 0...draw.integer(in: 1 << 20...1 << 21) { blocks.append(.allocate(byteCount: 1 << 30, alignment: 8)) }
      try draw.verify(blocks.count < 0)
    },
  ]

  @Test("loses nothing to cases that take all the stack or the memory", arguments: greedy.indices)
  func greed(index: Int) throws {
    var settings = Self.settings()
    settings.cases = 3
    settings.shrinkCases = 5
    settings.phases = [.generate, .shrink]
    let result = Runner(Self.greedy[index], settings: settings).run()
    #expect(try #require(result.counterexamples.first).failure.identity.hasPrefix("trap: "), "\(result)")
  }

  @Test("loses nothing to cases that hang, trap or exit")
  func severalDefects() {
    struct Seven: Error {}
    let property = Property("several defects") { draw in
      let x = draw.integer(in: 0...9)
      try draw.verify(true)
      draw.label("five", when: x == 5)
      if x == 1 { while true { usleep(1000) } }
      if x == 2 { fatalError("two") }
      if x == 3 { exit(3) }
      if x == 7 { throw Seven() }
    }
    var settings = Self.settings(timeout: .milliseconds(100))
    settings.cases = 40
    settings.continuesAfterFailure = true
    settings.shrinkCases = 20
    settings.phases.remove(.explain)
    let result = Runner(property, settings: settings).run()
    let kinds = Set(result.counterexamples.map { $0.failure.identity.split(separator: " ").first ?? "" })
    #expect(kinds.isSuperset(of: ["trap:", "hang", "exit:"]) && kinds.count == 4, "\(kinds)")
    #expect(result.verdict == .falsified && result.cases == 40 && result.labels["five", default: 0] > 0)
  }
}
