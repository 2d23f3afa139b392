import Foundation
import PropertyTesting
import Testing

@Suite("Bad input")
struct BadInputTests {
  /// Texts near what is expected, and far from it.
  static let text = Generator<String>.oneOf(
    .string(of: .ascii()), .string(of: .unicode()),
    .element(of: [
      "", "0", "-1", "nan", "inf", "1e999", "0x", "0xffffffffffffffffff", "9223372036854775808", "1_000", "١",
    ]))

  static let variables = ["SEED", "CASES", "BUDGET", "REPLAY", "VERBOSITY", "DATABASE", "OBSERVATIONS"]

  @Test("in an environment variable is one error that names it")
  func environment() {
    let result = Runner(
      Property("environment") { draw in
        let variable = "PROPERTY_TESTING_" + Self.variables[Int(draw.index(upTo: 4))]
        let text = try draw(Self.text, "text")
        do {
          let settings = try Settings().environment([variable: text])
          try draw.verify(settings.cases > 0 && settings.targetCases > 0)
        } catch let error as Settings.EnvironmentError {
          draw.label("refused")
          try draw.verify(error.variable == variable && error.value == text && !error.description.isEmpty)
        }
      }, settings: Self.settings(cases: 2000)
    ).run()
    #expect(result.isPassed, "\(result)")
    #expect((result.labels["refused"] ?? 0) > 1500)
    for path in ["", "/", "/dev/null/nowhere", "/no/such/directory/file"] {
      #expect(throws: Settings.EnvironmentError.self) {
        try Settings().environment(["PROPERTY_TESTING_OBSERVATIONS": path])
      }
    }
  }

  static func settings(cases: Int) -> Settings {
    var settings = Settings()
    settings.cases = cases
    return settings
  }

  static let choice = Generator<Choice>.oneOf(
    Generator { Choice($0.index(upTo: .max), from: .index(last: .max)) },
    Generator {
      Choice(UInt64(bitPattern: Int64(try $0(.integer()) as Int)), from: .integer(lower: .min, upper: .max, origin: 0))
    },
    Generator { Choice(UInt64(try $0(.integer(in: 0...Int.max)) as Int), from: .length(lower: 0, upper: .max)) },
    Generator { draw in
      let domain = FloatDomain(-1e308...1e308, allowsInfinity: true, allowsNaN: true)
      return Choice(draw.float(domain).bitPattern, from: .float(domain))
    })

  @Test("in a replay text is an error or another replay, and never ends the process")
  func replays() {
    let result = Runner(
      Property("damaged replays") { draw in
        let choices = try draw(.array(of: Self.choice, count: 0...20))
        let text = Replay(choices).text
        try draw.verify(try Replay(text: text).choices.map(\.value) == choices.map(\.value))
        var bytes = Array(text.utf8)
        for _ in 0..<draw.integer(in: 1...3) {
          let place = Int(draw.index(upTo: UInt64(bytes.count)))
          switch draw.index(upTo: 3) {
          case 0: bytes.insert(UInt8(draw.integer(in: 0...255)), at: place)
          case 1: bytes.removeLast(bytes.count - place)
          case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8(draw.index(upTo: 7))
          default: bytes += bytes[..<place]
          }
        }
        let damaged = String(decoding: bytes, as: UTF8.self)
        do throws(Replay.DecodingError) {
          let replay = try Replay(text: damaged)
          draw.label("still a replay", when: damaged != text)
          _ = replay.choices.map(\.rank)
        } catch {
          try draw.verify(!error.description.isEmpty)
        }
      }, settings: Self.settings(cases: 20_000)
    ).run()
    #expect(result.isPassed, "\(result)")
    // The checksum lets through one in 2^32.
    #expect(result.labels["still a replay"] == nil)
  }

  @Test("where a database should be is one warning")
  func databases() throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("database-\(UUID())")
    defer { try? FileManager.default.removeItem(at: directory) }
    var settings = Self.settings(cases: 20)
    settings.database = ExampleDatabase(directory: directory)
    let failing = RunnerTests.property(failingAbove: 100)
    let folder = try #require(Self.folder(after: Runner(failing, settings: settings).run(), in: directory))
    // A folder, a file that never ends, and one that is too large, in the place of examples.
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("a.replay"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("b.replay"), withDestinationURL: URL(fileURLWithPath: "/dev/zero"))
    let large = folder.appendingPathComponent("c.replay")
    try Data().write(to: large)
    try FileHandle(forWritingTo: large).truncate(atOffset: 1 << 30)
    let result = Runner(failing, settings: settings).run()
    #expect(result.warnings.count == 3 && result.warnings.allSatisfy { $0.contains("an example was ignored") })
    #expect(result.counterexamples.first?.phase == .reuse)
    // A file in the place of the directory: one warning to read, one to write.
    settings.database = ExampleDatabase(directory: large)
    let other = Runner(failing, settings: settings).run()
    #expect(other.verdict == .falsified && other.warnings.count == 2)
    #expect(other.warnings.first?.contains("not a directory") == true)
  }

  private static func folder(after result: RunResult, in directory: URL) -> URL? {
    try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil).first
  }

  @Test("of a file of observations does not disturb a run; two runs may write to the same one")
  func observations() throws {
    var settings = try Settings().environment(["PROPERTY_TESTING_OBSERVATIONS": "/dev/full"])
    settings.cases = 20
    #expect(Runner(Property("p") { try $0.verify(true) }, settings: settings).run().isPassed)
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("observations-\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let files = try [0, 1].map { _ in try #require(ObservationFile(path: file.path)) }
    for file in files + files {
      settings.observer = { file.write($0) }
      settings.cases = 1
      _ = Runner(Property("p") { try $0.verify(true) }, settings: settings).run()
    }
    #expect(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").count == 8)
  }
}
