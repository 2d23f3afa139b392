import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

/// LAPACK against exact spectra: A = X D X^-1 with X unimodular, in integers, so that nothing is rounded in the matrix.
@Suite struct LAPACKTests {
  /// How many times n u ||A||_F a normwise backward stable algorithm may err here; LAPACK's own tests allow 20 n ulp.
  private static let slack = 40.0

  /// X = L U and its inverse, unit triangular factors of small integers.
  private static func unimodular(_ n: Int, _ draw: inout Draw) -> (Matrix<Rational>, Matrix<Rational>) {
    var (lower, upper) = (
      Matrix<Rational>(identity: n, in: Intrinsic()), Matrix<Rational>(identity: n, in: Intrinsic())
    )
    for i in 0..<n {
      for j in 0..<i {
        lower[i, j] = Rational(draw.integer(in: -1...1))
        upper[j, i] = Rational(draw.integer(in: -1...1))
      }
    }
    let x = lower * upper
    guard let inverse = try? x.inverse() else { preconditionFailure("a unimodular matrix has an inverse") }
    return (x, inverse)
  }

  /// Every eigenvalue is within its condition number times the backward error, or the gap is too small to say.
  private static func checkSpectrum<S: LAPACKScalar>(_ matrix: Matrix<Rational>, _ exact: [Int], as: S.Type) throws
  where S.Component: LAPACKReal {
    let n = matrix.rows
    let a = matrix.map(in: Intrinsic()) { S($0, in: Intrinsic()) }
    let norm = matrix.elements.elements.reduce(0.0) { $0 + $1.approximation * $1.approximation }.squareRoot()
    let bound = slack * Double(n) * Double(S.Component.unitRoundoff) * norm
    for balancing in LAPACK.Balancing.allCases {
      let system = try LAPACK.eigensystem(of: a, vectors: [.left, .right], balancing: balancing)
      guard let right = system.right, let left = system.left else {
        Issue.record("the vectors that were asked for are missing")
        return
      }
      let complex = matrix.map(in: Intrinsic()) { Complex<S.Component>($0, in: Intrinsic()) }
      let scaled = right.multipliedFromRight(byDiagonal: system.values)
      let scaledLeft = left.adjoint.multipliedFromLeft(byDiagonal: system.values)
      for (residual, side) in [(complex * right - scaled, "right"), (left.adjoint * complex - scaledLeft, "left")] {
        for element in residual.elements.elements {
          #expect(element.upperMagnitude.double <= 2 * bound, "residual of the \(side) vectors, \(balancing)")
        }
      }
      // The eigenvalues differ by 1 or more: with condition numbers below 1/(2 bound) they can be told apart.
      for (j, value) in system.values.enumerated() {
        let overlap = (0..<n).reduce(Complex<S.Component>(constant: 0)) { $0 + left[$1, j].conjugate * right[$1, j] }
        let condition = 1 / overlap.lowerMagnitude.double
        let distance = exact.map { (value - Complex($0, in: Intrinsic())).upperMagnitude.double }.min() ?? .infinity
        #expect(condition * bound > 0.25 || distance <= 2 * condition * bound, "eigenvalue \(value), \(balancing)")
      }
    }
    #expect(try LAPACK.eigenvalues(of: a).count == n)
  }

  @Test(.cases(6, deep: 60)) func exactSpectra() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...6)
      let (x, inverse) = Self.unimodular(n, &draw)
      let exact = (0..<n).map { _ in draw.integer(in: -9...9) }
      guard Set(exact).count == n else { throw Discarded() }
      let matrix = x.multipliedFromRight(byDiagonal: exact.map { Rational($0) }) * inverse
      try Self.checkSpectrum(matrix, exact, as: Double.self)
      try Self.checkSpectrum(matrix, exact, as: Float.self)
      try Self.checkSpectrum(matrix, exact, as: Complex<Double>.self)
      try Self.checkSpectrum(matrix, exact, as: Complex<Float>.self)
    }
  }

  /// The companion matrix of x^4 - 1: its eigenvalues are the fourth roots of unity, its vectors unit columns.
  @Test func complexPairsOfARealMatrix() throws {
    let cyclic = Matrix<Double>(4, 4, in: Intrinsic()) { $1 == ($0 + 1) % 4 ? 1 : 0 }
    let system = try LAPACK.eigensystem(of: cyclic)
    let right = try #require(system.right)
    #expect(system.left == nil)
    for (j, value) in system.values.enumerated() {
      #expect(abs(Complex<Double>.pow(value, 4).real - 1) < 1e-14)
      let image = cyclic.map(in: Intrinsic()) { Complex($0) } * right.column(j)
      for (x, y) in zip(image, right.column(j)) { #expect((x - value * y).upperMagnitude.double < 1e-14) }
      #expect(abs(right.column(j).reduce(0) { $0 + $1.squaredMagnitude } - 1) < 1e-14)
    }
    #expect(system.values.contains { $0.imaginary > 0.5 })
  }

  @Test func singularValuesAndSystems() throws {
    // ((1, i), (i, 1)): singular values sqrt 2 twice; the real matrix ((3, 0), (4, 5)) has sqrt 45 and sqrt 5.
    let i = Complex<Double>.imaginaryUnit(in: Intrinsic())
    let one = Complex<Double>(constant: 1)
    let unitary = Matrix([[one, i], [i, one]], in: Intrinsic())
    let right = Matrix(column: [one, i], in: Intrinsic())
    for value in try LAPACK.singularValues(of: unitary) { #expect(abs(value * value - 2) < 1e-14) }
    let real = Matrix<Float>([[3, 0], [4, 5]], in: Intrinsic())
    let values = try LAPACK.singularValues(of: real)
    #expect(abs(values[0] * values[0] - 45) < 1e-4 && abs(values[1] * values[1] - 5) < 1e-4)
    #expect(abs(try LAPACK.conditionNumber(of: real) - 3) < 1e-5)
    let row = try LAPACK.singularValues(of: Matrix<Double>([[1, 2, 2]], in: Intrinsic()))
    #expect(row.count == 1 && abs(row[0] - 3) < 1e-14)
    let x = try LAPACK.solve(unitary, right)
    let back = unitary * x - right
    for element in back.elements.elements { #expect(element.upperMagnitude.double < 1e-15) }
    #expect(throws: LinearAlgebraError.noPivot(column: 1)) {
      try LAPACK.solve(Matrix<Double>([[1, 2], [2, 4]], in: Intrinsic()), Matrix(column: [1, 1], in: Intrinsic()))
    }
  }

  @Test func hermitian() throws {
    // ((2, i), (-i, 2)) has eigenvalues 1 and 3; tridiagonal(-1, 2, -1) of order 2 too.
    let i = Complex<Float>.imaginaryUnit(in: Intrinsic())
    let two = Complex<Float>(constant: 2)
    let (values, vectors) = try LAPACK.hermitianEigensystem(of: Matrix([[two, i], [-i, two]], in: Intrinsic()))
    #expect(abs(values[0] - 1) < 1e-6 && abs(values[1] - 3) < 1e-6)
    let gram = vectors.adjoint * vectors - Matrix(identity: 2, in: Intrinsic())
    for element in gram.elements.elements { #expect(element.upperMagnitude.double < 1e-6) }
    let real = try LAPACK.hermitianEigensystem(of: Matrix<Double>([[2, -1], [-1, 2]], in: Intrinsic()))
    #expect(abs(real.values[0] - 1) < 1e-15 && abs(real.values[1] - 3) < 1e-14)
  }

  @Test(arguments: [Double.nan, .infinity]) func undefinedElementsAreRefused(_ value: Double) {
    let bad = Matrix<Double>([[1, 2], [value, 4]], in: Intrinsic())
    let error = LinearAlgebraError.undefinedElement(row: 1, column: 0)
    #expect(throws: error) { try LAPACK.eigenvalues(of: bad) }
    #expect(throws: error) { try LAPACK.singularValues(of: bad) }
    #expect(throws: error) { try LAPACK.solve(bad, bad) }
    #expect(throws: error) { try LAPACK.hermitianEigensystem(of: bad) }
    #expect(throws: LinearAlgebraError.notSquare(rows: 1, columns: 2)) {
      try LAPACK.eigenvalues(of: Matrix<Double>([[1, 2]], in: Intrinsic()))
    }
  }

  @Test func emptyMatrices() throws {
    let empty = Matrix<Double>(zeros: 0, 0, in: Intrinsic())
    #expect(try LAPACK.eigensystem(of: empty).values.isEmpty)
    #expect(try LAPACK.singularValues(of: empty).isEmpty)
    #expect(try LAPACK.solve(empty, empty).rows == 0)
    #expect(try LAPACK.hermitianEigensystem(of: empty).values.isEmpty)
  }
}
