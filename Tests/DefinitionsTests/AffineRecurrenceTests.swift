import Arithmetic
import Definitions
import Testing

@Suite struct AffineRecurrenceTests {
  /// S_t[i][j] by the formula on scalars, over the rationals.
  private func scalarStep(_ state: [[Rational]], _ step: AffineStep<Rational>) -> [[Rational]] {
    state.indices.map { i in
      state[i].indices.map { j in
        var next = step.decay[i] * state[i][j] + step.key[i] * step.value[j]
        if let correction = step.correction {
          for l in state.indices { next = next + correction.target[i] * correction.source[l] * state[l][j] }
        }
        return next
      }
    }
  }

  @Test(
    "S = D S + a (b^T S) + k v^T and y = S^T q, exactly", arguments: [ReadTime.beforeUpdate, .afterUpdate],
    [false, true])
  func matchesScalars(readTime: ReadTime, corrected: Bool) {
    var random = SplitMix64(seed: 1)
    for (rows, columns) in [(1, 1), (3, 1), (1, 4), (4, 3)] {
      var recurrence = AffineRecurrence<Rational>(rows: rows, columns: columns, in: Intrinsic(), readTime: readTime)
      var expected = Array(repeating: Array(repeating: Rational(0, 1), count: columns), count: rows)
      var output = Rational.Vector(zeros: columns, in: Intrinsic())
      for _ in 0..<6 {
        let step = AffineStep<Rational>(
          decay: random.rationals(rows), key: random.rationals(rows), value: random.rationals(columns),
          query: random.rationals(rows),
          correction: corrected ? (random.rationals(rows), random.rationals(rows)) : nil)
        let next = scalarStep(expected, step)
        let read = readTime == .beforeUpdate ? expected : next
        recurrence.advance(step, output: &output)
        expected = next
        #expect(recurrence.state.elements == expected.flatMap { $0 })
        for j in 0..<columns {
          let y = (0..<rows).reduce(Rational(0, 1)) { $0 + step.query[$1] * read[$1][j] }
          #expect(output[j] == y)
        }
      }
    }
  }

  @Test("The delta rule S = (I - beta k k^T) S + beta k v^T replaces the value stored under a unit key")
  func deltaRule() {
    let unit = Rational.Vector([Rational(3, 5), Rational(4, 5)], in: Intrinsic())
    let ones = Rational.Vector([Rational(1, 1), Rational(1, 1)], in: Intrinsic())
    var negated = unit
    negated.multiply(by: Rational(-1, 1))
    var random = SplitMix64(seed: 2)
    var recurrence = AffineRecurrence<Rational>(initialState: random.rationals(6), columns: 3)
    let value = random.rationals(3)
    var output = Rational.Vector(zeros: 3, in: Intrinsic())
    recurrence.advance(
      AffineStep(decay: ones, key: unit, value: value, query: unit, correction: (negated, unit)), output: &output)
    #expect(output.elements == value.elements)
  }
}
