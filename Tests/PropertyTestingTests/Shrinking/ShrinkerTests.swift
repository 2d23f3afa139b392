import Foundation
import PropertyTesting
import Testing

@Suite("The shrinker")
struct ShrinkerTests {
  @Test("of random problems, ends at a simpler failing case that shrinking again does not change")
  func randomProblems() throws {
    var solved = 0
    for seed in 0..<400 as Range<UInt64> {
      let problem = RandomProblem(seed: seed)
      guard let start = try? problem.property.firstFailure(seed: seed, of: 200) else { continue }
      let result = problem.property.shrink(start)
      let label: Comment = "seed \(seed), \(problem.predicate), \(result.trial.choices.map(\.value))"
      #expect(result.trial.failure != nil, label)
      #expect(result.trial.choices == start.choices || result.trial.isSimpler(than: start), label)
      let replay = problem.property.run(Draw(replaying: result.trial.choices))
      #expect(replay.choices == result.trial.choices && replay.failure != nil, label)
      #expect(result.cases <= 20_000, label)
      guard result.isFixedPoint else { continue }
      let again = problem.property.shrink(result.trial)
      #expect(again.trial.choices == result.trial.choices, label)
      solved += 1
      if ProcessInfo.processInfo.environment["SHRINKING_REPORT"] != nil {
        var draw = Draw(replaying: result.trial.choices)
        print(
          "\(seed) \(problem.predicate): \(start.choices.count) choices, \(result.cases) cases, \(try draw(problem.generator))"
        )
      }
    }
    #expect(solved > 200)
  }

  @Test("stops at its budget, with what it has", arguments: [1, 10, 100])
  func budget(cases: Int) throws {
    let example = try #require(PublishedExample.all.first { $0.name == "bound5" })
    let start = try example.property.firstFailure(seed: 1)
    let result = example.property.shrink(start, maximumCases: cases)
    #expect(result.cases == cases && !result.isFixedPoint)
    #expect(result.trial.failure != nil)
    #expect(result.passes.reduce(0) { $0 + $1.cases } == cases)
  }

  /// A property of numbers of one domain, and the numbers that a failing case ends at.
  struct Known: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let generator: Generator<[Double]>
    let minimum: [Double]
    let atMost: Int
    let fails: @Sendable ([Double]) -> Bool

    init(
      _ name: String, _ generator: Generator<[Double]>, _ minimum: [Double], cases: Int = 200,
      _ fails: @escaping @Sendable ([Double]) -> Bool
    ) {
      testDescription = name
      self.generator = generator
      self.minimum = minimum
      atMost = cases
      self.fails = fails
    }
  }

  static let any = Generator<[Double]>.array(of: Generator<Double>.anyDouble(), count: 1)
  static let unit = Generator<[Double]>.array(of: .double(in: -10...10), count: 1)
  static let pair = Generator<[Double]>.array(of: .double(in: -1000...1000), count: 2)
  static let vector = Generator<[Double]>.array(of: .double(in: -1e6...1e6), count: 64)
  static let list = Generator<[Double]>.array(of: .double(in: -1e6...1e6), count: 0...64)
  static let matrix = Generator<[Double]>.array(
    of: Generator<Float>.float(in: -100...100).map { Double($0) }, count: 1024)

  static let known: [Known] = [
    Known("x > 0.1", unit, [1]) { $0[0] > 0.1 },
    Known("0.1 < x < 0.9", unit, [0.5]) { 0.1 < $0[0] && $0[0] < 0.9 },
    Known("0.3 < x < 0.4", unit, [0.375]) { 0.3 < $0[0] && $0[0] < 0.4 },
    Known("x < -2.5", unit, [-3]) { $0[0] < -2.5 },
    Known("not an integer", unit, [0.5]) { $0[0] != $0[0].rounded() },
    Known("x > 1000.5", any, [1001]) { $0[0] > 1000.5 },
    Known("x > 1e9", any, [0x1p30]) { $0[0] > 1e9 && $0[0].isFinite },
    Known("x > 1e300", any, [0x1p997]) { $0[0] > 1e300 && $0[0].isFinite },
    Known("0 < x < 1e-300", any, [0x1p-997]) { 0 < $0[0] && $0[0] < 1e-300 },
    Known("infinite", any, [.infinity]) { $0[0].isInfinite },
    Known("NaN", any, [.nan]) { $0[0].isNaN },
    Known("x + y > 1000", pair, [1, 1000]) { $0[0] + $0[1] > 1000 },
    Known("x - y > 10", pair, [0, -11]) { $0[0] - $0[1] > 10 },
    Known("x / y > 7", pair, [1, 0.125]) { $0[0] / $0[1] > 7 && $0[1] != 0 },
    Known("x = -y", pair, [1, -1]) { $0[0] == -$0[1] && $0[0] != 0 },
    Known("two of a list are above 5", list, [6, 6], cases: 400) { $0.filter { $0 > 5 }.count >= 2 },
    Known("a list's sum above 1e6", list, [1, 1e6], cases: 1000) { $0.reduce(0, +) > 1e6 },
    Known(
      "three of a vector of 64", vector, Array(repeating: 0, count: 61) + [1, 1, 1], cases: 3000
    ) { $0.filter { $0 > 0 }.count >= 3 },
    Known(
      "two of a matrix", matrix,
      [Double](repeating: 0, count: 1024).enumerated().map { [37: 51, 900: -51][$0.0] ?? 0 },
      cases: 5000
    ) { $0[37] > 50 && $0[900] < -50 },
    Known("all of a vector", vector, Array(repeating: 1, count: 64), cases: 3000) { !$0.contains(0) },
  ]

  @Test("reaches known minima", arguments: known)
  func reaches(_ known: Known) throws {
    for seed in 0..<5 as Range<UInt64> {
      let property = Property(known.testDescription) { draw in
        let values = try draw(known.generator)
        try draw.verify(!known.fails(values))
      }
      let start = try property.firstFailure(seed: seed)
      let result = property.shrink(start)
      var draw = Draw(replaying: result.trial.choices)
      let values = try draw(known.generator)
      let matches = zip(values, known.minimum).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
      #expect(
        matches && values.count == known.minimum.count,
        "seed \(seed): \(values.filter { $0 != 0 }), \(result.cases) cases")
      // Trying the simplest numbers one by one comes last, and tries thousands where there is little else to try.
      let enumerated = result.passes.first { $0.name == "try the simplest" }?.cases ?? 0
      #expect(result.isFixedPoint && result.cases - enumerated <= known.atMost, "\(result.passes)")
      #expect(enumerated <= 10_000)
      if ProcessInfo.processInfo.environment["SHRINKING_REPORT"] != nil {
        print("\(known.testDescription): \(result.cases) cases, \(values.filter { $0 != 0 }.prefix(8))")
      }
    }
  }
}
