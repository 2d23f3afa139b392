import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct MatrixExponentialTests {
  /// A strictly triangular matrix in other coordinates is nilpotent: its exponential is the exact sum, which the
  /// enclosures of e^N contain, phi_1 too.
  @Test(.cases(10, deep: 100)) func nilpotentMatrices() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...5)
      var a = draw.matrix(n, n)
      for i in 0..<n { for j in 0...i { a[i, j] = 0 } }
      let t = draw.matrix(n, n).stable(.continuous)
      let nilpotent = try t.inverse() * a * t
      let (exact, phi) = try nilpotent.phiFunctions(2, times: t)
      let (balls, enclosures) = try nilpotent.balls.phiFunctions(2, times: t.balls)
      for i in 0..<n * n {
        #expect(balls.elements[i].contains(exact.elements[i]))
        for k in 0..<2 { #expect(enclosures[k].elements[i].contains(phi[k].elements[i])) }
      }
      #expect(balls.largestRadius <= (1 + exact.largestElementBound).scaled(byPowerOfTwo: -80))
      // (e^N - I) T = N phi_1(N) T.
      let difference = exact.addingToDiagonal(-1) * t
      #expect(difference.isEqual(to: nilpotent * phi[0]).isTrue)
    }
  }

  /// e^(T D T^-1) = T e^D T^-1, over discs: both sides are narrow, and overlap.
  @Test(.cases(10, deep: 100)) func diagonalizableMatrices() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...5)
      let t = draw.matrix(n, n).stable(.continuous)
      let d = draw.complexMatrix(n, 1).elements.elements
      let discs = { (x: Complex<Rational>) in Disc(Ball(x.real, in: 128), Ball(x.imaginary, in: 128)) }
      let complex = t.map(in: Intrinsic()) { Complex($0) }
      let matrix = complex * Matrix(diagonal: d, in: Intrinsic()) * (try complex.inverse())
      let exponential = try matrix.map(in: 128, discs).exponential()
      let factor = complex.map(in: 128, discs)
      let expected = factor * Matrix(diagonal: d.map { Disc.exp(discs($0)) }, in: 128) * (try factor.inverse())
      let rounded = try matrix.map(in: 128) { Complex(BigFloat($0.real, in: 128), BigFloat($0.imaginary, in: 128)) }
        .exponential()
      let scale = 1 + exponential.largestElementBound
      for i in 0..<n * n {
        #expect(exponential.elements[i].overlaps(expected.elements[i]))
        let error = exponential.elements[i] - Disc(point: rounded.elements[i])
        #expect(error.upperMagnitude <= scale.scaled(byPowerOfTwo: -90))
      }
      // The Pade approximant, to half of 53 bits.
      let double = try matrix.map(in: Intrinsic()) {
        Complex(Double($0.real.approximation), Double($0.imaginary.approximation))
      }.exponential()
      for i in 0..<n * n {
        let value = double.elements[i]
        let error = exponential.elements[i] - Disc(Ball(value.real, in: 128), Ball(value.imaginary, in: 128))
        #expect(error.upperMagnitude <= scale.scaled(byPowerOfTwo: -26))
      }
    }
  }

  /// e^((s + t) A) = e^(sA) e^(tA) and e^A e^(-A) = I, for large and small norms.
  @Test(.cases(10, deep: 50)) func semigroup() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...6)
      let a = draw.matrix(n, n).scaled(by: .pow(2, draw.integer(in: -8...2)))
      let (s, t) = (Rational(draw.integer(in: 1...9), 3), Rational(draw.integer(in: -9...9), 3))
      func exponential(_ t: Rational) throws -> Matrix<Ball> {
        try a.scaled(by: t).map(in: 256) { Ball($0, in: 256) }.exponential()
      }
      let product = try exponential(s) * exponential(t)
      let sum = try exponential(s + t)
      for i in 0..<n * n { #expect(product.elements[i].overlaps(sum.elements[i])) }
      let identity = try exponential(s) * exponential(-s)
      for i in 0..<n { for j in 0..<n { #expect(identity[i, j].contains(Rational(i == j ? 1 : 0))) } }
    }
  }

  @Test func degenerateMatrices() throws {
    #expect(try Matrix<BigFloat>(zeros: 0, 0, in: 64).exponential().elements.count == 0)
    let zero = try Matrix<Ball>(zeros: 2, 2, in: 64).exponential()
    #expect(zero.isEqual(to: Matrix(identity: 2, in: 64)).isTrue)
    let one = try Matrix<Ball>([[Ball(1, in: 200)]], in: 200).exponential()[0, 0]
    #expect(one.overlaps(Ball.exp(Ball(1, in: 200))) && one.relativeAccuracyBits > 180)
    #expect(throws: LinearAlgebraError.noExactResult(what: "the exponential of a matrix")) {
      try Matrix<Rational>([[1]], in: Intrinsic()).exponential()
    }
    #expect(throws: LinearAlgebraError.undefinedElement(row: 0, column: 0)) {
      try Matrix<Ball>([[.indeterminate(in: 64)]], in: 64).certifiedExponential()
    }
    #expect(throws: LinearAlgebraError.notVerified(what: "the exponential of a matrix", precision: 64)) {
      try Matrix<BigFloat>([[BigFloat.powerOfTwo(70, in: 64)]], in: 64).exponential()
    }
    #expect(throws: LinearAlgebraError.undefinedElement(row: 0, column: 0)) {
      try Matrix<Double>([[.nan]], in: Intrinsic()).exponential()
    }
  }
}
