import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct AffineRecurrenceTests {
  private typealias Matrix = [[Rational]]

  private struct Shape {
    var rows: Int
    var columns: Int
  }

  private static let shape = Generator<Shape> { draw in
    Shape(rows: draw.integer(in: 1...4), columns: draw.integer(in: 1...4))
  }

  /// A step with a correction or without.
  private static func step(_ shape: Shape) -> Generator<AffineStep<Rational>> {
    let row = Generator<[Rational]>.rationals(shape.rows)
    let correction = Generator<([Rational], [Rational])?>.optional(.tuple(row, row))
    return Generator { draw in
      let value = try draw(.rationals(shape.columns))
      return AffineStep(
        decay: .init(try draw(row)), key: .init(try draw(row)), value: .init(value), query: .init(try draw(row)),
        correction: try draw(correction).map { (.init($0), .init($1)) })
    }.described { step in
      let correction = step.correction.map { ", a = \($0.target.elements), b = \($0.source.elements)" } ?? ""
      return "D = \(step.decay.elements), k = \(step.key.elements), v = \(step.value.elements), "
        + "q = \(step.query.elements)" + correction
    }
  }

  private static func state(_ shape: Shape) -> Generator<[Rational]> { .rationals(shape.rows * shape.columns) }

  /// S_t[i][j] by the formula on scalars, over the rationals.
  private static func scalarStep(_ state: Matrix, _ step: AffineStep<Rational>) -> Matrix {
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
    "S = D S + a (b^T S) + k v^T and y = S^T q, exactly", .cases(200),
    arguments: [ReadTime.beforeUpdate, .afterUpdate])
  func matchesScalars(readTime: ReadTime) async {
    await checkProperty("the recurrence read \(readTime) on scalars") { draw in
      let shape = try draw(Self.shape, "shape")
      let start = try draw(Self.state(shape), "initial state")
      let steps = try draw(.array(of: Self.step(shape), count: 0...6), "steps")
      var recurrence = AffineRecurrence<Rational>(
        initialState: .init(start), columns: shape.columns, readTime: readTime)
      var expected = (0..<shape.rows).map { Array(start[($0 * shape.columns)...].prefix(shape.columns)) }
      var output = Rational.Vector(zeros: shape.columns, in: Intrinsic())
      draw.cover("corrected", when: steps.contains { $0.correction != nil }, atLeast: 0.5)
      for step in steps {
        let next = Self.scalarStep(expected, step)
        let read = readTime == .beforeUpdate ? expected : next
        recurrence.advance(step, output: &output)
        expected = next
        try draw.verify(recurrence.state.elements == expected.flatMap { $0 }, "the state is \(recurrence.state)")
        for j in 0..<shape.columns {
          let y = (0..<shape.rows).reduce(Rational(0, 1)) { $0 + step.query[$1] * read[$1][j] }
          try draw.verify(output[j] == y, "output \(j) is \(output[j]), not \(y)")
        }
      }
    }
  }

  /// S -> M S + K, what some steps in a row do.
  private struct AffineMap {
    var matrix: Matrix
    var offset: Matrix

    /// M = D + a b^T, K = k v^T.
    init(_ step: AffineStep<Rational>) {
      let (rows, columns) = (step.key.elements.indices, step.value.elements.indices)
      matrix = rows.map { i in
        rows.map { l in
          let decay = i == l ? step.decay[i] : Rational(0, 1)
          return step.correction.map { decay + $0.target[i] * $0.source[l] } ?? decay
        }
      }
      offset = rows.map { i in columns.map { step.key[i] * step.value[$0] } }
    }

    private init(matrix: Matrix, offset: Matrix) {
      self.matrix = matrix
      self.offset = offset
    }

    /// The map of all steps, combined along a tree of random splits.
    static func tree(_ steps: ArraySlice<AffineStep<Rational>>, _ draw: inout Draw) -> AffineMap {
      if steps.count == 1 { return AffineMap(steps[steps.startIndex]) }
      let split = steps.startIndex + draw.integer(in: 1...steps.count - 1)
      let first = tree(steps[..<split], &draw)
      let second = tree(steps[split...], &draw)
      return AffineMap(matrix: product(second.matrix, first.matrix), offset: second(first.offset))
    }

    func callAsFunction(_ state: Matrix) -> Matrix {
      zip(Self.product(matrix, state), offset).map { zip($0, $1).map { $0 + $1 } }
    }

    private static func product(_ x: Matrix, _ y: Matrix) -> Matrix {
      x.map { row in
        y[0].indices.map { j in zip(row, y).reduce(Rational(0, 1)) { $0 + $1.0 * $1.1[j] } }
      }
    }
  }

  @Test("A scan by any tree of splits is the loop, exactly", .cases(100))
  func scanTrees() async {
    await checkProperty { draw in
      let shape = try draw(Self.shape, "shape")
      let start = try draw(Self.state(shape), "initial state")
      let steps = try draw(.array(of: Self.step(shape), count: 1...7), "steps")
      var loop = AffineRecurrence<Rational>(initialState: .init(start), columns: shape.columns)
      for step in steps { loop.update(step) }
      let rows = (0..<shape.rows).map { Array(start[($0 * shape.columns)...].prefix(shape.columns)) }
      let tree = AffineMap.tree(steps[...], &draw)(rows)
      try draw.verify(loop.state.elements == tree.flatMap { $0 }, "loop \(loop.state), tree \(tree)")
    }
  }

  @Test(
    "The delta rule S = (I - beta k k^T) S + beta k v^T moves the value stored under a unit key by beta",
    .cases(100))
  func deltaRule() async {
    await checkProperty { draw in
      let shape = try draw(Self.shape, "shape")
      let key = try draw(.unitVector(shape.rows), "key")
      let beta = try draw(.rational(in: 0...2), "beta")
      let start = try draw(Self.state(shape), "initial state")
      let value = try draw(.rationals(shape.columns), "value")
      var recurrence = AffineRecurrence<Rational>(initialState: .init(start), columns: shape.columns)
      var output = Rational.Vector(zeros: shape.columns, in: Intrinsic())
      let unit = Rational.Vector(key)
      recurrence.advance(
        AffineStep(
          decay: .init(key.map { _ in 1 }), key: .init(key.map { beta * $0 }), value: .init(value), query: unit,
          correction: (.init(key.map { -beta * $0 }), unit)), output: &output)
      for j in 0..<shape.columns {
        let stored = (0..<shape.rows).reduce(Rational(0, 1)) { $0 + key[$1] * start[$1 * shape.columns + j] }
        let expected = (1 - beta) * stored + beta * value[j]
        try draw.verify(output[j] == expected, "output \(j) is \(output[j]), not \(expected)")
      }
    }
  }
}
