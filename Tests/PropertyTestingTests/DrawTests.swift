import PropertyTesting
import Testing

@Suite("A draw")
struct DrawTests {
  static let property = Property("a list with its length") { draw in
    let values = try draw(
      Generator { draw -> [Int] in
        let (count, position) = draw.length(in: 0...10)
        return (0..<count).map { _ in draw.element(ofLengthAt: position, 7) { $0.integer(in: -5...5) } }
      }, "values")
    try draw.verify(values.allSatisfy { -5...5 ~= $0 })
  }

  @Test("replays to the same case", arguments: 0..<20)
  func replays(index: Int) {
    let first = Self.property.run(Draw(seed: 1, name: "x", index: index))
    let second = Self.property.run(Draw(replaying: first.choices))
    #expect(first.choices == second.choices)
    #expect(first.spans == second.spans)
    #expect(first.outcome == .passed && second.outcome == .passed)
  }

  @Test("a filter keeps only the attempt that succeeded")
  func filterRewinds() throws {
    let even = Generator { $0.integer(in: 0...1000) }.filter(attempts: 1000) { $0 % 97 == 0 }
    var draw = Draw(seed: 3, name: "even", index: 0)
    let value = try draw(even)
    #expect(value % 97 == 0)
    #expect(draw.choices.count == 1)
    var replay = Draw(replaying: draw.choices)
    #expect(try replay(even) == value)
  }
}
