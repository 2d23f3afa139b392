import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct PolynomialStabilityTests {
  /// A polynomial with known real roots and pairs c (cos + i sin) with Pythagorean angles is Schur stable iff all
  /// moduli are less than 1.
  @Test(.cases(60, deep: 500)) func schurAndCohnAgreeWithTheRoots() async {
    await checkProperty { draw in
      var polynomial = Polynomial<Rational>([Rational(draw.integer(in: 1...5))], in: Intrinsic())
      var isStable = true
      for _ in 0..<draw.integer(in: 0...3) {
        let root = Rational(draw.integer(in: -9...9), draw.integer(in: 4...9))
        isStable = isStable && root.magnitude < 1
        polynomial = polynomial * Polynomial([-root, 1], in: Intrinsic())
      }
      for _ in 0..<draw.integer(in: 0...2) {
        let modulus = Rational(draw.integer(in: 0...9), 7)
        isStable = isStable && modulus < 1
        // (x - r e^(i a)) (x - r e^(-i a)) with cos a = 3/5.
        polynomial = polynomial * Polynomial([modulus * modulus, -2 * modulus * Rational(3, 5), 1], in: Intrinsic())
      }
      draw.cover("stable", when: isStable, atLeast: 0.1)
      #expect(polynomial.isSchurStable == Truth(isStable))
    }
  }

  /// det(x I - A) det(x I - conj A) of a triangular A.
  @Test func theRealCharacteristicPolynomialHasTheConjugatesToo() {
    let i = Complex(Rational(0), Rational(1))
    let matrix = Matrix([[i, Complex(1)], [Complex(0), Complex(2)]], in: Intrinsic())
    // (x^2 + 1) (x - 2)^2
    #expect(matrix.realCharacteristicPolynomial().coefficients == [4, -4, 5, -4, 1])
  }
}
