import Arithmetic
import Claims
import Foundation
import PropertyTesting
import Testing

/// A claim about drawn integers, for tests of the framework itself.
private func claim(
  _ id: String = "test.claim", provenance: Provenance = .text, correction: Correction? = nil,
  falsifiers: [Falsifier] = [], quoted: (@Sendable (Precision) throws -> [Evidence])? = nil, check: Check
) -> Claim {
  Claim(
    id, title: "A test", statement: "...",
    source: Source("Nobody", "nowhere", provenance, quotedBy: provenance == .secondary ? "somebody" : nil),
    method: .exact,
    check: check, correction: correction, falsifiers: falsifiers, quoted: quoted)
}

/// x <= bound for a drawn x in 0 ... 1000.
private func atMost(_ bound: Int) -> Check {
  Check(Generator<Int>.integer(uniformIn: 0...1000)) { x, _ in
    Evidence("x <= N", Rational(x, 1), atMost: Rational(bound, 1), at: [NamedValue("x", x), NamedValue("N", bound)])
  }
}

private func result(_ claim: Claim, _ options: CheckOptions = CheckOptions(cases: 100)) -> ClaimResult {
  Registry.check([claim], options: options).results[0]
}

@Suite struct FrameworkTests {
  @Test(arguments: [0, 41, 500, 998]) func aFalseClaimIsRefutedWithTheSmallestCounterexample(bound: Int) {
    let result = result(claim(check: atMost(bound)), CheckOptions(cases: 2000))
    #expect(result.verdict.name == "refuted")
    #expect(result.verdict.counterexample?.evidence.instance.first == NamedValue("x", bound + 1))
    #expect(result.exitCode == 1)
  }

  @Test func aTrueClaimHoldsWithItsWorstMargin() throws {
    let result = result(claim(check: atMost(1000)), CheckOptions(cases: 300))
    #expect(result.verdict.name == "holds")
    #expect(result.exitCode == 0)
    #expect(result.tally.random == 300)
    let worst = try #require(result.worst)
    #expect(try #require(worst.random) > 0.9, "300 draws of 0 ... 1000 come near the bound")
    #expect(worst.ratio == 1, "and the search comes to it")
    #expect(worst.evidence.instance.first == NamedValue("x", 1000))
  }

  @Test(arguments: [
    (Provenance.text, "refuted as printed"), (.code, "refuted as printed"),
    (.secondary, "the statement as quoted by somebody fails"), (.recalled, "the statement as quoted fails"),
    (.derived, "the statement as quoted fails"),
  ]) func onlyAFirstHandStatementIsRefuted(provenance: Provenance, words: String) {
    #expect(result(claim(provenance: provenance, check: atMost(10))).headline == words)
    let corrected = result(
      claim(provenance: provenance, correction: Correction("x <= 1000", atMost(1000)), check: atMost(10)))
    #expect(corrected.verdict.name == "holds as corrected")
    #expect(corrected.headline.hasPrefix(words + "; holds as corrected"))
    #expect(corrected.exitCode == 0)
  }

  @Test func aWrongCorrectionIsRefuted() {
    let result = result(claim(correction: Correction("x <= 20", atMost(20)), check: atMost(10)))
    #expect(result.verdict.name == "refuted")
    #expect(result.verdict.counterexample?.evidence.instance.first == NamedValue("x", 21))
  }

  @Test func aFalsifierThatDoesNotFireIsADefect() {
    let silent = Falsifier("silent", atMost(1000))
    let firing = Falsifier("firing", atMost(7))
    let result = result(claim(falsifiers: [silent, firing], check: atMost(1000)))
    #expect(result.verdict.name == "holds")
    #expect(result.defects == [.falsifierDidNotFire(name: "silent")])
    #expect(result.falsifiers.map { $0.firedOn?.evidence.instance.first } == [nil, NamedValue("x", 8)])
    #expect(result.exitCode == 1)
    #expect(Defect.falsifierDidNotFire(name: "silent").description == "falsifier did not fire: silent")
  }

  @Test func aRunOfFewCasesStillSearchesForCounterexamples() {
    // One draw in twenty or so fails.
    let rare = result(
      claim(
        correction: Correction("x <= 1000", atMost(1000)), falsifiers: [Falsifier("rare", atMost(950))],
        check: atMost(950)), CheckOptions(cases: 1))
    #expect(rare.verdict.name == "holds as corrected")
    #expect(rare.correctionTally?.random == 1)
    #expect(rare.defects.isEmpty)
  }

  @Test func checkingNothingFails() {
    #expect(result(claim(check: atMost(1000)), CheckOptions(cases: 0)).defects.first == .nothingChecked)
    let discarding = [
      Check(Generator<Int>.always(1)) { (_, _) -> Evidence? in throw Discarded() },
      Check(Generator<Int>.always(1)) { _, _ in nil },
      Check(Generator<Int>.element(of: [])) { _, _ in nil },
    ]
    for check in discarding {
      let result = result(claim(check: check))
      #expect(result.defects == [.nothingChecked])
      #expect(result.tally.cases == 0 && result.tally.discarded >= 100)
      #expect(result.exitCode == 1)
    }
    #expect(Registry.check([]).exitCode == 1)
  }

  @Test func precisionEscalatesUntilTheCaseIsDecided() {
    // 1 <= 1 + 2^-500 as balls that are wider than the difference below 512 bits.
    let narrow = claim(
      check: Check(Generator<Int>.always(1)) { _, precision in
        let width = Ball.pow(Ball(2, in: precision), -precision.bits)
        let one = Ball(1, in: precision) + width.symmetric
        return Evidence("1 <= 1 + 2^-500", one, atMost: 1 + Ball.pow(Ball(2, in: 2048), -500))
      })
    let decided = result(narrow, CheckOptions(cases: 3, precision: 128))
    #expect(decided.verdict.name == "holds")
    #expect(decided.tally.bits == 512)
    let capped = result(narrow, CheckOptions(cases: 3, precision: 128, cap: 256))
    #expect(capped.verdict.name == "undecided")
    #expect(capped.headline.contains("256 bits"))
    #expect(capped.exitCode == 3)
  }

  @Test func anErrorLeavesTheClaimUndecided() {
    struct Broken: Error {}
    let result = result(claim(check: Check(Generator<Int>.always(1)) { (_, _) -> Evidence? in throw Broken() }))
    #expect(result.verdict.name == "undecided")
    #expect(result.headline.contains("Broken"))
  }

  @Test func aQuotedFigureThatDiffersIsADefect() {
    let quoted = claim(
      quoted: { _ in [Evidence("a third", Rational(1, 3), isQuotedAs: "0.34")] }, check: atMost(1000))
    let result = result(quoted)
    #expect(result.defects.count == 1)
    #expect(result.exitCode == 1)
  }

  @Test(arguments: [
    (Rational(1, 3), "0.333", true), (Rational(1, 3), "0.334", false), (Rational(1, 3), "3.3e-1", true),
    (Rational(-3, 2), "-1.5", true), (Rational(3, 2), "2", true), (Rational(3, 2), "1", true),
    (Rational(160_000, 1), "1.6e5", true), (Rational(166_000, 1), "1.6e5", false), (Rational(0, 1), "0", true),
  ]) func quotedDigitsMeanHalfAUnitOfTheLast(value: Rational, digits: String, agrees: Bool) {
    #expect(Evidence("", value, isQuotedAs: digits).truth == Truth(agrees))
  }

  @Test(arguments: ["", "one", "1.2.3", "1e"]) func unreadableDigitsAreUndecided(digits: String) {
    #expect(Evidence("", Rational(1, 1), isQuotedAs: digits).truth == .undecided)
  }
}

extension Ball {
  /// [-x, x].
  fileprivate var symmetric: Ball { Ball(lower: -upper, upper: upper) }
}
