import Arithmetic
import TestSupport
import Testing

/// The vectors of rounding bounds against boxed elements: the same numbers, bit for bit.
@Suite(.cases(50, deep: 2000))
struct RoundingBoundVectorTests {
  /// Zeros, exact numbers, rounded ones, sums of up to three, casts, and now and then a number that is not defined.
  private static func element(_ model: FloatModel) -> Generator<RoundingBound> {
    Generator { draw in
      let numbers = draw.array(count: 1...3) { RoundingBound($0.double(exponents: -6...6), in: model) }
      let sum = numbers.dropFirst().reduce(numbers[0], +)
      switch draw.index(upTo: 9) {
      case 0: return RoundingBound(0, in: model)
      case 1: return RoundingBound((sum.value * 64).rounded() / 64, in: model)
      case 2: return sum.rounded(to: .bfloat16)
      case 3: return RoundingBound(sum.value, error: 3, in: model)
      case 4: return RoundingBound(draw.index(upTo: 3) == 3 ? .nan : 1, in: model)
      default: return sum
      }
    }
  }

  /// All that a bound says of itself.
  private static func parts(_ x: RoundingBound) -> [UInt64] {
    [x.value, x.valueError, x.magnitudeSum, x.bound(), x.bound(additionalDepth: 3), x.terms].map {
      $0.isNaN ? .max : $0.bitPattern
    }
  }

  private static func parts(_ z: ComplexRoundingBound) -> [UInt64] {
    parts(z.real) + parts(z.imaginary) + [z.bound().bitPattern, z.bound(additionalDepth: 3).bitPattern]
  }

  private func check<V: ArithmeticVector>(
    _ type: V.Type, _ number: Generator<V.Element>, in model: FloatModel,
    _ parts: @escaping @Sendable (V.Element) -> [UInt64]
  ) async where V.Element.Context == FloatModel {
    typealias Boxed = ArrayVector<V.Element>
    await checkProperty("\(type) in \(model)") { draw in
      let (rows, columns) = try draw(.element(of: [(1, 1), (1, 6), (6, 1), (2, 3), (5, 4)]), "shape")
      func vector(_ count: Int, _ name: String) throws -> (V, Boxed) {
        let elements = try draw(.array(of: number, count: count), name)
        return (V(elements, in: model), Boxed(elements, in: model))
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
          result.elements.map(parts) == expected.elements.map(parts),
          "\(name): \(result.elements) instead of \(expected.elements)")
      }
      try expectSame("fill", { $0.fill(with: s) }, { $0.fill(with: s) })
      try expectSame("add", { $0.add(x) }, { $0.add(boxedX) })
      try expectSame("subtract", { $0.subtract(x) }, { $0.subtract(boxedX) })
      try expectSame("scale", { $0.multiply(by: s) }, { $0.multiply(by: s) })
      try expectSame("multiply", { $0.multiply(by: x) }, { $0.multiply(by: boxedX) })
      try expectSame("square", { $0.multiply(by: $0) }, { $0.multiply(by: $0) })
      try expectSame("form product", { $0.formProduct(x, y) }, { $0.formProduct(boxedX, boxedY) })
      try expectSame("add product", { $0.addProduct(x, y) }, { $0.addProduct(boxedX, boxedY) })
      try expectSame("subtract product", { $0.subtractProduct(x, y) }, { $0.subtractProduct(boxedX, boxedY) })
      try expectSame("add scaled", { $0.addProduct(s, x) }, { $0.addProduct(s, boxedX) })
      try expectSame("rows", { $0.multiplyRows(by: k) }, { $0.multiplyRows(by: boxedK) })
      try expectSame("outer product", { $0.addOuterProduct(k, v) }, { $0.addOuterProduct(boxedK, boxedV) })
      var (sums, boxedSums) = (v, boxedV)
      sums.formProduct(k, matrix: x)
      boxedSums.formProduct(boxedK, matrix: boxedX)
      try draw.verify(sums.elements.map(parts) == boxedSums.elements.map(parts), "vector by matrix")
      try draw.verify(parts(x.dot(y)) == parts(boxedX.dot(boxedY)), "dot")
    }
  }

  private static let models: [FloatModel] = [.double, .single, .half, .bfloat16]

  @Test(arguments: models)
  func real(model: FloatModel) async {
    await check(RoundingBoundVector.self, Self.element(model), in: model) { Self.parts($0) }
  }

  @Test(arguments: models)
  func complex(model: FloatModel) async {
    let part = Self.element(model)
    let number = Generator { ComplexRoundingBound(try $0(part), try $0(part)) }
    await check(ComplexRoundingBoundVector.self, number, in: model) { Self.parts($0) }
  }

  @Test(arguments: models)
  func functions(model: FloatModel) async {
    let number = Self.element(model)
    await checkProperty("functions in \(model)") { draw in
      let x = RoundingBoundVector(try draw(.array(of: number, count: 5), "x"), in: model)
      var y = x
      RoundingBound.formExponential(&y, of: x)
      try draw.verify(y.elements.map(Self.parts) == x.elements.map { Self.parts(RoundingBound.exp($0)) }, "exp")
      y = x
      y.round(to: .bfloat16)
      try draw.verify(y.elements.map(Self.parts) == x.elements.map { Self.parts($0.rounded(to: .bfloat16)) }, "cast")
      let z = x.elements.map { ComplexRoundingBound($0, x[0]) }
      var w = ComplexRoundingBoundVector(z, in: model)
      w.round(to: .bfloat16)
      try draw.verify(w.elements.map(Self.parts) == z.map { Self.parts($0.rounded(to: .bfloat16)) }, "complex cast")
    }
  }

  @Test func edges() {
    var empty = RoundingBoundVector(zeros: 0, in: .single)
    empty.multiply(by: empty)
    empty.addProduct(empty, empty)
    #expect(empty.count == 0 && empty.dot(empty).bound() == 0)
    // An element of another format is cast.
    var vector = RoundingBoundVector(zeros: 2, in: .bfloat16)
    vector[1] = RoundingBound(1 + 0x1p-10, in: .single)
    #expect(vector[1].context == .bfloat16 && vector[1].bound() >= 0x1p-8 && vector[0].bound() == 0)
  }
}
