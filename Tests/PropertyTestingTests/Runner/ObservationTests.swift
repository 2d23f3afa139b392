import Foundation
import PropertyTesting
import Testing

@Suite("Observations")
struct ObservationTests {
  static let property = Property("quotes \"and\"\ttabs") { draw in
    let x = try draw(Generator { $0.integer(in: 0...1000) }, "x")
    draw.note("a note\nof two lines")
    draw.label("even", when: x % 2 == 0)
    draw.maximize(x == 0 ? .infinity : Double(x), "size")
    try draw.assume(x % 5 != 0)
    try draw.verify(x < 990, "too large \\ \u{1}")
  }

  /// The keys that the schema demands.
  static let required: [String: Set<String>] = [
    "test_case": [
      "type", "status", "status_reason", "representation", "arguments", "how_generated", "features", "coverage",
      "timing",
      "metadata", "property", "run_start",
    ],
    "info": ["type", "title", "content", "property", "run_start"],
  ]

  @Test("are JSON lines with the keys of the schema, the same for any number of threads")
  func lines() throws {
    let texts = try [1, 3].map { threads in
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("observations-\(UUID()).jsonl")
      defer { try? FileManager.default.removeItem(at: file) }
      var settings = try Settings().environment(["PROPERTY_TESTING_OBSERVATIONS": file.path])
      settings.cases = 1000
      settings.threads = threads
      let result = Runner(Self.property, settings: settings).run()
      #expect(result.verdict == .falsified)
      let text = try String(contentsOf: file, encoding: .utf8)
      let lines = text.split(separator: "\n")
      #expect(lines.count == result.cases + result.discarded + 2)
      var statuses: Set<String> = []
      for line in lines {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let type = try #require(object["type"] as? String)
        #expect(Set(object.keys) == Self.required[type])
        if let status = object["status"] as? String { statuses.insert(status) }
      }
      #expect(statuses == ["passed", "failed", "gave_up"])
      return text.replacing(/"run_start": [0-9.e+]+/, with: "")
    }
    #expect(texts[0] == texts[1])
  }
}
