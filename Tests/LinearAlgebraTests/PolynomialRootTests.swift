import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct PolynomialRootTests {
  /// Polynomials with known roots, some of them equal: each root is in a disc, and the discs hold as many as they say.
  @Test(.cases(30, deep: 300)) func knownRoots() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...8)
      var roots = (0..<n).map { _ in
        Complex(Rational(draw.integer(in: -20...20), 3), Rational(draw.integer(in: -20...20), 7))
      }
      if draw.bool(), n > 2 { roots[1] = roots[0] }
      if draw.bool(probability: 0.2) { roots[n - 1] = Complex(0, 0) }
      let exact = Polynomial(roots: roots, in: Intrinsic()).scaled(by: Complex(3, 1))
      let discs = { (x: Complex<Rational>) in Disc(Ball(x.real, in: 192), Ball(x.imaginary, in: 192)) }
      let clusters = try Polynomial(exact.coefficients.map(discs), in: 192).certifiedRoots()
      #expect(clusters.reduce(0) { $0 + $1.multiplicity } == n)
      for cluster in clusters {
        let inside = roots.filter { cluster.disc.overlaps(discs($0)) }
        #expect(inside.count == cluster.multiplicity && !cluster.isReal)
        #expect(cluster.disc.radius <= (cluster.multiplicity == 1 ? 1e-40 : 1e-12))
      }
      // Rounding arithmetic, normwise within the square root of the unit roundoff, as a root may be double.
      let approximate = try Polynomial(
        exact.coefficients.map { Complex(Double($0.real.approximation), Double($0.imaginary.approximation)) },
        in: Intrinsic()
      ).roots()
      #expect(approximate.count == n)
    }
  }

  /// Real polynomials: real roots are proved real, the others come in pairs; the sum and the product of the roots are
  /// coefficients, within the discs.
  @Test(.cases(30, deep: 300)) func realPolynomials() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...12)
      let coefficients = (0..<n).map { _ in Rational(draw.integer(in: -50...50), draw.integer(in: 1...5)) } + [3]
      let polynomial = Polynomial<Rational>(coefficients, in: Intrinsic())
      let clusters = try polynomial.certifiedRoots(in: 100)
      let simple = clusters.filter { $0.multiplicity == 1 }
      #expect(clusters.reduce(0) { $0 + $1.multiplicity } == n)
      if simple.count == n {
        let sum = clusters.reduce(Disc(0, in: 128)) { $0 + $1.disc }
        #expect(sum.real.contains(-coefficients[n - 1] / 3) && sum.imaginary.contains(Rational(0)))
        let product = clusters.reduce(Disc(1, in: 128)) { $0 * $1.disc }
        #expect(product.real.contains(coefficients[0] / (n.isMultiple(of: 2) ? 3 : -3)))
        #expect((n - clusters.filter(\.isReal).count).isMultiple(of: 2))
      }
      // The exact tests of stability agree with the discs.
      let isInside = clusters.allSatisfy { $0.disc.upperMagnitude < .one }
      if isInside { #expect(polynomial.isSchurStable.isTrue) }
      if polynomial.isSchurStable.isTrue { #expect(clusters.allSatisfy { $0.disc.lowerMagnitude < .one }) }
      if clusters.allSatisfy({ $0.disc.real.isNegative.isTrue }) { #expect(polynomial.isHurwitz.isTrue) }
      if clusters.contains(where: { $0.disc.real.isPositive.isTrue }) { #expect(!polynomial.isHurwitz.isTrue) }
    }
  }

  /// Wilkinson's polynomial of degree 20, and the 40 roots of unity, to 100 bits.
  @Test func hardPolynomials() throws {
    let wilkinson = Polynomial<Rational>(roots: (1...20).map { Rational($0) }, in: Intrinsic())
    for (k, cluster) in try wilkinson.certifiedRoots(in: 100).enumerated() {
      #expect(cluster.isReal && cluster.disc.real.contains(Rational(k + 1)))
      #expect(cluster.disc.radius <= Magnitude.powerOfTwo(-94))
    }
    let unity = try Polynomial<Rational>(
      [-1] + Array(repeating: 0, count: 39) + [1], in: Intrinsic()
    ).certifiedRoots(in: 100)
    #expect(unity.count == 40 && unity.filter(\.isReal).count == 2)
    for cluster in unity { #expect(Disc.pow(cluster.disc, 40).real.contains(Rational(1))) }
  }

  /// The characteristic polynomial from the Hessenberg form is the exact one, to most of the bits, and that of an upper
  /// triangular matrix has its diagonal as roots.
  @Test(.cases(10, deep: 100)) func characteristicPolynomials() async {
    await checkProperty { draw in
      let n = draw.integer(in: 0...7)
      let matrix = draw.matrix(n, n)
      let exact = matrix.characteristicPolynomial().polynomial.coefficients
      let rounded = try matrix.bigFloats.characteristicPolynomialByHessenbergForm().coefficients
      #expect(rounded.count == n + 1)
      let scale = exact.map(\.upperMagnitude).max() ?? .one
      for (x, y) in zip(exact, rounded) {
        #expect((BigFloat(x, in: 128) - y).upperMagnitude <= scale.scaled(byPowerOfTwo: -110))
      }
    }
  }

  @Test func degeneratePolynomials() throws {
    #expect(try Polynomial<Rational>([5], in: Intrinsic()).certifiedRoots(in: 64).isEmpty)
    #expect(try Polynomial<Double>([0, 0, 2], in: Intrinsic()).roots().map(\.real) == [0, 0])
    #expect(throws: LinearAlgebraError.zeroPolynomial) { try Polynomial<Double>([0, 0], in: Intrinsic()).roots() }
    #expect(throws: LinearAlgebraError.zeroPolynomial) {
      try Polynomial<Rational>([1, 0], in: Intrinsic()).certifiedRoots(in: 64)
    }
    #expect(throws: LinearAlgebraError.undefinedElement(row: 1, column: 0)) {
      try Polynomial<Double>([1, .nan], in: Intrinsic()).roots()
    }
    let multiple = try Polynomial<Rational>([0, 0, 0, 1], in: Intrinsic()).certifiedRoots(in: 64)
    #expect(multiple.count == 1 && multiple[0].multiplicity == 3 && multiple[0].disc.radius.isZero)
  }
}
