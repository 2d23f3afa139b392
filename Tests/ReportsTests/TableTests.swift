import Reports
import Testing

@Suite struct TableTests {
  @Test func numbersReadBackTheSame() throws {
    let values = [0.1, 1.0 / 3, 1e-300, -2.5, 12_345, 0, .leastNonzeroMagnitude, 1.7976931348623157e308]
    let text = Table(columns: ["x"], numbers: values.map { [$0] }).tabSeparatedValues
    let lines = text.split(separator: "\n").dropFirst()
    #expect(lines.map { Double($0) } == values)
  }

  @Test func whatSeparatesCellsIsTakenOut() {
    let table = Table(columns: ["a\tb", "c"], rows: [[.text("x\ty\nz"), .number(.infinity)]])
    #expect(table.tabSeparatedValues == "a b\tc\nx y z\tinf\n")
  }
}
