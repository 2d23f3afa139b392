import Arithmetic
import TestSupport
import Testing

@Suite("BigFloatVector: the scalar operations, bit for bit")
struct BigFloatVectorTests {
  static let precisions: [Precision] = [24, 53, 64, 113, 256, 1000]

  private static func vector(_ count: Int, _ precision: Precision) -> Generator<[BigFloat]> {
    .numbers { draw in draw.array(count: count) { $0.trickyBigFloat(in: precision) } }
  }

  /// Same value, or both NaN; zeros of the same sign.
  private static func same(_ x: BigFloatVector, _ y: [BigFloat]) -> Bool {
    x.count == y.count
      && zip(x.elements, y).allSatisfy { x, y in
        x.precision == y.precision && (x == y && x.hasMinusSign == y.hasMinusSign || x.isNaN && y.isNaN)
      }
  }

  @Test("Every operation, with operands that are the vector itself", .cases(25, deep: 1000), arguments: precisions)
  func operations(precision: Precision) async {
    await checkProperty("vectors, \(precision)") { draw in
      let count = try draw(.element(of: [0, 1, 5, 12]), "count")
      let vector = Self.vector(count, precision)
      let a = BigFloatVector(try draw(vector, "a"), in: precision)
      let b = BigFloatVector(try draw(vector, "b"), in: precision)
      let h = BigFloatVector(try draw(vector, "h"), in: precision)
      let s = try draw(.number { $0.trickyBigFloat(in: precision) }, "s")
      let zero = BigFloat(0, in: precision)
      func check(
        _ operation: (inout BigFloatVector) -> Void, _ expected: (Int) -> BigFloat, line: Int = #line
      ) throws {
        var result = h
        operation(&result)
        try draw.verify(Self.same(result, (0..<count).map(expected)), "\(result.elements)", line: line)
      }
      /// With an operand that shares the vector's storage.
      func checkAliased(
        _ operation: (inout BigFloatVector, BigFloatVector) -> Void, _ expected: (Int) -> BigFloat, line: Int = #line
      ) throws {
        var result = h
        let alias = result
        operation(&result, alias)
        try draw.verify(Self.same(result, (0..<count).map(expected)), "\(result.elements)", line: line)
        try draw.verify(Self.same(alias, h.elements), "the operand has changed", line: line)
      }
      let before = (a.elements, b.elements, h.elements)
      try check({ $0.fill(with: s) }, { _ in s })
      try check({ $0.add(a) }, { h[$0] + a[$0] })
      try check({ $0.subtract(a) }, { h[$0] - a[$0] })
      try check({ $0.multiply(by: s) }, { h[$0] * s })
      try check({ $0.multiply(by: a) }, { h[$0] * a[$0] })
      try check({ $0.formProduct(a, b) }, { a[$0] * b[$0] })
      try check({ $0.addProduct(a, b) }, { h[$0] + a[$0] * b[$0] })
      try check({ $0.subtractProduct(a, b) }, { h[$0] - a[$0] * b[$0] })
      try check({ $0.addProduct(s, a) }, { h[$0] + s * a[$0] })
      try check({ BigFloat.formExponential(&$0, of: a) }, { .exp(a[$0]) })
      try checkAliased({ $0.add($1) }, { h[$0] + h[$0] })
      try checkAliased({ $0.multiply(by: $1) }, { h[$0] * h[$0] })
      try checkAliased({ $0.addProduct($1, $1) }, { h[$0] + h[$0] * h[$0] })
      try checkAliased({ $0.formProduct($1, $1) }, { h[$0] * h[$0] })
      try checkAliased({ BigFloat.formExponential(&$0, of: $1) }, { .exp(h[$0]) })
      let dot = (0..<count).reduce(zero) { $0 + a[$1] * b[$1] }
      try draw.verify(Self.same(BigFloatVector([a.dot(b)], in: precision), [dot]), "a.b = \(a.dot(b))")
      try draw.verify(Self.same(a, before.0) && Self.same(b, before.1) && Self.same(h, before.2))
    }
  }

  @Test("Matrices", .cases(25, deep: 1000), arguments: precisions)
  func matrices(precision: Precision) async {
    await checkProperty("matrices, \(precision)") { draw in
      let (rows, columns) = try draw(.element(of: [(0, 0), (1, 1), (3, 4), (4, 1), (1, 5), (2, 0)]), "shape")
      let k = BigFloatVector(try draw(Self.vector(rows, precision), "k"), in: precision)
      let v = BigFloatVector(try draw(Self.vector(columns, precision), "v"), in: precision)
      let m = BigFloatVector(try draw(Self.vector(rows * columns, precision), "m"), in: precision)
      let index = (0..<rows).flatMap { i in (0..<columns).map { (i, $0) } }
      var result = m
      result.multiplyRows(by: k)
      try draw.verify(Self.same(result, index.map { k[$0.0] * m[$0.0 * columns + $0.1] }), "\(result.elements)")
      result = m
      result.addOuterProduct(k, v)
      try draw.verify(
        Self.same(result, index.map { m[$0.0 * columns + $0.1] + k[$0.0] * v[$0.1] }), "\(result.elements)")
      result = v
      result.formProduct(k, matrix: m)
      let zero = BigFloat(0, in: precision)
      let products = (0..<columns).map { j in (0..<rows).reduce(zero) { $0 + k[$1] * m[$1 * columns + j] } }
      try draw.verify(Self.same(result, products), "\(result.elements)")
    }
  }

  @Test("A copy is independent, and an element takes the vector's precision")
  func copies() {
    let one = BigFloat(1, in: 53)
    let two = BigFloat(2, in: 53)
    var x = BigFloatVector([one, two], in: 53)
    var y = x
    y[0] = BigFloat(Rational(1, 3), in: 200)
    #expect(x[0] == one && y[0] == BigFloat(Rational(1, 3), in: 53) && y[0].precision == 53)
    x.add(y)
    #expect(y[1] == two && x[1] == two + two)
    let element = x[1]
    x[1] = BigFloat(0, in: 53)
    #expect(element == two + two && x.context == 53)
    let sum = x.withUnsafeElements { _ in x.count }
    #expect(sum == 2)
  }
}
