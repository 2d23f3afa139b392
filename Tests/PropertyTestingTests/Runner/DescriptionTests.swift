import Foundation
import PropertyTesting
import Synchronization
import Testing

@Suite("What a run says to people")
struct DescriptionTests {
  static let property = Property("it's below") { draw in
    let x = try draw(Generator { $0.integer(in: 0...1000) }, "x")
    _ = try draw(Generator { $0.integer(in: -9...9) }, "offset")
    draw.note("twice: \(2 * x)")
    draw.cover("even", when: x % 2 == 0, atLeast: 0.2)
    try draw.verify(x < 100, "\(x) is\ntoo large", fileID: "Module/File.swift", line: 7)
  }

  @Test("is the verdict, the arguments, the reason, and how to replay")
  func failing() throws {
    var settings = Settings()
    settings.phases.remove(.explain)
    settings.seed = 3
    let result = Runner(Self.property, settings: settings).run()
    let found = try #require(result.counterexamples.first)
    let cases = result.cases == 1 ? "1 case" : "\(result.cases) cases"
    let lines = result.description.split(separator: "\n").map(String.init)
    #expect(lines[0] == "Falsified: it's below (\(cases), seed 3)")
    #expect(
      lines[1...5] == [
        "  x      = 100", "  offset = 0", "  100 is", "  too large (Module/File.swift:7)", "  Note: twice: 200",
      ])
    #expect(lines[6].hasPrefix("  Found as case \(result.cases - 1), simplified in "))
    #expect(lines[7] == "  Replay: PROPERTY_TESTING_REPLAY='it'\\''s below:\(found.replay)'")
    #expect(lines[8] == "  Labels:" && lines.count == 10)
    let quiet = result.description(.quiet).split(separator: "\n")
    #expect(quiet.count == 2 && quiet[1].hasPrefix("Replay:"))
  }

  @Test("names every case in a verbose run")
  func verbose() {
    let said = Mutex<[String]>([])
    var settings = Settings()
    settings.verbosity = .verbose
    settings.cases = 5
    settings.output = { line in said.withLock { $0.append(line) } }
    _ = Runner(
      Property("p") { draw in try draw.verify(draw(Generator { _ in 2 }, "x") == 2) }, settings: settings
    )
    .run()
    #expect(said.withLock { $0 } == (0..<5).map { "generate \($0): passed: x = 2" })
  }

  @Test("warns of unhealthy cases")
  func health() {
    let discarding = Runner(
      Property("discards") { draw in
        try draw.assume(draw.integer(in: 0...99) == 0)
        try draw.verify(true)
      }
    ).run()
    #expect(discarding.warnings.count == 2 && discarding.warnings[0].contains("discarded"))
    var settings = Settings()
    settings.choiceLimit = 50
    let large = Runner(
      Property("large") { draw in
        let count = draw.integer(in: 0...100)
        for _ in 0..<count { _ = draw.bool() }
        try draw.verify(true)
      }, settings: settings
    ).run()
    #expect(large.tooLarge > 10 && large.warnings.contains { $0.contains("more than 50 choices") })
    #expect(large.verdict == .passed && large.cases == 200)
    let slow = Runner(
      Property("slow to draw") { draw in
        _ = try draw(Generator { _ in usleep(6000) }, "x")
        try draw.verify(true)
      }
    ).run()
    #expect(slow.warnings.isEmpty && slow.timeWarnings.contains { $0.contains("drawing the arguments") })
  }
}
