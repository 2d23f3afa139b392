import Arithmetic
import Claims
import Foundation
import PropertyTesting
import Testing

@Suite struct DeterminismTests {
  @Test func theSameSeedGivesTheSameBytesForAnyNumberOfThreads() throws {
    let claims = try Registry.standard.select(["stablessm.D3.4", "stablessm.T3.6-disc", "stablessm.T3.5-all-linear"])
    func bytes(workers: Int, seed: UInt64) throws -> Data {
      try Registry.check(claims, options: CheckOptions(cases: 45, seed: seed, figures: true, workers: workers)).json()
    }
    let one = try bytes(workers: 1, seed: 7)
    #expect(one.count > 1000)
    #expect(try bytes(workers: 2, seed: 7) == one)
    #expect(try bytes(workers: 5, seed: 7) == one)
    #expect(try bytes(workers: 2, seed: 8) != one)
  }

  @Test func aClaimsResultDoesNotDependOnTheOthers() throws {
    let options = CheckOptions(cases: 20)
    let all = Registry.check(try Registry.standard.select(["stablessm.T3.3"]), options: options)
    let alone = Registry.check(try Registry.standard.select(["stablessm.T3.3-sharp"]), options: options)
    let shared = try #require(all.results.first { $0.id == "stablessm.T3.3-sharp" })
    #expect(shared.worst?.evidence.description == alone.results[0].worst?.evidence.description)
    #expect(shared.worst?.replay == alone.results[0].worst?.replay)
  }

  @Test func moreCasesExtendTheSameSequence() throws {
    /// The first case that fails, of which there is one in twenty or so.
    func found(_ cases: Int) throws -> Int? {
      let claim = Claim(
        "test.rare", title: "", statement: "", source: Source("Nobody", "nowhere", .derived), method: .exact,
        check: Check(Generator<Rational>.rational(in: 0...10, denominator: 3)) { x, _ in
          Evidence("x < 19/2", x, lessThan: Rational(19, 2))
        })
      return Registry.check([claim], options: CheckOptions(cases: cases)).results[0].verdict.counterexample?.caseIndex
    }
    let first = try #require(try found(300))
    #expect(try found(first + 1) == first)
    #expect(try found(10 * first + 10) == first)
  }

  @Test(arguments: [0...0, 0...9, -3...3, -2...7, -7...2, 5...9, -9...(-5)])
  func rationalsKeepToTheirRange(range: ClosedRange<Int>) throws {
    for index in 0..<100 {
      var draw = Draw(seed: 11, name: "rationals", index: index)
      let x = try draw(.rational(in: range, denominator: 9))
      #expect(Rational(range.lowerBound, 1) <= x && x <= Rational(range.upperBound, 1))
      let y = try draw(.rational(above: range.lowerBound, upTo: range.upperBound + 1, denominator: 9))
      #expect(Rational(range.lowerBound, 1) < y && y <= Rational(range.upperBound + 1, 1))
      var replay = Draw(replaying: draw.choices)
      #expect(try replay(.rational(in: range, denominator: 9)) == x)
    }
    var exhausted = Draw(replaying: [])
    let simplest = range.contains(0) ? 0 : range.lowerBound > 0 ? range.lowerBound : range.upperBound
    #expect(try exhausted(.rational(in: range)) == Rational(simplest, 1))
  }

  @Test(arguments: 1...6) func aUnitVectorHasNormOne(count: Int) throws {
    for index in 0..<20 {
      var draw = Draw(seed: 11, name: "unit vectors", index: index)
      let v = try draw(.unitVector(count: count))
      #expect(v.count == count && v.reduce(Rational(0, 1)) { $0 + $1 * $1 } == 1)
    }
  }

  @Test func progressCountsEveryPiece() {
    final class Count: @unchecked Sendable {
      private let lock = NSLock()
      private var calls: [CheckProgress] = []
      func add(_ progress: CheckProgress) { lock.withLock { calls.append(progress) } }
      var all: [CheckProgress] { lock.withLock { calls } }
    }
    let count = Count()
    _ = Registry.check(Array(Registry.standard.claims.suffix(2)), options: CheckOptions(cases: 45)) { count.add($0) }
    #expect(count.all.map(\.finished) == Array(1...count.all.count))
    #expect(count.all.last?.total == count.all.count)
  }
}

@Suite struct RegistryTests {
  @Test func aPrefixSelectsInTheRegistrysOrder() throws {
    let registry = Registry.standard
    #expect(try registry.select([]).count == registry.claims.count)
    #expect(try registry.select(["stablessm"]).count == 22)
    #expect(try registry.select(["STABLESSM.t3.3-CURSE"]).map(\.id) == ["stablessm.T3.3-curse"])
    #expect(
      try registry.select(["stablessm.T3.3", "stablessm.D-memory"]).map(\.id) == [
        "stablessm.D-memory", "stablessm.T3.3-curse", "stablessm.T3.3-sharp",
      ])
    #expect(registry["stablessm.t3.6-grad"]?.id == "stablessm.T3.6-grad")
    #expect(registry["stablessm.T3.6"] == nil)
  }

  @Test(arguments: [("stablessm.T3.6-dics", "stablessm.T3.6-disc"), ("best-od", "stablessm.best-ode")])
  func anUnknownIdListsNearOnes(id: String, expected: String) {
    #expect {
      try Registry.standard.select([id])
    } throws: { error in
      guard case .unknownClaim(let unknown, let near) = error as? RegistryError else { return false }
      return unknown == id && near.first == expected && "\(error)".contains(expected)
    }
  }

  @Test func anEmptyPatternIsUnknown() {
    #expect(throws: RegistryError.self) { try Registry.standard.select([""]) }
  }
}
