import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct EigenvalueTests {
  /// A unimodular integer matrix: a product of unit triangular ones.
  static func unimodular(_ order: Int, _ draw: inout Draw) -> Matrix<Rational> {
    func triangular(_ isLower: Bool) -> Matrix<Rational> {
      Matrix(order, order, in: Intrinsic()) { i, j in
        i == j ? 1 : (i > j) == isLower ? Rational(draw.integer(in: -1...1)) : 0
      }
    }
    return triangular(true) * triangular(false)
  }

  /// S T S^-1 with the integers given on the diagonal of the triangular T.
  static func matrix(withEigenvalues values: [Int], _ draw: inout Draw, isDiagonal: Bool = false) throws -> Matrix<
    Rational
  > {
    let n = values.count
    let s = unimodular(n, &draw)
    let t = Matrix<Rational>(n, n, in: Intrinsic()) { i, j in
      i == j ? Rational(values[i]) : i < j && !isDiagonal ? Rational(draw.integer(in: -1...1)) : 0
    }
    return try s * t * s.inverse()
  }

  /// Distinct integers, in ascending order.
  static func integers(_ count: Int, _ draw: inout Draw) -> [Int] {
    var last = draw.integer(in: -9...0)
    return (0..<count).map { _ in
      last += draw.integer(in: 1...4)
      return last
    }
  }

  /// The eigenvalues of an integer matrix with known ones, in both real arithmetics and in complex arithmetic.
  @Test(.cases(12, deep: 200)) func knownEigenvalues() async {
    await checkProperty { draw in
      let values = Self.integers(draw.integer(in: 1...7), &draw)
      let exact = try Self.matrix(withEigenvalues: values, &draw)
      let precision: Precision = 200
      let real = exact.map(in: precision) { BigFloat($0, in: precision) }
      // The condition numbers of such small problems stay far below 2^100.
      for (found, value) in zip(try real.eigenvalues(), values) {
        #expect((found - Complex(value, in: precision)).modulus < BigFloat(0x1p-90, in: precision))
      }
      for (found, value) in zip(try Matrix(real).eigenvalues(), values) {
        #expect((found - Complex(value, in: precision)).modulus < BigFloat(0x1p-90, in: precision))
      }
    }
  }

  /// A = Q T Q* with Q unitary, T of its shape; A V = V Lambda, W A = Lambda W, unit vectors, W x_j the reciprocal of
  /// the condition number: each within a small multiple of u |A|, for random real and complex matrices.
  @Test(.cases(8, deep: 100)) func decompositions() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...9)
      let precision: Precision = [53, 128, 300][draw.integer(in: 0...2)]
      func real() -> Matrix<BigFloat> {
        Matrix(n, n, in: precision) { _, _ in
          BigFloat(Double(draw.integer(in: -99...99)), in: precision) / BigFloat(draw.integer(in: 1...9), in: precision)
        }
      }
      let a = real()
      let complex = Matrix(n, n, in: precision) { i, j in
        Complex(a[i, j], BigFloat(draw.integer(in: -20...20), in: precision))
      }
      let bound = { (size: Magnitude) in size * Magnitude(Double(100 * n)) * .powerOfTwo(-precision.bits) }
      try Self.check(SchurDecomposition(a), of: a, isReal: true, within: bound(a.frobeniusNormBound))
      try Self.check(SchurDecomposition(complex), of: complex, isReal: false, within: bound(complex.frobeniusNormBound))
      try Self.check(
        SchurDecomposition<Complex<BigFloat>>(SchurDecomposition(a)), of: Matrix(a), isReal: false,
        within: bound(a.frobeniusNormBound))
      try Self.check(Eigendecomposition(a), of: Matrix(a), within: bound(a.frobeniusNormBound))
      try Self.check(Eigendecomposition(complex), of: complex, within: bound(complex.frobeniusNormBound))
    }
  }

  static func check<S: RoundingArithmetic>(
    _ schur: SchurDecomposition<S>, of a: Matrix<S>, isReal: Bool, within bound: Magnitude
  ) throws {
    let q = try #require(schur.unitary)
    let t = schur.triangular
    let one = Matrix<S>(identity: a.rows, in: a.context)
    let size = a.frobeniusNormBound
    #expect((q * q.adjoint - one).frobeniusNormBound * size <= bound)
    #expect((q * t * q.adjoint - a).frobeniusNormBound <= bound)
    for i in 0..<a.rows {
      for j in 0..<i where !t[i, j].upperMagnitude.isZero {
        #expect(isReal && i == j + 1 && (i + 1 == a.rows || t[i + 1, i].upperMagnitude.isZero))
      }
    }
  }

  static func check(
    _ decomposition: Eigendecomposition<BigFloat>, of a: Matrix<Complex<BigFloat>>, within bound: Magnitude
  ) {
    let (values, v, w) = (decomposition.values, decomposition.vectors, decomposition.leftVectors)
    #expect((a * v - v.multipliedFromRight(byDiagonal: values)).frobeniusNormBound <= bound)
    #expect((w * a - w.multipliedFromLeft(byDiagonal: values)).frobeniusNormBound <= bound)
    let overlap = w * v
    for j in values.indices {
      let size = a.frobeniusNormBound
      let length = v.column(j).reduce(BigFloat(0, in: a.context)) { $0 + $1.squaredMagnitude }
      #expect((length - BigFloat(1, in: a.context)).upperMagnitude * size <= bound)
      let product = overlap[j, j].modulus * decomposition.conditionNumbers[j]
      #expect(
        (product - BigFloat(1, in: a.context)).upperMagnitude * size <= bound
          * decomposition.conditionNumbers[j].upperMagnitude)
      if j > 0 { #expect(values[j - 1].real <= values[j].real) }
    }
    let trace = values.reduce(Complex(0, in: a.context)) { $0 + $1 }
    #expect((trace - a.trace).upperMagnitude <= bound)
  }

  /// Rotations by an angle, a nilpotent matrix, zero, 1 x 1, the empty matrix; NaN and a shape are errors.
  @Test func specialMatrices() throws {
    let context = Intrinsic()
    let turn = Matrix<Double>([[0.6, -0.8], [0.8, 0.6]], in: context)
    #expect(try turn.eigenvalues() == [Complex(0.6, -0.8), Complex(0.6, 0.8)])
    let cycle = Matrix<Double>(8, 8, in: context) { $0 == ($1 + 1) % 8 ? 1 : 0 }
    for z in try cycle.eigenvalues() {
      #expect(abs(z.modulus - 1) < 1e-14 && abs(Complex.pow(z, 8).real - 1) < 1e-13)
    }
    let nilpotent = Matrix<Double>(5, 5, in: context) { $0 < $1 ? 1 : 0 }
    #expect(try nilpotent.eigenvalues().allSatisfy { $0.modulus == 0 })
    #expect(try nilpotent.transposed.eigenvalues().allSatisfy { $0.modulus < 1e-3 })
    #expect(try Matrix<Double>(zeros: 3, 3, in: context).eigenvalues().allSatisfy { $0.modulus == 0 })
    #expect(try Matrix<Double>([[7]], in: context).eigenvalues() == [Complex(7, 0)])
    #expect(try Matrix<Double>(zeros: 0, 0, in: context).eigenvalues().isEmpty)
    #expect(throws: LinearAlgebraError.notSquare(rows: 1, columns: 2)) {
      try Matrix<Double>([[1, 2]], in: context).eigenvalues()
    }
    #expect(throws: LinearAlgebraError.undefinedElement(row: 1, column: 0)) {
      try Matrix<Double>([[1, 2], [.nan, 4]], in: context).eigenvalues()
    }
    #expect(throws: LinearAlgebraError.undefinedElement(row: 0, column: 1)) {
      try Eigendecomposition(Matrix<Double>([[1, .infinity], [1, 4]], in: context))
    }
  }

  /// The companion matrix of (x - 1)...(x - 10), and numbers of any size: 2^k A has 2^k times the eigenvalues.
  @Test(arguments: [0, -900, 900]) func companionOfKnownRoots(exponent: Int) throws {
    let precision: Precision = 160
    let roots = (1...10).map { BigFloat($0, in: precision) }
    let companion = Polynomial(roots: roots, in: precision).companionMatrix
    for (found, root) in zip(try companion.eigenvalues(), roots) {
      #expect((found - Complex(root)).modulus < BigFloat(0x1p-90, in: precision))
    }
    let double = companion.map(in: Intrinsic()) {
      $0.double() * Double(sign: .plus, exponent: exponent, significand: 1)
    }
    for (found, root) in zip(try double.eigenvalues(), 1...10) {
      #expect(abs(found.real * Double(sign: .plus, exponent: -exponent, significand: 1) - Double(root)) < 1e-2)
    }
  }
}
