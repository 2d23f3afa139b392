import PropertyTesting
import Testing

/// A figure whose large values are known.
struct Landscape: Sendable, CustomTestStringConvertible {
  let name: String
  /// What a climb must reach, in how many calls, from how many of ``seeds`` seeds at least.
  let goal: Double
  let calls: Int
  let successes: Int
  /// Random search reaches the goal too, now and then.
  var isEasy = false
  let figure: @Sendable (inout Draw) throws -> Double

  static let seeds = 20
  var testDescription: String { name }

  var property: Property {
    let figure = figure
    return Property(name) { $0.maximize(try figure(&$0)) }
  }

  /// What a climb from four random cases comes to.
  func climb(seed: UInt64, threads: Int = 1) -> TargetSearch.Result {
    let starts = (0..<4).map { property.run(Draw(seed: seed, name: name, index: $0)) }
    return TargetSearch(property, figure: "figure", maximumCases: calls - 4, threads: threads)
      .climb(from: starts, random: SplitMix64(seed: seed))
  }

  /// The largest figure of as many random cases.
  func random(seed: UInt64) -> Double {
    (0..<calls).map { property.run(Draw(seed: seed, name: name, index: $0)).record.figures["figure"] ?? -.infinity }
      .max()!
  }

  /// Two numbers of a range.
  private static func two(_ range: ClosedRange<Double>, _ draw: inout Draw) -> (Double, Double) {
    let domain = FloatDomain(range)
    return (draw.float(domain), draw.float(domain))
  }

  static let all: [Landscape] = [
    Landscape(name: "one number beside a power of two", goal: 100, calls: 2000, successes: 18) { draw in
      let x = draw.float(FloatDomain(-1000...1000))
      return x == 8.0.nextDown ? 100 : 1 / (1 + (x - 8).magnitude)
    },
    Landscape(name: "cancellation in x^3 - y^2", goal: 0x1p50, calls: 1500, successes: 19) { draw in
      let (x, y) = (draw.float(FloatDomain(1...100)), draw.float(FloatDomain(1...1000)))
      let (cube, square) = (x * x * x, y * y)
      let cubeError = (-(x * x)).addingProduct(x, x) * x + (-cube).addingProduct(x * x, x)
      let squareError = (-square).addingProduct(y, y)
      let (computed, error) = (cube - square, cubeError - squareError)
      return computed + error == 0 ? 0 : (error / (computed + error).ulp).magnitude
    },
    Landscape(name: "a zero in the middle of nowhere", goal: 0x1p52, calls: 500, successes: 19) { draw in
      let x = draw.float(FloatDomain(0...1e6))
      return 1 / (x - 1234.56789).magnitude.nextUp
    },
    Landscape(name: "the same, as a logarithm", goal: 30, calls: 1000, successes: 18) { draw in
      let x = draw.float(FloatDomain(0...1e6))
      let distance = (x - 1234.56789).magnitude
      return distance == 0 ? 50 : -Double(distance.exponent) - distance.significand
    },
    Landscape(name: "the last element of a chunk of 4096", goal: 1, calls: 2000, successes: 18) { draw in
      draw.integer(in: 0...10_000_000) % 4096 == 4095 ? 1 : 0
    },
    Landscape(name: "a collection whose length is a chunk's end", goal: 62.5, calls: 1000, successes: 19, isEasy: true)
    {
      draw in
      let (count, position) = draw.length(in: 0...2000)
      let values = (0..<count).map { _ in draw.element(ofLengthAt: position, 1) { $0.integer(in: 0...9) } }
      return Double(min(values.count % 64, 63)) - (values.contains(0) ? 0.5 : 0)
    },
    Landscape(name: "a ridge of two numbers nearly equal", goal: 0.95, calls: 2000, successes: 18, isEasy: true) {
      draw in
      let (x, y) = two(-1000...1000, &draw)
      return x / 1000 - 1e6 * (x - y).magnitude
    },
    Landscape(name: "a narrow maximum away from a broad one", goal: 1.9, calls: 2000, successes: 18, isEasy: true) {
      draw in
      let x = draw.float(FloatDomain(0...1))
      return max(1 - (x - 0.2) * (x - 0.2), 2 - 100 * (x - 0.9).magnitude)
    },
    Landscape(name: "eight numbers of a narrow valley", goal: -0.01, calls: 5000, successes: 18) { draw in
      var sum = 0.0
      for i in 0..<8 {
        let distance = draw.float(FloatDomain(-10...10)) - Double(i)
        sum += Double(1 + 10 * i) * distance * distance
      }
      return -sum
    },
    Landscape(name: "a tie of single precision", goal: 1, calls: 1000, successes: 19, isEasy: true) { draw in
      let x = draw.float(FloatDomain(1...1000))
      let error = (Double(Float(x)) - x).magnitude / (Double(Float(x).ulp) / 2)
      return error
    },
  ]
}

@Suite("Targeted search")
struct TargetSearchTests {
  @Test("reaches what is known to be there", arguments: Landscape.all)
  func reaches(landscape: Landscape) {
    let found = (0..<UInt64(Landscape.seeds)).map { landscape.climb(seed: $0) }
    let figures = found.map { $0.best.record.figures["figure"]! }
    let count = figures.count { $0 >= landscape.goal }
    #expect(count >= landscape.successes, "\(figures.sorted())")
    #expect(found.allSatisfy { $0.cases <= landscape.calls })
  }

  @Test("is better than as many random cases", arguments: Landscape.all.filter { !$0.isEasy })
  func beatsRandom(landscape: Landscape) {
    let wins = (0..<UInt64(Landscape.seeds)).count { seed in
      landscape.climb(seed: seed).best.record.figures["figure"]! >= landscape.random(seed: seed)
    }
    #expect(wins >= Landscape.seeds - 1)
    let reached = (0..<UInt64(Landscape.seeds)).count { landscape.random(seed: $0) >= landscape.goal }
    #expect(reached < landscape.successes / 2, "random cases reach the goal as well: the landscape says nothing")
  }

  @Test("comes to the same on any number of threads", arguments: Landscape.all.prefix(6), [2, 3, 16])
  func threads(landscape: Landscape, threads: Int) {
    for seed in 0..<3 as Range<UInt64> {
      let (one, many) = (landscape.climb(seed: seed), landscape.climb(seed: seed, threads: threads))
      #expect(one.best.choices == many.best.choices)
      #expect(one.cases == many.cases)
    }
  }

  @Test("ends with the first case that fails, and spends no more than its budget", arguments: 0..<10 as Range<UInt64>)
  func failure(seed: UInt64) {
    let property = Property("fails near the top") { draw in
      let x = draw.float(FloatDomain(0...1e6))
      draw.maximize(x)
      try draw.verify(x < 999_999.5)
    }
    let start = property.run(Draw(replaying: []))
    let found = TargetSearch(property, figure: "figure", maximumCases: 500).climb(
      from: [start], random: .init(seed: seed))
    #expect(found.failure?.failure != nil)
    #expect(found.best.outcome == .passed)
    #expect(found.cases <= 500)
  }

  @Test("counts what is discarded", arguments: [1, 7, 100])
  func discarded(budget: Int) {
    let property = Property("discards") { draw in
      let x = draw.integer(in: 0...1000)
      draw.maximize(1)
      try draw.assume(x == 0)
    }
    let start = property.run(Draw(replaying: []))
    let found = TargetSearch(property, figure: "figure", maximumCases: budget).climb(
      from: [start], random: .init(seed: 1))
    #expect(found.cases == budget)
    #expect(found.best.choices == start.choices)
  }
}
