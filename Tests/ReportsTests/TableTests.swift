import PropertyTesting
import Reports
import TestSupport
import Testing

@Suite struct TableTests {
  @Test func numbersReadBackTheSame() throws {
    let values = [0.1, 1.0 / 3, 1e-300, -2.5, 12_345, 0, .leastNonzeroMagnitude, 1.7976931348623157e308]
    let text = Table(columns: ["x"], numbers: values.map { [$0] }).tabSeparatedValues
    let lines = text.split(separator: "\n").dropFirst()
    #expect(lines.map { Double($0) } == values)
  }

  @Test(.cases(500)) func anyNumbersReadBackTheSame() async {
    await checkProperty { draw in
      let width = try draw(.integer(in: 1...3), "columns")
      let rows = try draw(.array(of: .array(of: .anyDouble(), count: width), count: 0...4), "rows")
      let text = Table(columns: (0..<width).map { "x\($0)" }, numbers: rows).tabSeparatedValues
      let read = text.split(separator: "\n").dropFirst().map { $0.split(separator: "\t").map { Double($0) } }
      try draw.verify(read.count == rows.count, "\(read.count) rows")
      for (numbers, row) in zip(read, rows) {
        let areSame =
          numbers.count == width && zip(numbers, row).allSatisfy { $0 == $1 || ($0?.isNaN == true && $1.isNaN) }
        try draw.verify(areSame, "\(row) is read as \(numbers)")
      }
    }
  }

  @Test func whatSeparatesCellsIsTakenOut() {
    let table = Table(columns: ["a\tb", "c"], rows: [[.text("x\ty\nz"), .number(.infinity)]])
    #expect(table.tabSeparatedValues == "a b\tc\nx y z\tinf\n")
  }

  /// Whatever the cells are, there are so many lines of so many cells, and what is not a separator stays.
  @Test(.cases(300)) func anyTextStaysInItsCell() async {
    let character = Generator<Character>.oneOf(
      .ascii(), .unicode(), .element(of: ["\t", "\n", "\r\n", "\r", "\u{2028}"]))
    await checkProperty { draw in
      let text = Generator<String>.string(of: character, count: 0...6)
      let rows = try draw(.array(of: .array(of: text, count: 2), count: 1...3), "rows")
      let written = Table(columns: ["a", "b"], rows: rows.map { $0.map { .text($0) } }).tabSeparatedValues
      let lines = written.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      try draw.verify(lines.count == rows.count + 2, "\(lines.count) lines")
      for line in lines.dropLast() {
        try draw.verify(line.count { $0 == "\t" } == 1, "\(String(line).debugDescription) has not two cells")
      }
    }
  }
}
