import PropertyTesting
import Testing

/// A generator with what it promises of every value.
struct Promise: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Draws a value and says how it breaks the promise, or how it prints.
  let check: @Sendable (inout Draw) throws -> (violation: Bool, text: String)

  init<Value>(_ name: String, _ generator: Generator<Value>, _ holds: @escaping @Sendable (Value) -> Bool) {
    testDescription = name
    check = { draw in
      let value = try draw(generator)
      return (!holds(value), String(describing: value))
    }
  }
}

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
    Promise("sized", Generator<[Int]>.sized { size in .array(of: .integer(in: 0...1), count: 0...size) }) {
      $0.count <= 100
    },
  ]

  @Test("keeps its promise, replays, and keeps it when its choices are edited", arguments: promises)
  func keepsPromise(_ promise: Promise) throws {
    try promise.verify(cases: 500)
  }
}

extension Promise {
  /// Checks random cases, their replays, and replays of edited choices, as the shrinker makes them.
  func verify(cases: Int, edits: Int = 6, sourceLocation: SourceLocation = #_sourceLocation) throws {
    var random = SplitMix64(seed: 11)
    var kept = 0
    for index in 0..<cases {
      var draw = Draw(seed: 5, name: testDescription, index: index, size: index % 101)
      guard let (violation, text) = try? check(&draw) else { continue }
      kept += 1
      #expect(!violation, "\(text)", sourceLocation: sourceLocation)
      var replay = Draw(replaying: draw.choices)
      #expect(try check(&replay).text == text, sourceLocation: sourceLocation)
      #expect(replay.choices == draw.choices && replay.spans == draw.spans, sourceLocation: sourceLocation)
      for _ in 0..<edits {
        var edited = Draw(replaying: Self.edit(draw.choices, &random), then: random.next() & 1 == 0 ? random : nil)
        do {
          let (violation, text) = try check(&edited)
          #expect(!violation, "\(text) from edited choices", sourceLocation: sourceLocation)
          var again = Draw(replaying: edited.choices)
          _ = try check(&again)
          #expect(again.choices == edited.choices, sourceLocation: sourceLocation)
        } catch is Discarded {}
      }
    }
    #expect(kept * 2 > cases, "most cases are discarded", sourceLocation: sourceLocation)
  }

  /// The choices with a few of them deleted, repeated, exchanged, or changed to another value of their domain.
  static func edit(_ choices: [Choice], _ random: inout SplitMix64) -> [Choice] {
    var choices = choices
    for _ in 0...random.below(3) where !choices.isEmpty {
      let place = Int(random.below(UInt64(choices.count)))
      switch random.below(6) {
      case 0: choices.remove(at: place)
      case 1: choices.insert(choices[place], at: place)
      case 2: choices.swapAt(place, Int(random.below(UInt64(choices.count))))
      case 3: choices[place].value = choices[place].domain.simplest
      default: choices[place].value = choices[place].domain.other(&random)
      }
    }
    return choices
  }
}

extension ChoiceDomain {
  /// Any value of the domain.
  func other(_ random: inout SplitMix64) -> UInt64 {
    var draw = Draw(random: SplitMix64(seed: random.next()))
    switch self {
    case .index(let last): _ = draw.index(upTo: last)
    case .integer(let lower, let upper, let origin): _ = draw.integer(in: lower...upper, origin: origin)
    case .length(let lower, let upper): _ = draw.length(in: lower...upper)
    case .float(let domain): _ = draw.float(domain)
    }
    return draw.choices[0].value
  }
}
