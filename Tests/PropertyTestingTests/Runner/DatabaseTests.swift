import Foundation
import PropertyTesting
import Testing

@Suite("The database of examples")
struct DatabaseTests {
  let directory = FileManager.default.temporaryDirectory.appendingPathComponent("examples-\(UUID())")

  func settings() -> Settings {
    var settings = Settings()
    settings.database = ExampleDatabase(directory: directory)
    return settings
  }

  var files: [URL] {
    let all = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)?.allObjects
    return (all as? [URL] ?? []).filter { $0.pathExtension == "replay" }
  }

  @Test("is tried first, and forgets what no longer fails")
  func roundTrip() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let failing = RunnerTests.property(failingAbove: 9_000)
    let first = try #require(Runner(failing, settings: settings()).run().counterexamples.first)
    #expect(first.phase == .generate && files.count == 1)
    var later = settings()
    later.seed = 77
    let result = Runner(failing, settings: later).run()
    #expect(result.counterexamples.first?.phase == .reuse)
    #expect(result.counterexamples.first?.failure == first.failure)
    #expect(result.cases == 1 && files.count == 1)
    let other = Runner(Property("another/../name") { try $0.verify(true) }, settings: settings()).run()
    #expect(other.verdict == .passed && files.count == 1)
    #expect(Runner(RunnerTests.property(failingAbove: 10_000), settings: settings()).run().verdict == .passed)
    #expect(files.isEmpty)
  }

  @Test("warns of files that cannot be read", arguments: ["", "AQ!!", "\u{0}\u{1}", "AQAAAAAAAAAA"])
  func corruption(text: String) throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let failing = RunnerTests.property(failingAbove: 9_000)
    _ = Runner(failing, settings: settings()).run()
    try Data(text.utf8).write(to: try #require(files.first))
    let result = Runner(failing, settings: settings()).run()
    #expect(result.counterexamples.first?.phase == .generate)
    #expect(result.warnings.count == 1 && result.warnings[0].contains("ignored"))
  }

  @Test("that cannot be written is a warning")
  func unwritable() throws {
    var settings = Settings()
    settings.database = ExampleDatabase(directory: URL(fileURLWithPath: "/dev/null/nowhere"))
    let result = Runner(RunnerTests.property(failingAbove: 9_000), settings: settings).run()
    #expect(result.verdict == .falsified)
    #expect(result.warnings.count == 1)
  }

  @Test("keeps the best example of a figure, where asked to")
  func maxima() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    var settings = settings()
    settings.reusesMaxima = true
    settings.targetCases = 0
    let property = RunnerTests.property(failingAbove: 10_000)
    settings.cases = 3000
    let first = try #require(Runner(property, settings: settings).run().maxima["product"])
    settings.cases = 10
    let second = try #require(Runner(property, settings: settings).run().maxima["product"])
    #expect(second.value >= first.value)
    #expect(try #require(second.random) < first.value)
  }
}
