import PropertyTesting
import PropertyTestingSwiftTesting
import Synchronization
import Testing

/// Runs `check` and takes the issues that it records.
func issues(of check: @escaping @Sendable () async -> Void) async throws -> [Issue] {
  let taken = Mutex<[Issue]>([])
  let handler = IssueHandlingTrait.compactMapIssues { issue in
    taken.withLock { $0.append(issue) }
    return nil
  }
  try await handler.provideScope(for: #require(Test.current), testCase: Test.Case.current, performing: check)
  return taken.withLock { $0 }
}

/// An error that a body throws.
struct Broken: Error {}

@Suite("A property in a test", .property(seed: 7))
struct CheckPropertyTests {
  /// A property that does not pass, the line of the call, and what the issue has to say.
  struct Failing: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let line: Int
    let texts: [String]
    let check: @Sendable () async -> Void

    init(_ name: String, says texts: String..., line: Int = #line, check: @escaping @Sendable () async -> Void) {
      testDescription = name
      self.line = line
      self.texts = texts
      self.check = check
    }
  }

  static let calls = Atomic(0)

  static let small = Property("small") { draw in
    let x = try draw(.integer(in: 0...1000), "x")
    try draw.verify(x < 300, "\(x) is too large")
  }

  static let table: [Failing] = [
    Failing("verify", says: "x = 300", "300 is too large") {
      await checkProperty(small)
    },
    Failing("expect", says: "x = 300", "(x → 300) < 300") {
      await checkProperty { draw in
        let x = try draw(.integer(in: 0...1000), "x")
        #expect(x < 300, "too large")
        #expect(x < 200, "much too large")
      }
    },
    Failing("require", says: "x = 300", "too large") {
      await checkProperty { draw in
        let x = try draw(.integer(in: 0...1000), "x")
        try #require(x < 300, "too large")
      }
    },
    Failing("Issue.record", says: "x = 300", "300 it is") {
      await checkProperty { draw in
        let x = try draw(.integer(in: 0...1000), "x")
        if x >= 300 { Issue.record("\(x) it is") }
      }
    },
    Failing("an error", says: "x = 300", "Broken") {
      await checkProperty { draw in
        if try draw(.integer(in: 0...1000), "x") >= 300 { throw Broken() }
      }
    },
    Failing("a body that suspends", says: "x = 300", "(x → 300) < 300") {
      await checkProperty { draw in
        let x = try draw(.integer(in: 0...1000), "x")
        await Task.yield()
        #expect(x < 300)
      }
    },
    Failing("everything discarded", says: "discarded") {
      await checkProperty { draw in try draw.assume(false) }
    },
    Failing("coverage missed", says: "large", "50") {
      await checkProperty { draw in
        draw.cover("large", when: try draw(.integer(uniformIn: 0...1000), "x") > 900, atLeast: 0.5)
      }
    },
    Failing("flaky", says: "Flaky") {
      await checkProperty { draw in
        #expect(calls.add(1, ordering: .relaxed).newValue != 20)
      }
    },
  ]

  @Test("that does not pass is one issue, at the line of the call", arguments: table)
  func isOneIssue(_ failing: Failing) async throws {
    let issues = try await issues(of: failing.check)
    try #require(issues.count == 1)
    #expect(issues[0].sourceLocation?.line == failing.line + 1)
    let text = issues[0].comments.map(\.rawValue).joined()
    for expected in failing.texts { #expect(text.contains(expected)) }
  }

  @Test("that passes is no issue, and user code may know issues of its own", .property(cases: 50))
  func passes() async {
    let result = await checkProperty { draw in
      let x = try draw(.double(), "x")
      let y = try draw(.double(), "y")
      #expect(x + y == y + x)
      withKnownIssue { Issue.record("known") }
      Issue.record("only a warning", severity: .warning)
    }
    #expect(result.verdict == .passed)
    #expect(result.cases == 50 && result.seed == 7)
    #expect(result.name == "PropertyTestingSwiftTestingTests.CheckPropertyTests/passes()")
  }

  @Test("does not show the issues of its cases to the test around it")
  func withholds() async {
    let seen = Atomic(0)
    await withKnownIssue {
      await checkProperty { draw in
        let x = try draw(.integer(in: 0...1000), "x")
        #expect(x < 0)
      }
    } matching: { _ in
      seen.add(1, ordering: .relaxed)
      return true
    }
    #expect(seen.load(ordering: .relaxed) == 1)
  }

  @Test("that traps is an issue, in a child process", .property(isolation: .childProcess(timeout: .seconds(20))))
  func traps() async throws {
    let choices = Mutex<[UInt64]>([])
    let issues = try await issues {
      let result = await checkProperty { draw in
        let x = try draw(.integer(in: 0...1000), "x")
        #expect(x >= 0)
        precondition(x < 300)
      }
      choices.withLock { $0 = result.counterexamples.flatMap(\.choices).map(\.value) }
    }
    #expect(issues.count == 1)
    #expect(choices.withLock { $0 } == [300])
  }

  @Test("gives the same on threads and where it suspends", .property(cases: 500), arguments: [1, 4])
  func threads(_ threads: Int) async throws {
    let direct = Mutex<[RunResult]>([])
    let issues = try await issues {
      let trait = PropertyTrait.property(threads: threads)
      try? await trait.provideScope(for: Test.current!, testCase: nil) {
        let first = await checkProperty("x") { draw in
          let x = try draw(.array(of: .integer(in: 0...1000)), "x")
          #expect(x.reduce(0, +) < 5000)
        }
        let second = await checkProperty("x") { draw in
          let x = try draw(.array(of: .integer(in: 0...1000)), "x")
          await Task.yield()
          #expect(x.reduce(0, +) < 5000)
        }
        direct.withLock { $0 = [first, second] }
      }
    }
    #expect(issues.count == 2)
    let found = direct.withLock { $0 }.map { $0.counterexamples.map(\.choices) }
    try #require(found.count == 2)
    #expect(found[0] == found[1])
    #expect(found[0].count == 1)
  }
}
