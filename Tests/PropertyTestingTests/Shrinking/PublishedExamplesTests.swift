import Foundation
import PropertyTesting
import Testing

extension Property {
  /// The first of the random cases of a seed that fails.
  func firstFailure(seed: UInt64, of count: Int = 200_000) throws -> Trial {
    for index in 0..<count {
      let trial = run(Draw(seed: seed, name: name, index: index))
      if trial.failure != nil { return trial }
    }
    throw Missing(name: name, seed: seed)
  }

  struct Missing: Error {
    let name: String
    let seed: UInt64
  }

  func shrink(_ trial: Trial, maximumCases: Int = 20_000) -> Shrinker.Result {
    Shrinker(self, maximumCases: maximumCases).shrink(trial) { $0.failure != nil }
  }
}

extension PublishedExample: CustomTestStringConvertible {
  var testDescription: String { name }
}

@Suite("Published examples of shrinking")
struct PublishedExamplesTests {
  /// A line of the table that `Benchmarks/Hypothesis/minima.py` writes.
  struct Reference {
    let smallest: Double
    let median: Double
    let largest: Double
  }

  static let references: [String: Reference] = {
    let url = Bundle.module.url(forResource: "hypothesis-minima", withExtension: "tsv", subdirectory: "Fixtures")
    let text = url.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t") }
    return rows.filter { $0.count == 5 }.reduce(into: [:]) { table, row in
      guard let smallest = Double(row[1]), let median = Double(row[2]), let largest = Double(row[3]) else { return }
      table[String(row[0])] = Reference(smallest: smallest, median: median, largest: largest)
    }
  }()

  @Test("there are 15, each with a reference")
  func isComplete() {
    #expect(PublishedExample.all.count == 15)
    #expect(Set(PublishedExample.all.map(\.name)) == Set(Self.references.keys))
  }

  @Test("from any seed, no larger than the smallest that Hypothesis found", arguments: PublishedExample.all)
  func compare(example: PublishedExample) throws {
    let reference = try #require(Self.references[example.name])
    for seed in 0..<12 as Range<UInt64> {
      let start = try example.property.firstFailure(seed: seed)
      let result = example.property.shrink(start)
      let value = try example.value(of: result.trial)
      #expect(value.size <= reference.smallest, "seed \(seed): \(value), \(result.cases) cases")
      #expect(result.isFixedPoint && result.trial.failure != nil)
      if ProcessInfo.processInfo.environment["SHRINKING_REPORT"] != nil {
        let choices = "\(start.choices.count) -> \(result.trial.choices.count) choices, \(result.cases) cases"
        print("\(example.name), seed \(seed): \(value.size) <= \(reference.smallest), \(choices), \(value)")
      }
    }
  }
}
