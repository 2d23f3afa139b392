import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct SymmetricEigendecompositionTests {
  /// A = V D V*, V unitary, D ascending, for random real symmetric and complex Hermitian matrices.
  @Test(.cases(8, deep: 100)) func decompositions() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...8)
      let precision: Precision = [53, 200][draw.integer(in: 0...1)]
      func number() -> BigFloat {
        BigFloat(draw.integer(in: -99...99), in: precision) / BigFloat(draw.integer(in: 1...9), in: precision)
      }
      let real = Matrix(n, n, in: precision) { _, _ in number() }
      let complex = Matrix(n, n, in: precision) { _, _ in Complex(number(), number()) }
      Self.check(real + real.transposed)
      Self.check(complex + complex.adjoint)
    }
  }

  static func check<S: RoundingArithmetic>(_ a: Matrix<S>) where S.RealPart == BigFloat, S.Context == Precision {
    do {
      let decomposition = try SymmetricEigendecomposition(a)
      let v = try #require(decomposition.vectors)
      let values = decomposition.values
      let bound = a.frobeniusNormBound * Magnitude(Double(50 * a.rows)) * .powerOfTwo(-a.context.bits)
      let scaled = v.multipliedFromRight(byDiagonal: values.map { S(realPart: $0) })
      #expect((scaled * v.adjoint - a).frobeniusNormBound <= bound)
      let one = Matrix<S>(identity: a.rows, in: a.context)
      #expect((v.adjoint * v - one).frobeniusNormBound * a.frobeniusNormBound <= bound)
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(try SymmetricEigendecomposition(a, vectors: false).values == values)
    } catch {
      Issue.record("\(error)")
    }
  }

  /// The eigenvalues of D H D, D = diag(1, 10^-10, ..., 10^-50) and H well conditioned, to nearly all digits in
  /// `Double`.
  @Test func smallEigenvaluesAreAccurate() throws {
    let precision: Precision = 600
    let exact = Matrix<BigFloat>(6, 6, in: precision) { i, j in
      let h = BigFloat(Rational(1, 1 + abs(i - j)), in: precision)
      return BigFloat.pow(BigFloat(10, in: precision), -10 * (i + j)) * h
    }
    let reference = try SymmetricEigendecomposition(exact, vectors: false).values
    let found = try SymmetricEigendecomposition(exact.map(in: Intrinsic()) { $0.double() }, vectors: false).values
    for (x, y) in zip(found, reference) { #expect(abs(x / y.double() - 1) < 1e-14) }
  }

  @Test func specialMatrices() throws {
    let context = Intrinsic()
    #expect(try SymmetricEigendecomposition(Matrix<Double>(zeros: 3, 3, in: context)).values == [0, 0, 0])
    #expect(try SymmetricEigendecomposition(Matrix<Double>([[-7]], in: context)).values == [-7])
    #expect(try SymmetricEigendecomposition(Matrix<Double>(zeros: 0, 0, in: context)).values.isEmpty)
    let exchange = Matrix<Double>([[0, 1e300], [1e300, 0]], in: context)
    let values = try SymmetricEigendecomposition(exchange).values
    #expect(abs(values[0] + 1e300) < 1e285 && abs(values[1] - 1e300) < 1e285)
    let ones = Matrix<Double>(5, 5, in: context) { _, _ in 1 }
    let spectrum = try SymmetricEigendecomposition(ones).values
    #expect(spectrum.dropLast().allSatisfy { abs($0) < 1e-15 } && abs(spectrum[4] - 5) < 1e-14)
    #expect(throws: LinearAlgebraError.undefinedElement(row: 0, column: 0)) {
      try SymmetricEigendecomposition(Matrix<Double>([[.nan]], in: context))
    }
  }

  /// H D H for the rational reflection H = I - 2 v v^T/(v^T v): each ball contains its eigenvalue, multiple ones too.
  @Test(.cases(8, deep: 100)) func certifiedEigenvalues() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...7)
      let values = (0..<n).map { _ in Rational(draw.integer(in: -6...6), draw.integer(in: 1...2)) }.sorted()
      let v = (0..<n).map { _ in Rational(draw.integer(in: 1...5)) }
      let square = v.reduce(Rational(0)) { $0 + $1 * $1 }
      let reflection = Matrix<Rational>(n, n, in: Intrinsic()) { i, j in (i == j ? 1 : 0) - 2 * v[i] * v[j] / square }
      let exact = reflection * Matrix(diagonal: values, in: Intrinsic()) * reflection
      let balls = exact.map(in: 128) { Ball($0, in: 128) }
      for enclosures in [
        try balls.certifiedHermitianEigenvalues(), try Matrix<Disc>(balls).certifiedHermitianEigenvalues(),
      ] {
        for (ball, value) in zip(enclosures, values) {
          #expect(ball.contains(value))
          #expect(ball.radius < 0x1p-110)
        }
      }
    }
  }
}
