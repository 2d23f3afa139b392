import Arithmetic
import Testing

/// The vectors of composite arithmetics against boxed elements, over the rational numbers, where both are exact.
@Suite struct CompositeVectorTests {
  private func check<V: ArithmeticVector>(
    _ type: V.Type, _ number: () -> V.Element
  ) where V.Element: Equatable, V.Element.Context == Intrinsic {
    typealias Boxed = ArrayVector<V.Element>
    for (rows, columns) in [(1, 1), (1, 6), (6, 1), (2, 3), (5, 4)] {
      func vector(_ count: Int) -> (V, Boxed) {
        let elements = (0..<count).map { _ in number() }
        return (V(elements, in: Intrinsic()), Boxed(elements, in: Intrinsic()))
      }
      let (x, boxedX) = vector(rows * columns)
      let (y, boxedY) = vector(rows * columns)
      let (z, boxedZ) = vector(rows * columns)
      let (k, boxedK) = vector(rows)
      let (v, boxedV) = vector(columns)
      let s = number()
      func expectSame(_ name: String, _ bulk: (inout V) -> Void, _ boxed: (inout Boxed) -> Void) {
        var (result, expected) = (z, boxedZ)
        bulk(&result)
        boxed(&expected)
        #expect(result.elements == expected.elements, "\(V.self), \(name), \(rows) x \(columns)")
      }
      expectSame("fill", { $0.fill(with: s) }, { $0.fill(with: s) })
      expectSame("add", { $0.add(x) }, { $0.add(boxedX) })
      expectSame("subtract", { $0.subtract(x) }, { $0.subtract(boxedX) })
      expectSame("scale", { $0.multiply(by: s) }, { $0.multiply(by: s) })
      expectSame("multiply", { $0.multiply(by: x) }, { $0.multiply(by: boxedX) })
      expectSame("square", { $0.multiply(by: $0) }, { $0.multiply(by: $0) })
      expectSame("form product", { $0.formProduct(x, y) }, { $0.formProduct(boxedX, boxedY) })
      expectSame("form product with itself", { $0.formProduct($0, y) }, { $0.formProduct($0, boxedY) })
      expectSame("add product", { $0.addProduct(x, y) }, { $0.addProduct(boxedX, boxedY) })
      expectSame("subtract product", { $0.subtractProduct(x, y) }, { $0.subtractProduct(boxedX, boxedY) })
      expectSame("add scaled", { $0.addProduct(s, x) }, { $0.addProduct(s, boxedX) })
      expectSame("add itself scaled", { $0.addProduct(s, $0) }, { $0.addProduct(s, $0) })
      expectSame("rows", { $0.multiplyRows(by: k) }, { $0.multiplyRows(by: boxedK) })
      expectSame("outer product", { $0.addOuterProduct(k, v) }, { $0.addOuterProduct(boxedK, boxedV) })
      var (sums, boxedSums) = (v, boxedV)
      sums.formProduct(k, matrix: x)
      boxedSums.formProduct(boxedK, matrix: boxedX)
      #expect(sums.elements == boxedSums.elements)
      #expect(x.dot(y) == boxedX.dot(boxedY))
    }
    var empty = V(zeros: 0, in: Intrinsic())
    empty.multiply(by: empty)
    empty.addProduct(empty, empty)
    #expect(empty.count == 0 && empty.dot(empty) == V.Element(0, in: Intrinsic()))
  }

  @Test func complex() {
    var draws = Draws(seed: 70)
    check(ComplexVector<Rational>.self) { Complex(draws.rational(), draws.rational()) }
  }

  @Test func dual() {
    var draws = Draws(seed: 71)
    check(DualVector<Rational>.self) { Dual(draws.rational(), tangent: draws.rational()) }
  }

  @Test func dualComplex() {
    var draws = Draws(seed: 72)
    check(DualVector<Complex<Rational>>.self) {
      Dual(
        Complex(draws.rational(), draws.rational()), tangent: Complex(draws.rational(), draws.rational()))
    }
  }
}
