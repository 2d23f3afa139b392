import Arithmetic
import TestSupport
import Testing

/// The defining property of an enclosure: whatever numbers the operands enclose, the result encloses the operation's value
/// at them.
@Suite(.cases(20_000, deep: 100_000))
struct ContainmentTests {
  /// Most operands have a value, or nothing has been checked; and half of the results that are not exact have a radius of
  /// at most 4 units in the last place, where the operands are points.
  private func expectTight(_ result: RunResult) {
    func count(_ label: String) -> Int { result.labels[label, default: 0] }
    #expect(count("indeterminate") < 3 * result.randomCases / 4, "\(result)")
    #expect(2 * count("over 4 ulp") <= count("inexact"), "\(result)")
    // As all of them are contained; the quotient is rounded up.
    for maximum in result.maxima.values { #expect(maximum.value <= 1 + 0x1p-50, "\(result)") }
  }

  @Test(arguments: RealOperation.all)
  func ballContainsTheValue(_ operation: RealOperation) async {
    let result = await checkProperty("ball \(operation.name)") { draw in
      let violation = try operation.violation(&draw)
      try draw.verify(violation == nil, violation ?? "")
    }
    expectTight(result)
  }

  @Test(arguments: ComplexOperation.all)
  func discContainsTheValue(_ operation: ComplexOperation) async {
    let result = await checkProperty("disc \(operation.name)") { draw in
      let violation = try operation.violation(&draw)
      try draw.verify(violation == nil, violation ?? "")
    }
    expectTight(result)
    let compared = result.randomCases - result.labels["indeterminate", default: 0]
    #expect(1000 * result.labels["unsettled", default: 0] <= compared, "\(result)")
  }
}

/// The check can fail: radii that leave out the rounding of the midpoint, or a part of what is propagated, are caught.
@Suite struct CorruptedRadiusTests {
  /// How many of so many random cases find a violation.
  private func violations(in cases: Int, _ violation: @escaping @Sendable (inout Draw) throws -> String?) -> Int {
    var settings = Settings()
    settings.cases = cases
    settings.phases = [.generate]
    let property = Property("a corrupted radius") { draw in
      draw.label("violation", when: try violation(&draw) != nil)
      draw.didCheck()
    }
    return Runner(property, settings: settings).run().labels["violation", default: 0]
  }

  @Test(arguments: RealOperation.all.filter { $0.name != "negate" && $0.name != "magnitude" })
  func ball(_ operation: RealOperation) {
    let zeroed = violations(in: 500) {
      try operation.violation(&$0) { Ball(midpoint: $0.midpoint, radius: .zero) }
    }
    #expect(zeroed > 100)
    let shrunk = violations(in: 500) {
      try operation.violation(&$0) { Ball(midpoint: $0.midpoint, radius: $0.radius * Magnitude(0.5)) }
    }
    #expect(shrunk > 20)
  }

  @Test(arguments: ComplexOperation.all.filter { $0.name != "conjugate" })
  func disc(_ operation: ComplexOperation) {
    func corrupted(_ factor: Magnitude) -> @Sendable (Disc) -> Disc {
      { Disc(realMidpoint: $0.realMidpoint, imaginaryMidpoint: $0.imaginaryMidpoint, radius: $0.radius * factor) }
    }
    let (none, quarter) = (corrupted(.zero), corrupted(0.25))
    #expect(violations(in: 300) { try operation.violation(&$0, corrupting: none) } > 60)
    #expect(violations(in: 300) { try operation.violation(&$0, corrupting: quarter) } > 10)
  }

  /// What shows that a radius is missing shrinks to operands of few bits.
  @Test(arguments: ["add", "multiply", "sqrt"])
  func counterexamplesAreSimple(_ name: String) throws {
    let operation = try #require(RealOperation.all.first { $0.name == name })
    let property = Property("\(name) without a radius") { draw in
      let violation = try operation.violation(&draw) { Ball(midpoint: $0.midpoint, radius: .zero) }
      try draw.verify(violation == nil, violation ?? "")
    }
    let found = try #require(Runner(property).run().counterexamples.first)
    #expect(found.isFullyShrunk, "\(found.shrinkCases) tries")
    let operands = try #require(found.arguments.first?.value)
    #expect(operands.count < 60, "\(operands)")
  }
}
