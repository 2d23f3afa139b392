import PropertyTestingXCTest
import Testing
import XCTest

// A test of XCTest that runs within Swift Testing: the open-source XCTest makes a test case of a closure.
#if !canImport(ObjectiveC)
  @Suite("A property in XCTest", .serialized)
  struct AssertPropertyTests {
    struct Failure: Equatable {
      let text: String
      let file: String
      let line: Int
    }

    /// A test case that keeps its failures.
    final class Case: XCTestCase {
      var failures: [Failure] = []

      override func recordFailure(
        withDescription description: String, inFile path: String, atLine line: Int, expected: Bool
      ) {
        failures.append(Failure(text: description, file: path, line: line))
      }

      static func failures(of test: @escaping () -> Void) -> [Failure] {
        let made = Case(name: "a test") { _ in test() }
        made.run()
        return made.failures
      }
    }

    @Test("is one failure, at the caller's line, with the smallest counterexample")
    func fails() throws {
      let failures = Case.failures {
        XCTAssertProperty("all are small") { draw in
          let x = try draw(.integer(in: 0...1000), "x")
          try draw.verify(x < 300, "\(x) is not small")
        }
      }
      try #require(failures.count == 1)
      #expect(failures[0].file == #filePath && failures[0].line == #line - 6)
      #expect(failures[0].text.contains("300 is not small"))
    }

    @Test("is no failure where it holds")
    func passes() {
      let failures = Case.failures {
        XCTAssertProperty("all are small") { draw in
          let x = try draw(.integer(in: 0...1000), "x")
          try draw.verify(x < 3000, "\(x) is not small")
        }
      }
      #expect(failures == [])
    }

    @Test("is a failure where nothing was compared")
    func vacuous() {
      let failures = Case.failures { XCTAssertProperty("nothing") { draw in _ = try draw(.double(), "x") } }
      #expect(failures.count == 1 && failures[0].text.contains("nothing"))
    }
  }
#endif

final class AdditionTestCase: XCTestCase {
  func testCommutes() {
    XCTAssertProperty("addition commutes") { draw in
      let x = try draw(.double(), "x")
      let y = try draw(.double(), "y")
      try draw.verify(x + y == y + x)
    }
  }
}
