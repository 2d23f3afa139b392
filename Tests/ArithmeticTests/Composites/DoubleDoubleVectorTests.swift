import Arithmetic
import Testing

@Suite struct DoubleDoubleVectorTests {
  /// 37 elements, so that vectors of every width have a remainder; specials among them.
  private func vector(_ draws: inout Draws) -> DoubleDoubleVector {
    var elements = (0..<37).map { _ in draws.doubleDouble(exponents: -20...20) }
    for value in DoubleDoubleTests.specials.shuffled(using: &draws).prefix(9) {
      elements[Int.random(in: 0..<37, using: &draws)] = DoubleDouble(value)
    }
    return DoubleDoubleVector(elements, in: Intrinsic())
  }

  private func expectSame(_ vector: DoubleDoubleVector, _ elements: [DoubleDouble], _ operation: String) {
    #expect(vector.count == elements.count)
    for (index, (x, y)) in zip(vector.elements, elements).enumerated() {
      let isSame =
        x.isDefined
        ? x.high == y.high && x.low == y.low && x.radius == y.radius : !y.isDefined
      #expect(isSame, "\(operation), element \(index): \(x), \(y)")
    }
  }

  /// Every bulk operation gives the bits of the operators, aliased or not.
  @Test func bulkOperationsAreTheOperators() {
    var draws = Draws(seed: 30)
    for round in 0..<40 {
      let x = vector(&draws)
      let y = round % 5 == 0 ? x : vector(&draws)
      let z = round % 7 == 0 ? x : vector(&draws)
      let s = draws.doubleDouble(exponents: -20...20)
      let (a, b, c) = (z.elements, x.elements, y.elements)
      func check(
        _ name: String, _ bulk: (inout DoubleDoubleVector) -> Void, _ single: (Int) -> DoubleDouble
      ) {
        var result = z
        bulk(&result)
        expectSame(result, (0..<37).map(single), name)
      }
      check("fill", { $0.fill(with: s) }, { _ in s })
      check("add", { $0.add(x) }, { a[$0] + b[$0] })
      check("subtract", { $0.subtract(x) }, { a[$0] - b[$0] })
      check("multiply", { $0.multiply(by: x) }, { a[$0] * b[$0] })
      check("scale", { $0.multiply(by: s) }, { a[$0] * s })
      check("form product", { $0.formProduct(x, y) }, { b[$0] * c[$0] })
      check("add product", { $0.addProduct(x, y) }, { a[$0].addingProduct(b[$0], c[$0]) })
      check("subtract product", { $0.subtractProduct(x, y) }, { a[$0] - b[$0] * c[$0] })
      check("add scaled", { $0.addProduct(s, x) }, { a[$0].addingProduct(s, b[$0]) })
      check("add to itself", { $0.addProduct($0, $0) }, { a[$0].addingProduct(a[$0], a[$0]) })
    }
  }

  /// Matrices of all shapes that 36 elements make.
  @Test(arguments: [1, 2, 3, 4, 6, 9, 12, 18, 36])
  func matrices(rows: Int) {
    var draws = Draws(seed: 31)
    let columns = 36 / rows
    func random(_ count: Int) -> [DoubleDouble] { (0..<count).map { _ in draws.doubleDouble(exponents: -9...9) } }
    let (m, k, v) = (random(36), random(rows), random(columns))
    let matrix = DoubleDoubleVector(m, in: Intrinsic())
    let column = DoubleDoubleVector(k, in: Intrinsic())
    let row = DoubleDoubleVector(v, in: Intrinsic())
    var result = matrix
    result.multiplyRows(by: column)
    expectSame(result, (0..<36).map { m[$0] * k[$0 / columns] }, "rows")
    result = matrix
    result.addOuterProduct(column, row)
    // A product's low part depends on the order of its operands, which a single column exchanges.
    let outer = (0..<36).map {
      columns == 1 ? m[$0].addingProduct(v[0], k[$0]) : m[$0].addingProduct(k[$0 / columns], v[$0 % columns])
    }
    expectSame(result, outer, "outer product")
    var sums = row
    sums.formProduct(column, matrix: matrix)
    for j in 0..<columns {
      let exact = (0..<rows).reduce(Ball(0, in: 2000)) { $0 + Ball(k[$1]) * Ball(m[$1 * columns + j]) }
      #expect(Ball(sums[j]).overlaps(exact))
      // The radii of the operands, and for each step 11 u^2 of what adds up to at most `mass`; each of the steps'
      // radii is inflated by 1 + 2^-49 twice.
      let mass = (0..<rows).reduce(0) { $0 + abs(k[$1].high * m[$1 * columns + j].high) }
      let bound = exact.radius.double + mass * Double(rows + 2) * 11 * 0x1p-106
      #expect(sums[j].radius <= bound * (1 + Double(rows + 2) * 0x1p-47))
    }
  }

  @Test func dotProducts() {
    var draws = Draws(seed: 32)
    for count in 0...40 {
      let x = (0..<count).map { _ in draws.doubleDouble(exponents: -9...9) }
      let y = (0..<count).map { _ in draws.doubleDouble(exponents: -9...9) }
      let dot = DoubleDoubleVector(x, in: Intrinsic()).dot(DoubleDoubleVector(y, in: Intrinsic()))
      let exact = zip(x, y).reduce(Ball(0, in: 2000)) { $0 + Ball($1.0) * Ball($1.1) }
      #expect(Ball(dot).contains(exact.midpoint))
      let mass = zip(x, y).reduce(0) { $0 + abs($1.0.high * $1.1.high) }
      let bound = exact.radius.double + mass * Double(count + 9) * 11 * 0x1p-106
      #expect(dot.radius <= bound * (1 + Double(count + 9) * 0x1p-47))
    }
  }
}
