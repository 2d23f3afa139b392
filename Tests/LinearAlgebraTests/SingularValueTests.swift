import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct SingularValueTests {
  /// U diag V* is A, U and V have orthonormal columns, both methods have the same values, over real and complex
  /// numbers, for all shapes, singular matrices too.
  @Test(.cases(20, deep: 200), arguments: [false, true]) func decompositions(_ isComplex: Bool) async {
    await checkProperty { draw in
      let (m, n) = (draw.integer(in: 1...7), draw.integer(in: 1...7))
      var exact = isComplex ? draw.complexMatrix(m, n) : draw.matrix(m, n).map(in: Intrinsic()) { Complex($0) }
      if draw.bool() { for i in 0..<m { exact[i, 0] = exact[i, n - 1] } }
      if draw.bool(probability: 0.2) { for i in 0..<m { exact[i, 0] = Complex(0, 0) } }
      if isComplex {
        try check(exact.map(in: 128) { Complex(BigFloat($0.real, in: 128), BigFloat($0.imaginary, in: 128)) })
        try check(
          exact.map(in: Intrinsic()) { Complex(Double($0.real.approximation), Double($0.imaginary.approximation)) })
      } else {
        try check(exact.map(in: 128) { BigFloat($0.real, in: 128) })
        try check(exact.map(in: Intrinsic()) { $0.real.approximation })
      }
    }
  }

  func check<S: RoundingArithmetic>(_ a: Matrix<S>) throws {
    let tolerance = S.unitRoundoff(in: a.context).scaled(byPowerOfTwo: 9)
    let scale = a.frobeniusNormBound
    let reference = try a.singularValues()
    for method in SingularValueDecomposition<S>.Method.allCases {
      let result = try SingularValueDecomposition(a, method: method)
      let (u, v) = (try #require(result.left), try #require(result.right))
      let values = result.values.map { S(realPart: $0) }
      #expect(values.count == min(a.rows, a.columns))
      let residual = a - u.multipliedFromRight(byDiagonal: values) * v.adjoint
      #expect(residual.frobeniusNormBound <= tolerance * scale)
      for x in [u, v] {
        let defect = (x.adjoint * x).addingToDiagonal(S(-1, in: a.context))
        #expect(defect.frobeniusNormBound <= tolerance, "\(method)")
      }
      for (k, value) in result.values.enumerated() {
        #expect((value - reference[k]).upperMagnitude <= tolerance * scale)
        #expect(!value.isNegative.isTrue)
        if k > 0 { #expect(!result.values[k - 1].isLess(than: value).isTrue) }
      }
    }
  }

  /// The enclosures hold what the characteristic polynomial of A* A knows: the sum of the squares and their product;
  /// and the singular values of a diagonal matrix in other orthogonal coordinates exactly.
  @Test(.cases(20, deep: 200)) func enclosures() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...6)
      let a = draw.matrix(n, n)
      let values = try a.balls.certifiedSingularValues()
      let squares = values.reduce(Ball(0, in: 128)) { $0 + $1 * $1 }
      #expect(squares.contains(a.squaredFrobeniusNorm))
      let product = values.reduce(Ball(1, in: 128)) { $0 * $1 }
      let determinant = (try? LUDecomposition(a).determinant) ?? 0
      #expect(product.contains(determinant.magnitude))
      #expect(values[0].radius <= values[0].upperMagnitude.scaled(byPowerOfTwo: -110))
      #expect(values[0].upperMagnitude <= a.spectralNormBound)

      // Two reflections I - 2 v v^T/(v^T v) with rational v.
      func reflection() -> Matrix<Rational> {
        let v = (0..<n).map { _ in Rational(draw.integer(in: 1...9)) }
        let square = v.reduce(0) { $0 + $1 * $1 }
        return Matrix(n, n, in: Intrinsic()) { i, j in Rational(i == j ? 1 : 0) - 2 * v[i] * v[j] / square }
      }
      let d = (0..<n).map { _ in Rational(draw.integer(in: -9...9), 3) }
      let known = reflection() * Matrix(diagonal: d, in: Intrinsic()) * reflection()
      let discs = known.map(in: 128) { Disc($0, in: 128) }
      for (value, exact) in zip(try discs.certifiedSingularValues(), d.map(\.magnitude).sorted(by: >)) {
        #expect(value.contains(exact))
      }
      if d.allSatisfy({ !$0.isZero }) {
        let sizes = d.map(\.magnitude)
        #expect(try known.balls.certifiedConditionNumber().contains(sizes.max()! / sizes.min()!))
      } else {
        #expect(throws: LinearAlgebraError.notVerified(what: "a condition number", precision: 128)) {
          try known.balls.certifiedConditionNumber()
        }
      }
    }
  }

  /// Columns of very different lengths: Jacobi's method has the least value of a triangular graded matrix to all
  /// digits.
  @Test func highRelativeAccuracy() throws {
    let exact = Matrix<Rational>(4, 4, in: Intrinsic()) { i, j in
      i > j ? 0 : Rational(2 * i + j + 1) * .pow(Rational(1, 1_000_000_000_000), j)
    }
    let reference = try exact.map(in: 600) { Ball($0, in: 600) }.certifiedSingularValues()
    let values = try exact.bigFloats.singularValues(method: .jacobi)
    for (value, ball) in zip(values, reference) {
      let error = Ball(value) - ball
      #expect(error.upperMagnitude <= ball.upperMagnitude.scaled(byPowerOfTwo: -118))
    }
  }

  /// All singular values of the Fourier matrix are sqrt(n): columns of equal lengths, which rounding errors alone turn.
  @Test(arguments: [75, 105, 128, 164] as [Precision]) func equalSingularValues(precision: Precision) throws {
    for n in [6, 8, 9, 10, 12] {
      let nodes = (0..<n).map { k in
        let angle = 2 * Ball.pi(in: precision) * Ball(Rational(k, n), in: precision)
        return Disc(Ball.cos(angle), Ball.sin(angle))
      }
      let fourier = Matrix<Disc>(vandermonde: nodes, in: precision)
      let error = Magnitude.powerOfTwo(12 - precision.bits)
      for value in try fourier.certifiedSingularValues() {
        #expect((value * value).contains(Rational(n)))
        #expect(value.radius <= error)
      }
      for method in SingularValueDecomposition<Complex<BigFloat>>.Method.allCases {
        for value in try fourier.midpoint.singularValues(method: method) {
          #expect((Ball(value) * Ball(value) - Ball(n, in: precision)).upperMagnitude <= error, "\(method), n = \(n)")
        }
      }
    }
  }

  @Test func degenerateMatrices() throws {
    #expect(try Matrix<BigFloat>(zeros: 0, 3, in: 64).singularValues().isEmpty)
    #expect(try Matrix<Double>(zeros: 3, 2, in: Intrinsic()).singularValues() == [0, 0])
    #expect(try Matrix<Double>([[-3]], in: Intrinsic()).singularValues(method: .jacobi) == [3])
    #expect(try Matrix<Double>([[0x3p1000, 0x4p1000]], in: Intrinsic()).singularValues() == [0x5p1000])
    #expect(try Matrix<Double>([[0x3p-1000], [0x4p-1000]], in: Intrinsic()).singularValues() == [0x5p-1000])
    #expect(try Matrix<Ball>(zeros: 2, 2, in: 64).certifiedSpectralNorm().contains(Rational(0)))
    #expect(throws: LinearAlgebraError.undefinedElement(row: 0, column: 1)) {
      try Matrix<Double>([[1, .infinity]], in: Intrinsic()).singularValues()
    }
  }
}
