import Arithmetic
import Claims
import Foundation
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
    #expect(shared.worst?.description == alone.results[0].worst?.description)
  }

  @Test func moreCasesExtendTheSameSequence() {
    func draws(_ index: Int) -> [Int] {
      var draw = Draw(seed: 3, stream: "s", index: index)
      return draw.list(count: 5) { $0.integer(in: -1000...1000) }
    }
    #expect(draws(0) == draws(0))
    #expect(draws(0) != draws(1))
    var other = Draw(seed: 3, stream: "t", index: 0)
    #expect(other.list(count: 5) { $0.integer(in: -1000...1000) } != draws(0))
  }

  @Test(arguments: [0...0, 0...9, -3...3, -2...7, -7...2, 5...9, -9...(-5)])
  func integersAreOrderedByDistanceFromZero(range: ClosedRange<Int>) {
    let values = (0..<range.count).map { choice in
      var draw = Draw(replaying: [UInt64(choice)])
      return draw.integer(in: range)
    }
    #expect(Set(values) == Set(range), "every integer of the range once")
    let sizes = values.map(abs)
    #expect(sizes == sizes.sorted())
  }

  @Test func aReplayReproducesTheDraw() {
    var draw = Draw(seed: 11, stream: "replay", index: 4)
    let drawn = draw.list(count: 20) { $0.rational(in: -5...5, denominator: 9) }
    var replay = Draw(replaying: draw.choices)
    #expect(replay.list(count: 20) { $0.rational(in: -5...5, denominator: 9) } == drawn)
    var exhausted = Draw(replaying: [])
    #expect(exhausted.rational(in: -5...5) == 0)
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
    #expect(try registry.select(["stablessm"]).count == 20)
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
