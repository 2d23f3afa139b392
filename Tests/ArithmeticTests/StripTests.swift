import Arithmetic
import TestSupport
import Testing

/// The operations on strips: against the same operations over the rational numbers, exactly or within the bound that is
/// stated; and where that bound does not hold, product by product.
@Suite struct StripTests {
  /// Of every number of limbs up to 9, full and not.
  static let precisions: [Precision] = [24, 53, 64, 65, 113, 128, 192, 256, 300, 331, 448, 512, 513, 1000]

  private static func strips(_ draw: inout Draw) throws -> (Strip, Strip) {
    StripOperation.strips[try draw(.integer(in: 0...StripOperation.strips.count - 1), "strips")]
  }

  /// |computed - exact| <= 2^-p |computed| + N^2 2^(-p - 60) T: with N = 16 and T the square of the largest operand.
  @Test(.cases(150, deep: 3000), arguments: StripOperation.onStrips)
  func bigFloatsRoundOnce(_ operation: StripOperation) async {
    await checkProperty("BigFloatVector, \(operation)") { draw in
      let precision = try draw(.element(of: Self.precisions), "precision")
      let strips = try Self.strips(&draw)
      let spread = try draw(.element(of: [3, 60, 70, 200, 3000]), "spread")
      func numbers(_ count: Int, _ name: String) throws -> [BigFloat] {
        try draw(
          .numbers { draw in
            draw.array(count: count) { draw in
              draw.index(upTo: 9) == 9 ? .zero(in: precision) : draw.bigFloat(in: precision, exponents: -spread...3)
            }
          }, name)
      }
      let counts = StripOperation.counts
      let operands = [
        try numbers(counts.h, "h"), try numbers(counts.other, "other"), try numbers(counts.left, "left"),
        try numbers(counts.right, "right"),
      ]
      let scalars = try numbers(counts.scalars, "s").map { $0.isZero ? BigFloat(1, in: precision) : $0 }
      let v = operands.map { BigFloatVector($0, in: precision) }
      let result = operation.apply(v[0], v[1], v[2], v[3], scalars, strips)
      let exact = operands.map { ArrayVector($0.map { $0.rational! }, in: Intrinsic()) }
      let expected = operation.apply(exact[0], exact[1], exact[2], exact[3], scalars.map { $0.rational! }, strips)
      let unit = Rational.pow(2, -precision.bits)
      let absolute = unit * Rational.pow(2, -60 + 8 + 2 * 4)
      for i in 0..<result.count {
        let value = result[i].rational ?? .undefined
        let error = (value - expected[i]).magnitude
        try draw.verify(
          error <= unit * value.magnitude + absolute, "element \(i): \(result[i]), exactly \(expected[i])")
      }
      // The operands are as they were.
      try draw.verify(zip(v, operands).allSatisfy { $0.elements == $1 })
    }
  }

  /// What the operations on enclosures enclose, at points of the operands, 600 bits more precise.
  @Test(.cases(60, deep: 4000), arguments: StripOperation.allCases)
  func enclosuresContain(_ operation: StripOperation) async {
    @Sendable func check<E: Arithmetic>(
      _ draw: inout Draw, _ element: @escaping @Sendable (inout Draw, Precision) -> E,
      _ point: (inout Draw, E) -> Complex<BigFloat>, _ misses: (E, Complex<BigFloat>, Magnitude) -> Bool
    ) throws where E.Context == Precision {
      let precision = draw.precision()
      let strips = StripOperation.strips[Int(draw.index(upTo: UInt64(StripOperation.strips.count - 1)))]
      let counts = StripOperation.counts
      let operands = [counts.h, counts.other, counts.left, counts.right, counts.scalars].map { count in
        draw.array(count: count) { element(&$0, precision) }
      }
      let fine = precision.adding(guardBits: 600 + precision.bits)
      let v = operands.map { E.Vector($0, in: precision) }
      let points = operands.map { $0.map { point(&draw, $0) } }
      let exact = points.map { ComplexVector<BigFloat>($0, in: fine) }
      let result = operation.apply(v[0], v[1], v[2], v[3], operands[4], strips)
      let values = operation.apply(exact[0], exact[1], exact[2], exact[3], points[4], strips)
      draw.note("\(strips), \(operands)")
      // A divisor may contain 0.
      for i in 0..<result.count where operation != .divide || result[i].isDefined {
        try draw.verify(
          !misses(result[i], values[i], .powerOfTwo(-precision.bits - 300)),
          "element \(i): \(result[i]) does not contain \(values[i])")
      }
    }
    await checkProperty("balls and discs, \(operation)") { draw in
      try check(
        &draw, { $0.ball(in: $1, moderate: true) },
        { Complex($0.point(in: $1), BigFloat(0, in: 2000)) }, { ComplexOperation.misses(Disc($0), $1, $2) })
      try check(
        &draw, { $0.disc(in: $1, moderate: true) }, { $0.point(in: $1) }, { ComplexOperation.misses($0, $1, $2) })
    }
  }

  /// Small integers are exact.
  @Test(.cases(50, deep: 1000), arguments: StripOperation.allCases.filter { $0 != .divide })
  func integersAreExact(_ operation: StripOperation) async {
    @Sendable func check<V: ArithmeticVector>(
      _: V.Type, _ draw: inout Draw, in context: V.Element.Context, _ convert: (V.Element) -> [Rational]
    ) throws {
      let strips = try Self.strips(&draw)
      func numbers(_ count: Int, _ name: String) throws -> [Int] {
        try draw(.array(of: .integer(in: -9...9), count: count), name)
      }
      let counts = StripOperation.counts
      let operands = [
        try numbers(counts.h, "h"), try numbers(counts.other, "other"), try numbers(counts.left, "left"),
        try numbers(counts.right, "right"), try numbers(counts.scalars, "s"),
      ]
      let v = operands.map { V($0.map { V.Element($0, in: context) }, in: context) }
      let exact = operands.map { ArrayVector<Rational>($0.map { Rational($0) }, in: Intrinsic()) }
      let result = operation.apply(v[0], v[1], v[2], v[3], v[4].elements, strips)
      let expected = operation.apply(exact[0], exact[1], exact[2], exact[3], exact[4].elements, strips)
      for i in 0..<result.count {
        try draw.verify(
          convert(result[i]).elementsEqual([expected[i], 0]), "element \(i): \(result[i]), exactly \(expected[i])")
      }
    }
    await checkProperty("Double, Float, Ball, Disc, Complex: \(operation)") { draw in
      try check(ArrayVector<Double>.self, &draw, in: Intrinsic()) { [Rational(exactly: $0), 0] }
      try check(ArrayVector<Float>.self, &draw, in: Intrinsic()) { [Rational(exactly: Double($0)), 0] }
      try check(ComplexVector<Double>.self, &draw, in: Intrinsic()) {
        [Rational(exactly: $0.real), Rational(exactly: $0.imaginary)]
      }
      try check(BallVector.self, &draw, in: 64) { [$0.midpoint.rational!, Rational(exactly: $0.radius.double)] }
      try check(DiscVector.self, &draw, in: 128) {
        [$0.realMidpoint.rational!, $0.imaginaryMidpoint.rational! + Rational(exactly: $0.radius.double)]
      }
    }
  }

  /// Gaussian rationals: over `BigFloat` each component within the bound of its own sum.
  @Test(.cases(100, deep: 2000), arguments: StripOperation.onStrips)
  func complexNumbers(_ operation: StripOperation) async {
    await checkProperty("ComplexVector<BigFloat>, \(operation)") { draw in
      let precision = try draw(.element(of: [53, 128, 256, 600] as [Precision]), "precision")
      let strips = try Self.strips(&draw)
      func numbers(_ count: Int, _ name: String) throws -> [Complex<BigFloat>] {
        let parts = try draw(
          .numbers { draw in
            draw.array(count: 2 * count) { $0.bigFloat(in: precision, exponents: -80...3) }
          }, name)
        return (0..<count).map { Complex(parts[2 * $0], parts[2 * $0 + 1]) }
      }
      let counts = StripOperation.counts
      let operands = [
        try numbers(counts.h, "h"), try numbers(counts.other, "other"), try numbers(counts.left, "left"),
        try numbers(counts.right, "right"), try numbers(counts.scalars, "s"),
      ]
      func rational(_ z: Complex<BigFloat>) -> Complex<Rational> { Complex(z.real.rational!, z.imaginary.rational!) }
      let v = operands.map { ComplexVector<BigFloat>($0, in: precision) }
      let exact = operands.map { ArrayVector($0.map(rational), in: Intrinsic()) }
      let result = operation.apply(v[0], v[1], v[2], v[3], operands[4], strips)
      let expected = operation.apply(exact[0], exact[1], exact[2], exact[3], exact[4].elements, strips)
      // A quotient is a product with a reciprocal: normwise a few units.
      let factor: Rational = operation == .divide ? 8 : 1
      let absolute = Rational.pow(2, -precision.bits - 60 + 10 + 8)
      for i in 0..<result.count {
        let (value, correct) = (rational(result[i]), expected[i])
        let size = operation == .divide ? correct.real.magnitude + correct.imaginary.magnitude : 0
        for (x, y) in [(value.real, correct.real), (value.imaginary, correct.imaginary)] {
          let bound = factor * Rational.pow(2, -precision.bits) * (x.magnitude + size) + absolute
          try draw.verify((x - y).magnitude <= bound, "element \(i): \(result[i]), exactly \(correct)")
        }
      }
    }
  }

  /// Composite arithmetics against boxed elements, exactly; the scratch of a vector may hold anything before.
  @Test(.cases(40, deep: 1000), arguments: StripOperation.allCases)
  func compositesAreExact(_ operation: StripOperation) async {
    let complex = Generator<Complex<Rational>> { Complex(try $0(.rational()), try $0(.rational())) }
    let dual = Generator<Dual<Rational>> { Dual(try $0(.rational()), tangent: try $0(.rational())) }
    await checkProperty("ComplexVector and DualVector over Rational, \(operation)") { draw in
      func check<V: ArithmeticVector>(_: V.Type, _ number: Generator<V.Element>) throws
      where V.Element: Equatable, V.Element.Context == Intrinsic {
        let strips = try Self.strips(&draw)
        let counts = StripOperation.counts
        let operands = try [counts.h, counts.other, counts.left, counts.right, counts.scalars].map {
          try draw(.array(of: number, count: $0), "operand")
        }
        // A divisor of 0 is another matter.
        guard operation != .divide || (V.Element(1, in: Intrinsic()) / operands[4][0]).isDefined else { return }
        let v = operands.map { V($0, in: Intrinsic()) }
        let boxed = operands.map { ArrayVector($0, in: Intrinsic()) }
        let result = operation.apply(v[0], v[1], v[2], v[3], operands[4], strips).elements
        let expected = operation.apply(boxed[0], boxed[1], boxed[2], boxed[3], operands[4], strips).elements
        try draw.verify(result == expected, "\(result) instead of \(expected)")
      }
      try check(ComplexVector<Rational>.self, complex)
      try check(DualVector<Rational>.self, dual)
    }
  }

  /// NaN, infinities, exponents far apart, operands of another precision: what rounding every product and sum gives.
  @Test(.cases(100, deep: 2000)) func specialOperandsAreSummedPlainly() async {
    await checkProperty("special operands") { draw in
      let precision = try draw(.element(of: [53, 128, 256] as [Precision]), "precision")
      let kind = try draw(.integer(in: 0...2), "kind")
      let numbers = Generator<[BigFloat]>.numbers { draw in
        draw.array(count: 12) { draw in
          switch kind {
          case 0: draw.trickyBigFloat(in: precision)
          case 1: draw.trickyBigFloat(in: precision, exponents: -(1 << 29)...(1 << 29))
          default: draw.trickyBigFloat(in: precision)
          }
        }
      }
      var h = try draw(numbers, "h")
      if kind < 2 { h[1] = kind == 0 ? .infinity(in: precision) : .powerOfTwo(1 << 29, in: precision) }
      let strips = (Strip(start: 0, count: 4), Strip(start: 8, count: 4))
      let vector = BigFloatVector(h, in: precision)
      let other = kind == 2 ? BigFloatVector(h, in: Precision(bits: precision.bits + 64)) : vector
      let dot = vector.dot(strips.0, other, strips.1)
      let plain = (0..<4).reduce(BigFloat.zero(in: precision)) { sum, k in
        sum + BigFloat.multiply(h[k], h[8 + k], in: precision)
      }
      try draw.verify(dot == plain || dot.isNaN && plain.isNaN, "\(dot) instead of \(plain)")
    }
  }

  /// Terms so far below the largest that they do not reach the accumulator still make a ball inexact.
  @Test func whatIsLostIsInTheRadius() {
    let precision: Precision = 128
    for gap in [10, 64, 127, 128, 129, 190, 192, 193, 256, 1000, 100_000] {
      let small = BigFloat.powerOfTwo(-gap, in: precision)
      let x = BallVector([Ball(1, in: precision), Ball(small), Ball(-1, in: precision)], in: precision)
      let ones = BallVector(Array(repeating: Ball(1, in: precision), count: 3), in: precision)
      let sum = x.dot(Strip(start: 0, count: 3), ones, Strip(start: 0, count: 3))
      #expect(sum.contains(small), "gap \(gap): \(sum)")
      #expect(gap > 186 || sum.isPoint, "gap \(gap): \(sum)")
    }
  }
}
