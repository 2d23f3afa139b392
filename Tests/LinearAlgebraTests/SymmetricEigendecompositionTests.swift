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
}
