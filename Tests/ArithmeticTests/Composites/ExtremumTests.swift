import Arithmetic
import TestSupport
import Testing

/// The larger and the smaller of two numbers, in every real arithmetic.
@Suite struct ExtremumTests {
  @Test(.cases(300, deep: 10_000)) func extrema() async {
    await checkProperty { draw in
      let (x, y) = (try draw(.rational(), "x"), try draw(.rational(), "y"))
      let (larger, smaller) = (max(x, y), min(x, y))
      func check<A: RealArithmetic>(_ context: A.Context, _ isRight: (A, Rational) -> Bool) throws {
        let (a, b) = (A(x, in: context), A(y, in: context))
        try draw.verify(isRight(A.maximum(a, b), larger), "max in \(A.self): \(A.maximum(a, b))")
        try draw.verify(isRight(A.minimum(a, b), smaller), "min in \(A.self): \(A.minimum(a, b))")
      }
      try check(Intrinsic()) { (z: Rational, exact) in z == exact }
      try check(200) { (z: BigFloat, exact) in z == BigFloat(exact, in: 200) }
      try check(Intrinsic()) { (z: Double, exact) in z == exact.double() }
      try check(Intrinsic()) { (z: Float, exact) in z == exact.float() }
      try check(64) { (z: Ball, exact) in z.contains(exact) }
      try check(Intrinsic()) { (z: DoubleDouble, exact) in
        (z.midpoint - DoubleDouble(exact, in: Intrinsic())).magnitude.approximation <= 1e-28
      }
      try check(.single) { (z: RoundingBound, exact) in abs(z.value - exact.double()) <= z.valueError + 1e-15 }
      // Overlapping enclosures: every pair of numbers in them has its maximum in the result.
      let radius = BigFloat(draw.integer(in: 0...3), in: 64)
      func ends(_ value: Rational) -> [BigFloat] {
        let middle = BigFloat(value, in: 64)
        return [middle - radius, middle + radius]
      }
      let (p, q) = (ends(x), ends(y))
      let (a, b) = (Ball(lower: p[0], upper: p[1]), Ball(lower: q[0], upper: q[1]))
      let (most, least) = (Ball.maximum(a, b), Ball.minimum(a, b))
      for p in p {
        for q in q {
          try draw.verify(most.contains(max(p, q)), "\(most) has not the larger of \(p) and \(q)")
          try draw.verify(least.contains(min(p, q)), "\(least) has not the smaller of \(p) and \(q)")
        }
      }
      // The hull is hardly wider than it must be.
      let width = BigFloat.subtract(max(a.upper, b.upper), max(a.lower, b.lower), in: 64, rounding: .up)
      try draw.verify(most.radius.bigFloat * 2 <= width * (1 + BigFloat(0x1p-40, in: 64)) + BigFloat(0x1p-40, in: 64))
    }
  }

  @Test func undefined() {
    func isPropagated<A: RealArithmetic>(_ one: A) -> Bool {
      let undefined = one / (one - one) - one / (one - one)
      return ![
        A.maximum(one, undefined), A.maximum(undefined, one), A.minimum(one, undefined), A.minimum(undefined, one),
      ].contains { $0.isDefined }
    }
    #expect(isPropagated(1 as Double) && isPropagated(1 as Float) && isPropagated(Rational(1)))
    #expect(isPropagated(BigFloat(1, in: 64)) && isPropagated(Ball(1, in: 64)) && isPropagated(DoubleDouble(1)))
    #expect(isPropagated(RoundingBound(1, in: .single)))
  }

  /// The tangent is that of the number chosen.
  @Test func tangents() {
    let (x, y) = (Dual(Rational(1), tangent: 5), Dual(Rational(2), tangent: 7))
    #expect(Dual.maximum(x, y).tangent == 7 && Dual.minimum(x, y).tangent == 5)
    #expect(Dual.maximum(y, x).tangent == 7 && Dual.maximum(x, x).tangent == 5)
    let wide = Ball(lower: BigFloat(0, in: 64), upper: BigFloat(3, in: 64))
    #expect(!Dual.maximum(Dual(variable: wide), Dual(constant: Ball(1, in: 64))).tangent.isDefined)
  }
}
