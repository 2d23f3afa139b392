import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

/// Cholesky, QR, rank, and certified solutions against exact ones.
@Suite struct FactorizationTests {
  private static func rational(_ draw: inout Draw, _ rows: Int, _ columns: Int) -> Matrix<Rational> {
    Matrix(rows, columns, in: Intrinsic()) { _, _ in Rational(draw.integer(in: -9...9), draw.integer(in: 1...7)) }
  }

  private static func complex(_ draw: inout Draw, _ rows: Int, _ columns: Int) -> Matrix<Complex<Rational>> {
    Matrix(rows, columns, in: Intrinsic()) { _, _ in
      Complex(Rational(draw.integer(in: -9...9)), Rational(draw.integer(in: -9...9), draw.integer(in: 1...3)))
    }
  }

  /// A A* + I is positive definite: L D L* is that matrix, its determinant that of LU, and it solves. Taking more than
  /// the least eigenvalue, at most the trace, from the diagonal makes it indefinite.
  @Test(.cases(20, deep: 400)) func choleskyIsExact() async {
    @Sendable func check<S: ConjugateArithmetic>(_ a: Matrix<S>, _ right: Matrix<S>, in context: S.Context) throws {
      let gram = (a * a.adjoint).addingToDiagonal(S(1, in: context))
      let decomposition = try CholeskyDecomposition(gram)
      let l = decomposition.unitLower
      let product =
        l.multipliedFromRight(byDiagonal: decomposition.pivots.map(S.init(realPart:))) * l.adjoint
      #expect(product.isEqual(to: gram).isTrue)
      #expect((gram * decomposition.solve(right)).isEqual(to: right).isTrue)
      #expect(try S(realPart: decomposition.determinant).isEqual(to: LUDecomposition(gram).determinant).isTrue)
      let indefinite = gram.addingToDiagonal(-gram.trace)
      #expect(throws: LinearAlgebraError.self) { try CholeskyDecomposition(indefinite) }
    }
    await checkProperty { draw in
      let order = draw.integer(in: 1...6)
      try check(Self.rational(&draw, order, order), Self.rational(&draw, order, 2), in: Intrinsic())
      try check(Self.complex(&draw, order, order), Self.complex(&draw, order, 2), in: Intrinsic())
    }
  }

  /// The product of matrices of inner dimension r has at most rank r, and exactly that where LU finds a minor.
  @Test(.cases(30, deep: 600)) func rankOfProducts() async {
    await checkProperty { draw in
      let (rows, columns, inner) = (draw.integer(in: 1...6), draw.integer(in: 1...6), draw.integer(in: 0...4))
      let (a, b) = (Self.rational(&draw, rows, inner), Self.rational(&draw, inner, columns))
      let rank = (a * b).rank
      #expect(rank <= min(a.rank, b.rank) && rank >= a.rank + b.rank - inner)
      #expect(rank == (a * b).transposed.rank)
      #expect(Matrix<Rational>(identity: rows, in: Intrinsic()).rank == rows)
    }
  }

  /// Q R = A, Q* Q = I, R triangular, within 100 m n u |A|; a least-squares solution has a residual orthogonal to the
  /// range.
  @Test(.cases(20, deep: 200)) func qrOfRoundedMatrices() async {
    @Sendable func check<S: RoundingArithmetic>(_ a: Matrix<S>, _ b: Matrix<S>) throws {
      let qr = try QRDecomposition(a)
      let u = S.unitRoundoff(in: a.context)
      let bound = Modulus(Double(100 * a.rows * a.columns)) * u * max(a.frobeniusNormBound, .one)
      #expect((qr.unitary * qr.triangular - a).frobeniusNormBound <= bound)
      #expect((qr.applyingAdjoint(to: a) - qr.triangular).frobeniusNormBound <= bound)
      #expect((qr.unitary.adjoint * qr.unitary).addingToDiagonal(S(-1, in: a.context)).frobeniusNormBound <= bound)
      for i in 0..<a.rows { for j in 0..<min(i, a.columns) { #expect(qr.triangular[i, j].upperMagnitude.isZero) } }
      guard a.rows >= a.columns, let x = try? qr.leastSquares(b) else { return }
      let normal = a.adjoint * (b - a * x)
      let size = a.frobeniusNormBound * (b.frobeniusNormBound + a.frobeniusNormBound * x.frobeniusNormBound)
      #expect(normal.frobeniusNormBound <= Modulus(Double(100 * a.rows * a.columns)) * u * size)
    }
    await checkProperty { draw in
      let (rows, columns) = (draw.integer(in: 1...7), draw.integer(in: 1...5))
      let (a, b) = (Self.complex(&draw, rows, columns), Self.complex(&draw, rows, 2))
      let precision = try draw(.element(of: [53, 128, 256] as [Precision]), "precision")
      try check(
        a.map(in: precision) { BigFloat($0.real, in: precision) },
        b.map(in: precision) { BigFloat($0.real, in: precision) })
      try check(
        a.map(in: precision) { Complex(BigFloat($0.real, in: precision), BigFloat($0.imaginary, in: precision)) },
        b.map(in: precision) { Complex(BigFloat($0.real, in: precision), BigFloat($0.imaginary, in: precision)) })
      try check(a.map(in: Intrinsic()) { $0.real.double() }, b.map(in: Intrinsic()) { $0.real.double() })
    }
  }

  /// A certified solution contains the exact one, at the midpoints and at other matrices enclosed, and for points is
  /// accurate to all but a few bits.
  @Test(.cases(20, deep: 400)) func certifiedSolutionsContain() async {
    await checkProperty { draw in
      let order = draw.integer(in: 1...7)
      let a = Self.rational(&draw, order, order)
      let b = Self.rational(&draw, order, 2)
      let precision = try draw(.element(of: [64, 128, 300] as [Precision]), "precision")
      guard let exact = try? a.solve(b) else { return }
      let radius = Magnitude.powerOfTwo(try draw(.element(of: [-2000, -60, -30]), "radius"))
      func balls(_ matrix: Matrix<Rational>) -> Matrix<Ball> {
        matrix.map(in: precision) { Ball($0, in: precision).widened(by: radius) }
      }
      guard let solution = try? balls(a).certifiedSolution(balls(b)) else { return draw.label("not verified") }
      let sign = Rational(draw.bool() ? 1 : -1)
      let moved = a.addingToDiagonal(sign * Rational.pow(2, max(radius.exponent, -2000)))
      guard let other = try? moved.solve(b) else { return }
      for i in 0..<order {
        for j in 0..<2 {
          try draw.verify(solution[i, j].contains(exact[i, j]), "element \(i), \(j)")
          try draw.verify(solution[i, j].contains(other[i, j]), "element \(i), \(j) of another matrix")
        }
      }
      let discs = Matrix<Disc>(points: a.map(in: precision) { Complex(BigFloat($0, in: precision)) })
      guard let complex = try? discs.certifiedSolution(Matrix<Disc>(identity: order, in: precision)) else { return }
      let product = discs * complex
      try draw.verify(product.contains(Matrix<Disc>(identity: order, in: precision)))
    }
    // A Hilbert matrix of order 10 is far from singular at 128 bits, and looks singular at 32.
    let hilbert = Matrix<Rational>(10, 10, in: Intrinsic()) { Rational(1, $0 + $1 + 1) }
    let inverse = try? hilbert.map(in: 128) { Ball($0, in: 128) }.certifiedInverse()
    #expect((inverse?[9, 9].relativeAccuracyBits ?? 0) > 60)
    #expect(throws: LinearAlgebraError.self) { try hilbert.map(in: 32) { Ball($0, in: 32) }.certifiedInverse() }
  }
}
