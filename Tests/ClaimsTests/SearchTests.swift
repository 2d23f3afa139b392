import Arithmetic
import Claims
import PropertyTesting
import Testing

/// A claim about drawn numbers.
private func claim<Number: Sendable>(
  _ numbers: Generator<Number>, falsifiers: [Falsifier] = [],
  _ compare: @escaping @Sendable (Number) -> Evidence
) -> Claim {
  Claim(
    "test.search", title: "A test", statement: "...", source: Source("Nobody", "nowhere", .derived), method: .exact,
    check: Check(numbers) { number, _ in compare(number) }, falsifiers: falsifiers)
}

/// x (2 - x) for x in 0 ... 2, which is largest at x = 1; as a fraction of a million.
private func parabola(_ x: Int, atMost bound: Rational) -> Evidence {
  let x = Rational(x, 1_000_000)
  return Evidence("x (2 - x) <= N", x * (2 - x), atMost: bound, at: [NamedValue("x", x)])
}

private let millionths = Generator<Int>.integer(uniformIn: 0...2_000_000)

@Suite struct SearchTests {
  static let seeds: [UInt64] = [1, 2, 3, 20_231_125]

  /// One in two thousand violates it.
  static let narrow = 1 - Rational(1, 16_000_000)

  @Test(arguments: seeds) func aViolationThatRandomCasesMissIsFoundByTheSearch(seed: UInt64) throws {
    let claim = claim(millionths) { parabola($0, atMost: Self.narrow) }
    let result = Registry.check([claim], options: CheckOptions(cases: 200, seed: seed)).results[0]
    #expect(result.verdict.name == "refuted")
    let counterexample = try #require(result.verdict.counterexample)
    #expect(counterexample.caseIndex == nil, "no random case found it")
    #expect(result.tally.random == 200 && result.tally.searched > 0)
  }

  @Test(arguments: seeds) func aMarginIsThatOfTheSearch(seed: UInt64) throws {
    let claim = claim(millionths) { parabola($0, atMost: 1) }
    let result = Registry.check([claim], options: CheckOptions(cases: 100, seed: seed)).results[0]
    #expect(result.verdict.name == "holds")
    let margin = try #require(result.worst)
    #expect(margin.ratio > (try #require(margin.random)))
    #expect(1 - margin.ratio < 1e-7)
    let again = try claim.replay(margin.replay)
    #expect(again.evidence.first?.description == margin.evidence.description)
  }

  @Test(arguments: seeds) func aFalsifierMayNeedTheSearch(seed: UInt64) throws {
    let falsifier = Falsifier(
      "the bound less a little", Check(millionths) { x, _ in parabola(x, atMost: Self.narrow) })
    let claim = claim(millionths, falsifiers: [falsifier]) { parabola($0, atMost: 1) }
    let result = Registry.check([claim], options: CheckOptions(cases: 20, seed: seed)).results[0]
    #expect(result.defects.isEmpty)
    let fired = try #require(result.falsifiers[0].firedOn)
    #expect(fired.caseIndex == nil)
    #expect(try claim.replay(CaseText("\(fired.replay)")).evidence.first?.truth == .false)
  }

  /// An open case is a reason not to call the claim true, also where only the search comes to it.
  @Test func aCaseThatTheSearchLeavesOpenLeavesTheClaimUndecided() {
    let claim = Claim(
      "test.open", title: "A test", statement: "...", source: Source("Nobody", "nowhere", .derived), method: .certified,
      check: Check(millionths) { x, precision in
        // At x = 1 the two sides are one number, of which only enclosures are known.
        let third = Ball(Rational(1, 3), in: precision)
        let value = Ball(Rational(x, 1_000_000), in: precision)
        return Evidence("x (2 - x)/3 <= 1/3", x == 1_000_000 ? third : value * (2 - value) * third, atMost: third)
      })
    let result = Registry.check([claim], options: CheckOptions(cases: 200, precision: 128)).results[0]
    #expect(result.verdict.name == "undecided", "\(result.headline)")
    #expect(result.headline.contains("2048 bits"))
  }
}
