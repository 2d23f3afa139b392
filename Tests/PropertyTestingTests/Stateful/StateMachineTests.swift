import PropertyTesting
import Testing

@Suite("A model and its system")
struct StateMachineTests {
  /// A property with a planted defect, and the lines of the smallest program that shows it.
  struct Planted: Sendable, CustomTestStringConvertible {
    let property: Property
    let program: [String]

    init(_ defect: RingBuffer.Defect, _ program: String...) {
      property = Property("ring buffer, \(defect)", of: RingBufferMachine(defect: defect))
      self.program = program
    }

    init(_ defect: StreamingSum.Defect, _ program: String...) {
      property = Property("streaming sum, \(defect)", of: StreamingSumMachine(defect: defect))
      self.program = program
    }

    var testDescription: String { property.name }
  }

  static let planted = [
    Planted(.fullTooEarly, "capacity = 1", "step 1 = push(0) -> full"),
    Planted(.movesWhenEmpty, "capacity = 1", "step 1 = pop -> empty"),
    Planted(
      .wrapsShort, "capacity = 3", "step 1 = push(0) -> accepted", "step 2 = push(0) -> accepted",
      "step 3 = push(0) -> accepted", "step 4 = pop -> value(0)", "step 5 = push(0) -> accepted",
      "step 6 = pop -> value(0)", "step 7 = push(1) -> accepted", "step 8 = pop -> value(0)",
      "step 9 = pop -> value(1)"),
    Planted(.emptyClears, "step 1 = feed([1]) -> [1]", "step 2 = feed([]) -> []"),
    Planted(.losesLastBlock, "step 1 = feed([0, 0, 0, 1]) -> [0, 0, 0, 1]"),
    Planted(.sharesSaved, "step 1 = save -> []", "step 2 = feed([1]) -> [1]", "step 3 = resume(r0) -> []"),
  ]

  @Test("a planted defect is found and shrunk to the smallest program", arguments: planted, 0..<5 as Range<UInt64>)
  func smallestProgram(planted: Planted, seed: UInt64) throws {
    var settings = Settings()
    settings.seed = seed
    let result = Runner(planted.property, settings: settings).run()
    let found = try #require(result.counterexamples.first)
    #expect(found.arguments.map { "\($0.name) = \($0.value)" } == planted.program)
  }

  static let right = [
    Property("ring buffer", of: RingBufferMachine(defect: nil)),
    Property("streaming sum", of: StreamingSumMachine(defect: nil)),
  ]

  @Test("without a defect they agree", arguments: right)
  func agrees(property: Property) {
    let result = Runner(property).run()
    #expect(result.verdict == .passed)
    #expect(result.checks > 10 * result.cases)
  }
}
