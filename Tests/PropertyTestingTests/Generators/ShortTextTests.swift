import ComplexModule
import PropertyTesting
import Testing

@Suite("Values for people")
struct ShortTextTests {
  static let values: [(value: any Sendable, text: String)] = [
    (0.1, "0.1"), (0x1p-27, "0x1p-27"), (Float(0x1p-27), "0x1p-27"), (1e300, "1e+300"),
    ([0x1p-27, 1], "[0x1p-27, 1.0]"), ([[0x1p-27], []], "[[0x1p-27], []]"),
    (Optional(0x1p-27) as Double?, "0x1p-27"), (nil as Int?, "nil"), ([1, nil] as [Int?], "[1, nil]"),
    ((1, 0x1p-27), "(1, 0x1p-27)"), ((x: 1, name: "a"), "(x: 1, name: \"a\")"),
    (Complex(0x1p-27, -1), "(0x1p-27, -1.0)"), ([Complex(0.5, 0x1p-27)], "[(0.5, 0x1p-27)]"),
    (SIMD2(0x1p-27, 2), "SIMD2<Double>(0x1p-27, 2.0)"),
    (Set([3, 1, 2]), "[1, 2, 3]"), (Fraction(1, 3), "1/3"),
    ("plain", "plain"), ("", "\"\""), (" a", "\" a\""), ("two\nlines\u{0}", #""two\nlines\0""#),
    (["a, b", "c"], #"["a, b", "c"]"#),
    (Array(0..<64), "[" + (0..<64).map { "\($0)" }.joined(separator: ", ") + "]"),
    (
      Array(0..<1000),
      "[" + (0..<40).map { "\($0)" }.joined(separator: ", ") + ", ... 952 more ..., "
        + (992..<1000).map { "\($0)" }.joined(separator: ", ") + "]"
    ),
    (SampleMatrix(rows: 2, columns: 2, elements: [0x1p-27, 1, 2, 3]), "[[0x1p-27, 1.0], [2.0, 3.0]]"),
  ]

  @Test("are the shortest literals, at any depth", arguments: values.indices)
  func text(index: Int) {
    #expect(shortText(of: Self.values[index].value) == Self.values[index].text)
  }

  @Test("have a matrix's long rows on lines of their own, and a long list of elements cut short")
  func long() {
    let matrix = SampleMatrix(rows: 3, columns: 20) { Double($0 * $1) }
    #expect(matrix.description.split(separator: "\n").count == 3)
    var settings = Settings()
    settings.phases = [.generate]
    let result = Runner(
      Property("long") { draw in
        _ = try draw(.array(of: .string(count: 30...30), count: 2000), "texts")
        try draw.verify(false)
      }, settings: settings
    ).run()
    #expect(result.counterexamples.first?.arguments.first?.value.contains("... 1952 more ...") == true)
    #expect(result.description.count < 6000)
  }

  @Test("keep their names where one is drawn while another is")
  func nested() throws {
    let inner = Generator<Int>.integer(in: 0...100)
    let outer = Generator<[Int]> { draw in
      let count = try draw(inner, "count")
      return try (0..<count % 10).map { _ in try draw(inner) }
    }
    let result = Runner(
      Property("nested") { draw in
        let values = try draw(outer, "values")
        let last = try draw(inner, "last")
        try draw.verify(last < 50 || values.count > 100)
      }
    ).run()
    let found = try #require(result.counterexamples.first)
    #expect(found.arguments.map(\.name) == ["values", "count", "last"])
    #expect(found.arguments.map(\.value) == ["[]", "0", "50"])
    let parts = try #require(found.explanation?.parts)
    #expect(parts.filter(\.isArgument).map(\.name) == ["values", "count", "last"])
    #expect(parts.map(\.mayVary) == [true, false, false])
  }
}
