import PropertyTesting
import Testing

@Suite("A replay text")
struct ReplayTests {
  static let property = Property("all kinds of choices") { draw in
    let (count, position) = draw.length(in: 0...20)
    for _ in 0..<count {
      draw.element(ofLengthAt: position, 1) { draw in
        _ = draw.index(upTo: .max)
        _ = draw.integer(in: .min ... .max)
        _ = draw.float(FloatDomain(-10...10, format: .binary32, allowsInfinity: true, allowsNaN: true))
        _ = draw.integer(in: -3...3)
      }
    }
  }

  @Test("gives back the case", arguments: 0..<40)
  func roundTrip(index: Int) throws {
    let trial = Self.property.run(Draw(seed: 5, name: "replay", index: index))
    let text = Replay(trial.choices).text
    let allowed = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    #expect(allowed)
    #expect(Self.property.run(Draw(replaying: try Replay(text: text).choices)).choices == trial.choices)
  }

  static let floats: [Double] = [
    0, -0.0, 1, -1, 0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.infinity, .nan,
  ]

  @Test("keeps the bits of a float", arguments: floats)
  func floatBits(value: Double) throws {
    let domain = ChoiceDomain.float(FloatDomain(0...1, allowsInfinity: true, allowsNaN: true))
    let text = Replay([Choice(value.bitPattern, from: domain)]).text
    let read = try Replay(text: text).choices[0]
    #expect(read.value == value.bitPattern)
    if value == 0 { #expect(domain.admit(read) == value.bitPattern) }
  }

  @Test("of simple numbers is short")
  func short() {
    let float = ChoiceDomain.float(FloatDomain(-10...10))
    #expect(Replay([1, 0.5, 3].map { Choice($0.bitPattern, from: float) }).text.count <= 18)
  }

  /// The text of a few choices, and what is wrong with changes of it.
  static let text = Replay([Choice(300, from: .index(last: 1000)), Choice(7, from: .length(lower: 0, upper: 9))]).text

  @Test("that is wrong says what is wrong")
  func malformed() throws {
    let text = Self.text
    let swapped = String(text.dropLast(3)) + (text.hasSuffix("AAA") ? "BBB" : "AAA")
    let wrong: [(String, Replay.DecodingError)] = [
      ("", .empty),
      ("AQ!", .invalidCharacter("!", offset: 2)),
      (" " + text, .invalidCharacter(" ", offset: 0)),
      (text + "=", .invalidCharacter("=", offset: text.count)),
      ("äöü", .invalidCharacter("ä", offset: 0)),
      ("A", .wrongLength),
      ("AQ", .wrongLength),
      ("AQAAAA", .wrongLength),
      ("/" + text.dropFirst(), .invalidCharacter("/", offset: 0)),
      ("_" + text.dropFirst(), .unsupportedVersion(0xFD)),
      (String(text.dropLast(4)), .wrongLength),
      (swapped, .wrongChecksum),
      (String(text.prefix(2) + "B" + text.dropFirst(3)), .wrongChecksum),
    ]
    for (text, error) in wrong {
      #expect(throws: error, "\(text)") { try Replay(text: text) }
      #expect(!error.description.isEmpty)
    }
  }

  @Test("runs only that example")
  func runsOnlyThat() throws {
    let property = RunnerTests.property(failingAbove: 100)
    let found = try #require(Runner(property).run().counterexamples.first)
    var settings = try Settings().environment(["PROPERTY_TESTING_REPLAY": property.name + ":" + found.replay])
    let result = Runner(property, settings: settings).run()
    #expect(result.verdict == .falsified && result.cases == 1)
    #expect(result.counterexamples.first?.failure == found.failure)
    #expect(result.counterexamples.first?.choices == found.choices)
    settings.replayedProperty = "another"
    #expect(Runner(property, settings: settings).run().counterexamples.first?.phase == .generate)
  }

  @Test("and other settings are read from the environment")
  func environment() throws {
    let read = try Settings().environment([
      "PROPERTY_TESTING_SEED": "0xff", "PROPERTY_TESTING_CASES": "10", "PROPERTY_TESTING_BUDGET": "2.5",
      "PROPERTY_TESTING_VERBOSITY": "quiet",
    ])
    #expect(read.seed == 255 && read.cases == 25 && read.targetCases == 2500 && read.verbosity == .quiet)
    let wrong = [
      "SEED": "-1", "CASES": "0", "BUDGET": "nan", "VERBOSITY": "loud", "REPLAY": "x:y", "DATABASE": "",
      "OBSERVATIONS": "/nowhere/at/all",
    ]
    for (name, value) in wrong {
      let error = #expect(throws: Settings.EnvironmentError.self) {
        try Settings().environment(["PROPERTY_TESTING_" + name: value])
      }
      #expect(error?.description.contains("PROPERTY_TESTING_\(name)=\"\(value)\"") == true)
    }
  }
}
