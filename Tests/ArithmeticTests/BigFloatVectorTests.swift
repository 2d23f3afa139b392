import Arithmetic
import Testing

@Suite("BigFloatVector: the scalar operations, bit for bit")
struct BigFloatVectorTests {
  static let precisions: [Precision] = [24, 53, 64, 113, 256, 1000]

  private static func vector(_ random: inout SplitMix64, _ count: Int, _ precision: Precision) -> BigFloatVector {
    BigFloatVector((0..<count).map { _ in random.trickyBigFloat(in: precision) }, in: precision)
  }

  /// Same value, or both NaN; zeros of the same sign.
  private static func same(_ x: BigFloatVector, _ y: [BigFloat]) -> Bool {
    x.count == y.count
      && zip(x.elements, y).allSatisfy { x, y in
        x.precision == y.precision && (x == y && x.hasMinusSign == y.hasMinusSign || x.isNaN && y.isNaN)
      }
  }

  @Test("Every operation, with operands that are the vector itself", arguments: precisions)
  func operations(precision: Precision) {
    var random = SplitMix64(seed: 7 + UInt64(precision.bits))
    for count in [0, 1, 5, 12] {
      let a = Self.vector(&random, count, precision)
      let b = Self.vector(&random, count, precision)
      let h = Self.vector(&random, count, precision)
      let s = random.trickyBigFloat(in: precision)
      let zero = BigFloat(0, in: precision)
      func expect(
        sourceLocation: SourceLocation = #_sourceLocation, _ operation: (inout BigFloatVector) -> Void,
        gives expected: (Int) -> BigFloat
      ) {
        var result = h
        operation(&result)
        #expect(Self.same(result, (0..<count).map(expected)), sourceLocation: sourceLocation)
      }
      /// With an operand that shares the vector's storage.
      func expectAliased(
        sourceLocation: SourceLocation = #_sourceLocation,
        _ operation: (inout BigFloatVector, BigFloatVector) -> Void, gives expected: (Int) -> BigFloat
      ) {
        var result = h
        let alias = result
        operation(&result, alias)
        #expect(Self.same(result, (0..<count).map(expected)), sourceLocation: sourceLocation)
        #expect(Self.same(alias, h.elements), sourceLocation: sourceLocation)
      }
      let before = (a.elements, b.elements, h.elements)
      expect {
        $0.fill(with: s)
      } gives: { _ in
        s
      }
      expect {
        $0.add(a)
      } gives: {
        h[$0] + a[$0]
      }
      expect {
        $0.subtract(a)
      } gives: {
        h[$0] - a[$0]
      }
      expect {
        $0.multiply(by: s)
      } gives: {
        h[$0] * s
      }
      expect {
        $0.multiply(by: a)
      } gives: {
        h[$0] * a[$0]
      }
      expect {
        $0.formProduct(a, b)
      } gives: {
        a[$0] * b[$0]
      }
      expect {
        $0.addProduct(a, b)
      } gives: {
        h[$0] + a[$0] * b[$0]
      }
      expect {
        $0.subtractProduct(a, b)
      } gives: {
        h[$0] - a[$0] * b[$0]
      }
      expect {
        $0.addProduct(s, a)
      } gives: {
        h[$0] + s * a[$0]
      }
      expect {
        BigFloat.formExponential(&$0, of: a)
      } gives: {
        .exp(a[$0])
      }
      expectAliased {
        $0.add($1)
      } gives: {
        h[$0] + h[$0]
      }
      expectAliased {
        $0.multiply(by: $1)
      } gives: {
        h[$0] * h[$0]
      }
      expectAliased {
        $0.addProduct($1, $1)
      } gives: {
        h[$0] + h[$0] * h[$0]
      }
      expectAliased {
        $0.formProduct($1, $1)
      } gives: {
        h[$0] * h[$0]
      }
      expectAliased {
        BigFloat.formExponential(&$0, of: $1)
      } gives: {
        .exp(h[$0])
      }
      #expect(Self.same(BigFloatVector([a.dot(b)], in: precision), [(0..<count).reduce(zero) { $0 + a[$1] * b[$1] }]))
      #expect(Self.same(a, before.0) && Self.same(b, before.1) && Self.same(h, before.2))
    }
  }

  @Test("Matrices", arguments: precisions)
  func matrices(precision: Precision) {
    var random = SplitMix64(seed: 70 + UInt64(precision.bits))
    for (rows, columns) in [(0, 0), (1, 1), (3, 4), (4, 1), (1, 5), (2, 0)] {
      let k = Self.vector(&random, rows, precision)
      let v = Self.vector(&random, columns, precision)
      let m = Self.vector(&random, rows * columns, precision)
      let index = (0..<rows).flatMap { i in (0..<columns).map { (i, $0) } }
      var result = m
      result.multiplyRows(by: k)
      #expect(Self.same(result, index.map { k[$0.0] * m[$0.0 * columns + $0.1] }))
      result = m
      result.addOuterProduct(k, v)
      #expect(Self.same(result, index.map { m[$0.0 * columns + $0.1] + k[$0.0] * v[$0.1] }))
      result = v
      result.formProduct(k, matrix: m)
      let zero = BigFloat(0, in: precision)
      let products = (0..<columns).map { j in (0..<rows).reduce(zero) { $0 + k[$1] * m[$1 * columns + j] } }
      #expect(Self.same(result, products))
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
