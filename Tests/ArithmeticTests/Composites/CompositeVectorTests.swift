import Arithmetic
import TestSupport
import Testing

/// The vectors of composite arithmetics against boxed elements, over the rational numbers, where both are exact.
@Suite(.cases(25, deep: 1000))
struct CompositeVectorTests {
  private func check<V: ArithmeticVector>(
    _ type: V.Type, _ number: Generator<V.Element>
  ) async where V.Element: Equatable, V.Element.Context == Intrinsic {
    typealias Boxed = ArrayVector<V.Element>
    await checkProperty("\(V.self)") { draw in
      let (rows, columns) = try draw(.element(of: [(1, 1), (1, 6), (6, 1), (2, 3), (5, 4)]), "shape")
      func vector(_ count: Int, _ name: String) throws -> (V, Boxed) {
        let elements = try draw(.array(of: number, count: count), name)
        return (V(elements, in: Intrinsic()), Boxed(elements, in: Intrinsic()))
      }
      let (x, boxedX) = try vector(rows * columns, "x")
      let (y, boxedY) = try vector(rows * columns, "y")
      let (z, boxedZ) = try vector(rows * columns, "z")
      let (k, boxedK) = try vector(rows, "k")
      let (v, boxedV) = try vector(columns, "v")
      let s = try draw(number, "s")
      func expectSame(_ name: String, _ bulk: (inout V) -> Void, _ boxed: (inout Boxed) -> Void) throws {
        var (result, expected) = (z, boxedZ)
        bulk(&result)
        boxed(&expected)
        try draw.verify(
          result.elements == expected.elements, "\(name): \(result.elements) instead of \(expected.elements)")
      }
      try expectSame("fill", { $0.fill(with: s) }, { $0.fill(with: s) })
      try expectSame("add", { $0.add(x) }, { $0.add(boxedX) })
      try expectSame("subtract", { $0.subtract(x) }, { $0.subtract(boxedX) })
      try expectSame("scale", { $0.multiply(by: s) }, { $0.multiply(by: s) })
      try expectSame("multiply", { $0.multiply(by: x) }, { $0.multiply(by: boxedX) })
      try expectSame("square", { $0.multiply(by: $0) }, { $0.multiply(by: $0) })
      try expectSame("form product", { $0.formProduct(x, y) }, { $0.formProduct(boxedX, boxedY) })
      try expectSame("form product with itself", { $0.formProduct($0, y) }, { $0.formProduct($0, boxedY) })
      try expectSame("add product", { $0.addProduct(x, y) }, { $0.addProduct(boxedX, boxedY) })
      try expectSame("subtract product", { $0.subtractProduct(x, y) }, { $0.subtractProduct(boxedX, boxedY) })
      try expectSame("add scaled", { $0.addProduct(s, x) }, { $0.addProduct(s, boxedX) })
      try expectSame("add itself scaled", { $0.addProduct(s, $0) }, { $0.addProduct(s, $0) })
      try expectSame("rows", { $0.multiplyRows(by: k) }, { $0.multiplyRows(by: boxedK) })
      try expectSame("outer product", { $0.addOuterProduct(k, v) }, { $0.addOuterProduct(boxedK, boxedV) })
      var (sums, boxedSums) = (v, boxedV)
      sums.formProduct(k, matrix: x)
      boxedSums.formProduct(boxedK, matrix: boxedX)
      try draw.verify(sums.elements == boxedSums.elements, "\(sums.elements) instead of \(boxedSums.elements)")
      try draw.verify(x.dot(y) == boxedX.dot(boxedY))
    }
    var empty = V(zeros: 0, in: Intrinsic())
    empty.multiply(by: empty)
    empty.addProduct(empty, empty)
    #expect(empty.count == 0 && empty.dot(empty) == V.Element(0, in: Intrinsic()))
  }

  private static let complexNumber = Generator<Complex<Rational>> {
    Complex(try $0(.rational()), try $0(.rational()))
  }

  @Test func complex() async { await check(ComplexVector<Rational>.self, Self.complexNumber) }

  @Test func dual() async {
    await check(DualVector<Rational>.self, Generator { Dual(try $0(.rational()), tangent: try $0(.rational())) })
  }

  @Test func dualComplex() async {
    let number = Self.complexNumber
    await check(
      DualVector<Complex<Rational>>.self, Generator { Dual(try $0(number), tangent: try $0(number)) })
  }
}
