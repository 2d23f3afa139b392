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
