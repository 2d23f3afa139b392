import Foundation
import PropertyTesting
import PropertyTestingSwiftTesting
import Testing

@Suite("Addition", .property(cases: 500))
struct AdditionTests {
  @Test("commutes", .property(seed: 7))
  func commutes() async {
    await checkProperty { draw in
      let x = try draw(.double(), "x")
      let y = try draw(.double(), "y")
      #expect(x + y == y + x)
    }
  }
}

@Suite("The article about integration")
struct IntegrationArticleTests {
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let article = root.appendingPathComponent("Sources/PropertyTesting/PropertyTesting.docc/Integration.md")

  /// With `UPDATE_DOCUMENTATION=1` the article is changed instead.
  @Test("shows the issue that is recorded")
  func issue() async throws {
    let issues = try await issues {
      await checkProperty { draw in
        let x = try draw(.double(in: 0...1), "x")
        #expect(x * x <= x / 2, "x is \(x)")
      }
    }
    let text = issues.flatMap(\.comments).map(\.rawValue).joined(separator: "\n")
    let article = try String(contentsOf: Self.article, encoding: .utf8)
    let shown = try #require(article.firstMatch(of: /```text\n([^`]*)\n```/)).output.1
    if ProcessInfo.processInfo.environment["UPDATE_DOCUMENTATION"] != nil {
      let updated = article.replacingCharacters(in: shown.startIndex..<shown.endIndex, with: text)
      return try Data(updated.utf8).write(to: Self.article)
    }
    // How many cases and tries it took may change with every improvement of the search.
    let numbers = /[0-9]+( cases| tries|,|\))/
    let isShown = shown.replacing(numbers, with: "#") == text.replacing(numbers, with: "#")
    #expect(isShown, "UPDATE_DOCUMENTATION=1 writes what is recorded now:\n\(text)")
  }
}
