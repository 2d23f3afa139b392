import PropertyTesting
import Testing

indirect enum Tree: Sendable {
  case leaf(Int)
  case node([Tree])

  var depth: Int {
    switch self {
    case .leaf: 0
    case .node(let children): 1 + (children.map(\.depth).max() ?? 0)
    }
  }
}

@Suite("A combinator")
struct CombinatorTests {
  static let trees = Generator.recursive(Generator.integer(in: 0...9).map { Tree.leaf($0) }, depth: 4) { inner in
    Generator<[Tree]>.array(of: inner, count: 0...3).map { Tree.node($0) }
  }

  static let promises: [Promise] = [
    Promise("always", Generator<Int>.always(7)) { $0 == 7 },
    Promise("bool", Generator<Bool>.bool()) { _ in true },
    Promise("element", Generator<String>.element(of: ["a", "b", "c"])) { ["a", "b", "c"].contains($0) },
    Promise("Int", Generator<Int>.integer()) { _ in true },
    Promise("Int in a range", Generator<Int>.integer(in: -7...1000)) { -7...1000 ~= $0 },
    Promise("Int away from zero", Generator<Int>.integer(in: 12...1_000_000)) { 12...1_000_000 ~= $0 },
    Promise("Int around an origin", Generator<Int>.integer(in: -500...500, origin: 100)) { -500...500 ~= $0 },
    Promise("Int8", Generator<Int8>.integer()) { _ in true },
    Promise("Int64 near the end", Generator<Int64>.integer(in: .max - 100 ... .max)) { $0 >= .max - 100 },
    Promise("UInt8 in a range", Generator<UInt8>.integer(in: 3...200)) { 3...200 ~= $0 },
    Promise("UInt64", Generator<UInt64>.integer()) { _ in true },
    Promise("UInt64 near the end", Generator<UInt64>.integer(in: .max - 5 ... .max)) { $0 >= .max - 5 },
    Promise("uniform", Generator<Int>.integer(uniformIn: 5...50)) { 5...50 ~= $0 },
    Promise("array", Generator<[Int]>.array(of: .integer(in: 0...5), count: 2...9)) {
      2...9 ~= $0.count && $0.allSatisfy { 0...5 ~= $0 }
    },
    Promise("array of a number", Generator<[Int]>.array(of: .integer(in: 0...5), count: 4)) { $0.count == 4 },
    Promise("distinct array", Generator<[Int]>.distinctArray(of: .integer(in: 0...9), count: 2...8)) {
      2...8 ~= $0.count && Set($0).count == $0.count
    },
    Promise("set", Generator<Set<Int>>.set(of: .integer(in: 0...9), count: 0...8)) { $0.count <= 8 },
    Promise(
      "dictionary", Generator<[Int: Bool]>.dictionary(keys: .integer(in: 0...9), values: .bool(), count: 1...5)
    ) { 1...5 ~= $0.count },
    Promise("one of", Generator<Int>.oneOf(.always(1), .integer(in: 5...6))) { [1, 5, 6].contains($0) },
    Promise("weights", Generator<Int>.oneOf(weights: (1, .always(1)), (9, .always(2)))) { 1...2 ~= $0 },
    Promise("optional", Generator<Int?>.optional(.integer(in: 1...2))) { $0.map { 1...2 ~= $0 } ?? true },
    Promise("recursive", trees) { $0.depth <= 4 },
    Promise("tuple", Generator<(Int, Bool, Double)>.tuple(.integer(in: 0...3), .bool(), .double(in: 0...1))) {
      0...3 ~= $0.0 && 0...1 ~= $0.2
    },
    Promise("permutation", Generator<[Int]>.permutation(of: 0..<8)) { $0.sorted() == Array(0..<8) },
    Promise("shuffled", Generator<[Int]>.shuffled(.array(of: .always(1), count: 0...4))) { $0.count <= 4 },
    Promise("subsequence", Generator<[Int]>.subsequence(of: 0..<8, count: 2...5)) {
      2...5 ~= $0.count && $0 == $0.sorted() && Set($0).count == $0.count
    },
    Promise("subset", Generator<Set<Int>>.subset(of: [1, 2, 3])) { $0.isSubset(of: [1, 2, 3]) },
    Promise("length around a chunk", Generator<Int>.length(around: 64)) { 1...263 ~= $0 },
    Promise("array around a chunk", Generator<[Bool]>.array(of: .bool(), countAround: 4)) { 1...23 ~= $0.count },
    Promise(
      "repeats", Generator<[Int]>.array(of: .integer(in: 3...5), repeatingUpToSign: 0.5, count: 1...20)
    ) { 1...20 ~= $0.count && $0.allSatisfy { 3...5 ~= abs($0) } },
    Promise("string", Generator<String>.string(count: 1...3)) { 1...3 ~= $0.count && $0.utf8.allSatisfy { $0 < 128 } },
    Promise("unicode", Generator<String>.string(of: .unicode(), count: 0...5)) { $0.unicodeScalars.count <= 5 },
    Promise("sized", Generator<[Int]>.sized { size in .array(of: .integer(in: 0...1), count: 0...size) }) {
      $0.count <= 100
    },
  ]

  @Test("keeps its promise, replays, and keeps it when its choices are edited", arguments: promises)
  func keepsPromise(_ promise: Promise) throws {
    try promise.verify(cases: 500)
  }

  /// A generator and what it makes of nothing but simplest choices.
  static let simplest: [Promise] = [
    Promise("Int", Generator<Int>.integer()) { $0 == 0 },
    Promise("Int from an origin", Generator<Int>.integer(in: -5...5, origin: 3)) { $0 == 3 },
    Promise("Int in a range", Generator<Int>.integer(in: 7...9)) { $0 == 7 },
    Promise("UInt64 in a range", Generator<UInt64>.integer(in: 7 ... .max)) { $0 == 7 },
    Promise("array", Generator<[Int]>.array(of: .integer(), count: 2...9)) { $0 == [0, 0] },
    Promise("set", Generator<Set<Int>>.set(of: .integer())) { $0.isEmpty },
    Promise("repeats", Generator<[Int]>.array(of: .integer(), repeating: 0.5)) { $0.isEmpty },
    Promise("one of", Generator<Int>.oneOf(.always(4), .integer())) { $0 == 4 },
    Promise("optional", Generator<Int?>.optional(.integer())) { $0 == nil },
    Promise("recursive", trees) { $0.depth == 0 },
    Promise("permutation", Generator<[Int]>.permutation(of: 0..<8)) { $0 == Array(0..<8) },
    Promise("subsequence", Generator<[Int]>.subsequence(of: 0..<8, count: 2...5)) { $0 == [0, 1] },
    Promise("sized", Generator<Int>.sized { .always($0) }) { $0 == 0 },
    Promise("length", Generator<Int>.length(around: 64)) { $0 == 1 },
    Promise("character", Generator<Character>.unicode()) { $0 == "a" },
    Promise("string", Generator<String>.string()) { $0.isEmpty },
  ]

  @Test("is simplest where all choices are", arguments: simplest)
  func isSimplest(_ promise: Promise) throws {
    var draw = Draw(replaying: [])
    let (violation, text) = try promise.check(&draw)
    #expect(!violation, "\(text)")
  }

  /// Something that must happen in at least so many of ten thousand cases.
  static let events: [(Int, Promise)] = [
    (150, Promise("the least Int", Generator<Int>.integer()) { $0 == .min }),
    (150, Promise("the greatest Int", Generator<Int>.integer()) { $0 == .max }),
    (100, Promise("next to the greatest UInt64", Generator<UInt64>.integer()) { $0 == .max - 1 }),
    (1000, Promise("a small Int", Generator<Int>.integer()) { abs($0 / 2) < 10 }),
    (500, Promise("an Int of middle size", Generator<Int>.integer()) { 1 << 16...1 << 40 ~= $0.magnitude }),
    (3000, Promise("a huge Int", Generator<Int>.integer()) { $0.magnitude > 1 << 61 }),
    (500, Promise("near an origin", Generator<Int>.integer(in: 0...1_000_000, origin: 777)) { abs($0 - 777) < 16 }),
    (500, Promise("Q - 1", Generator<Int>.length(around: 64)) { $0 == 63 }),
    (500, Promise("3 Q + 7", Generator<Int>.length(around: 64)) { $0 == 199 }),
    (
      2000,
      Promise("no chunk edge", Generator<Int>.length(around: 64)) { ![1, 63, 64, 65, 127, 128, 129, 199].contains($0) }
    ),
    (500, Promise("an empty array", Generator<[Int]>.array(of: .integer())) { $0.isEmpty }),
    (500, Promise("the longest array", Generator<[Int]>.array(of: .integer())) { $0.count == 32 }),
    (8500, Promise("weights", Generator<Bool>.oneOf(weights: (1, .always(false)), (9, .always(true)))) { $0 }),
    (2000, Promise("none", Generator<Int?>.optional(.integer())) { $0 == nil }),
    (1000, Promise("the deepest tree", trees) { $0.depth == 4 }),
    (
      5000,
      Promise("cancelling", Generator<[Double]>.array(of: .double(uniformIn: 1...2), repeatingUpToSign: 0.3)) {
        values in
        values.contains { values.contains(-$0) }
      }
    ),
    (
      5000,
      Promise("equal", Generator<[Double]>.array(of: .double(uniformIn: 1...2), repeating: 0.3)) {
        Set($0).count < $0.count
      }
    ),
  ]

  @Test("hits what it is meant to hit", arguments: events)
  func hits(least: Int, event: Promise) throws {
    let count = try (0..<10_000).count { index in
      var draw = Draw(seed: 3, name: "events", index: index)
      return try !event.check(&draw).violation
    }
    #expect(count >= least, "\(count) of 10000")
  }

  @Test("all permutations are equally likely")
  func permutationsAreUniform() throws {
    var counts: [[Int]: Int] = [:]
    for index in 0..<24_000 {
      var draw = Draw(seed: 4, name: "permutations", index: index)
      counts[try draw(.permutation(of: 0..<4)), default: 0] += 1
    }
    // 24 of them, 1000 each; five standard deviations are 155.
    #expect(counts.count == 24 && counts.values.allSatisfy { abs($0 - 1000) < 155 })
  }

  @Test("sizes guide the lengths of random cases")
  func sizesGuide() throws {
    for (size, most) in [(0, 4), (25, 8), (100, 32)] {
      let longest = try (0..<200).map { index in
        var draw = Draw(seed: 4, name: "sizes", index: index, size: size)
        return try draw(.array(of: .bool(), count: 0...32)).count
      }
      #expect(longest.max() == most)
    }
    var draw = Draw(seed: 4, name: "resized", index: 0)
    #expect(try draw(Generator<[Bool]>.array(of: .bool()).resized { _ in 0 }).count <= 4)
    #expect(draw.size == 100)
  }

  @Test("an inner level of a recursion can stand in for an outer one")
  func levelsHoist() throws {
    var hoisted = 0
    for index in 0..<300 {
      var draw = Draw(seed: 6, name: "trees", index: index)
      let tree = try draw(Self.trees)
      guard let outer = draw.spans.first,
        let inner = draw.spans.last(where: { $0.label == outer.label && $0.depth > outer.depth })
      else { continue }
      var replay = Draw(replaying: Array(draw.choices[inner.range]))
      let smaller = try replay(Self.trees)
      #expect(smaller.depth < max(1, tree.depth) && replay.choices.count == inner.range.count)
      hoisted += 1
    }
    #expect(hoisted > 100)
  }
}
