import PropertyTesting
import Testing

@Suite("Explanation")
struct ExplainerTests {
  /// Explains the case that the choices replay to.
  static func explain(_ body: @escaping @Sendable (inout Draw) throws -> Void, _ values: [UInt64]) -> Explanation {
    let property = Property("explained", body)
    // The domains come from a first run.
    var choices: [Choice] = []
    for value in values {
      let trial = property.run(Draw(replaying: choices))
      choices.append(Choice(value, from: trial.choices[choices.count].domain))
    }
    let minimal = property.run(Draw(replaying: choices, describing: true))
    #expect(minimal.failure != nil)
    return Explainer(property).explain(minimal, random: SplitMix64(seed: 5)) { $0.failure == minimal.failure }
  }

  static func float(_ range: ClosedRange<Double>) -> Generator<Double> { Generator { $0.float(FloatDomain(range)) } }

  @Test("says which arguments matter, and brackets a number that does")
  func threshold() {
    let explanation = Self.explain(
      { draw in
        let x = try draw(Self.float(-1e6...1e6), "x")
        _ = try draw(Self.float(0...1), "y")
        try draw.verify(x < 3.5)
      }, [(3.5 as Double).bitPattern, 0])
    #expect(explanation.parts.map(\.name) == ["x", "y"])
    #expect(explanation.parts.map(\.mayVary) == [false, true])
    #expect(explanation.parts[0].finding.hasSuffix("from 3.5 to 1000000.0, passes at 3.4999999999999996"))
    #expect(explanation.parts[1].finding.hasPrefix("may vary freely: "))
    #expect(explanation.together == nil)
    #expect(explanation.cases <= 2000)
  }

  @Test("a single failing value is said to be one")
  func needle() {
    let explanation = Self.explain(
      { draw in
        let n = try draw(Generator { $0.integer(in: -1000...1000) }, "n")
        try draw.verify(n != 77)
      }, [77])
    #expect(explanation.parts.count == 1)
    #expect(!explanation.parts[0].mayVary)
    #expect(explanation.parts[0].finding.hasSuffix("of the values tried beside it none fails, passes at 76 and 78"))
  }

  @Test("parts that may vary one at a time are varied together")
  func together() throws {
    let apart = Self.explain(
      { draw in
        let x = try draw(Generator { $0.bool() }, "x")
        let y = try draw(Generator { $0.bool() }, "y")
        try draw.verify(x && y)
      }, [0, 0])
    #expect(apart.parts.map(\.mayVary) == [true, true])
    let text = try #require(apart.together)
    #expect(text.hasPrefix("x, y may vary one at a time, not together"))
    let free = Self.explain(
      { draw in
        _ = try draw(Self.float(0...1), "x")
        _ = try draw(Self.float(0...1), "y")
        try draw.verify(false)
      }, [0, 0])
    let other = try #require(free.together)
    #expect(other.hasPrefix("x, y may vary together"))
  }

  @Test("elements of a collection are explained one by one")
  func elements() {
    let explanation = Self.explain(
      { draw in
        let values = try draw(
          Generator { draw -> [Int] in
            let (count, position) = draw.length(in: 0...5)
            return (0..<count).map { _ in draw.element(ofLengthAt: position, 7) { $0.integer(in: 0...100) } }
          }, "values")
        try draw.verify(values.count < 2 || values[1] < 50)
      }, [2, 0, 50])
    #expect(explanation.parts.map(\.name) == ["values", "values[0]", "values[1]"])
    #expect(explanation.parts.map(\.mayVary) == [false, true, false])
    #expect(explanation.parts[2].finding.hasSuffix("from 50 to 100, passes at 49"))
  }

  @Test("is the same every time, and within its budget", arguments: [1, 10, 100])
  func budget(cases: Int) {
    let property = Property("fails") { draw in
      for i in 0..<5 { _ = try draw(Self.float(0...1), "x\(i)") }
      try draw.verify(false)
    }
    let minimal = property.run(Draw(replaying: [], describing: true))
    let explained = (0..<2).map { _ in
      Explainer(property, maximumCases: cases).explain(minimal, random: SplitMix64(seed: 1)) { $0.failure != nil }
    }
    #expect(explained[0].parts == explained[1].parts)
    #expect(explained[0].cases <= cases)
  }
}
