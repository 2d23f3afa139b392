import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

extension Draw {
  /// A matrix of small fractions.
  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix<Rational> {
    var matrix = Matrix<Rational>(zeros: rows, columns, in: Intrinsic())
    for i in 0..<rows {
      for j in 0..<columns { matrix[i, j] = Rational(integer(in: -9...9), integer(in: 1...5)) }
    }
    return matrix
  }

  /// A matrix of small complex fractions.
  mutating func complexMatrix(_ rows: Int, _ columns: Int) -> Matrix<Complex<Rational>> {
    let (x, y) = (matrix(rows, columns), matrix(rows, columns))
    return Matrix(rows, columns, in: Intrinsic()) { Complex(x[$0, $1], y[$0, $1]) }
  }
}

extension Matrix<Rational> {
  /// Strictly diagonally dominant with a negative diagonal (stable in continuous time), or divided by more than its
  /// norm (stable in discrete time).
  func stable(_ domain: TimeDomain) -> Matrix {
    let bound = Rational(Int(infinityNormBound.double) + 1)
    return domain == .continuous ? addingToDiagonal(-bound) : scaled(by: 1 / bound)
  }
  var balls: Matrix<Ball> { map(in: 128) { Ball($0, in: 128) } }
  var bigFloats: Matrix<BigFloat> { map(in: 128) { BigFloat($0, in: 128) } }
}

extension Matrix {
  var isCertainlyZero: Bool { isEqual(to: Matrix(zeros: rows, columns, in: context)).isTrue }
}

/// Sylvester, Stein and Lyapunov equations: residuals, several algorithms, enclosures of exact solutions.
@Suite struct LinearMatrixEquationTests {
  /// Over the rationals the residual is 0, and elimination gives what the characteristic polynomial gives.
  @Test(.cases(20, deep: 200), arguments: TimeDomain.allCases) func exactSolutions(_ domain: TimeDomain) async {
    await checkProperty { draw in
      let (n, m) = (draw.integer(in: 1...4), draw.integer(in: 1...3))
      let equation = LinearMatrixEquation(
        domain, left: draw.matrix(n, n), right: draw.matrix(m, m), constant: draw.matrix(n, m))
      guard let x = try? equation.solution() else {
        #expect(throws: LinearAlgebraError.singularEquation) { try equation.solutionByElimination() }
        return
      }
      #expect(equation.residual(of: x).isCertainlyZero)
      let other = try equation.solutionByElimination()
      #expect(other.isEqual(to: x).isTrue)
    }
  }

  /// A Lyapunov equation with complex elements has a Hermitian solution.
  @Test(.cases(10, deep: 100), arguments: TimeDomain.allCases) func hermitianSolutions(_ domain: TimeDomain) async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...3)
      let root = draw.complexMatrix(n, n)
      let equation = LinearMatrixEquation(
        lyapunov: domain, draw.complexMatrix(n, n), constant: root * root.adjoint)
      guard let x = try? equation.solution() else { return }
      #expect(equation.residual(of: x).isCertainlyZero)
      #expect(x.adjoint.isEqual(to: x).isTrue)
    }
  }

  /// Substitution solves all four pairs of triangles, and agrees with the characteristic polynomial.
  @Test(.cases(20, deep: 200), arguments: TimeDomain.allCases) func triangularMatrices(_ domain: TimeDomain) async {
    await checkProperty { draw in
      let (n, m) = (draw.integer(in: 1...5), draw.integer(in: 1...5))
      var (a, b) = (draw.matrix(n, n), draw.matrix(m, m))
      let (lower, upper) = (draw.bool(), draw.bool())
      for i in 0..<n { for j in 0..<n where lower ? j > i : j < i { a[i, j] = 0 } }
      for i in 0..<m { for j in 0..<m where upper ? j < i : j > i { b[i, j] = 0 } }
      let equation = LinearMatrixEquation(domain, left: a, right: b, constant: draw.matrix(n, m))
      guard let x = try? equation.solutionBySubstitution() else { return }
      #expect(equation.residual(of: x).isCertainlyZero)
      let other = try equation.solutionByCharacteristicPolynomial()
      #expect(other.isEqual(to: x).isTrue)
    }
  }

  /// The enclosure of the solution of a stable equation holds the exact solution, and 100 of 128 bits are known.
  @Test(.cases(10, deep: 100), arguments: TimeDomain.allCases) func enclosures(_ domain: TimeDomain) async {
    await checkProperty { draw in
      let (n, m) = (draw.integer(in: 1...7), draw.integer(in: 1...7))
      let a = draw.matrix(n, n).stable(domain)
      let isLyapunov = draw.bool()
      let b = isLyapunov ? a.transposed : draw.matrix(m, m).stable(domain)
      let q = draw.matrix(n, b.rows)
      let exact = try LinearMatrixEquation(domain, left: a, right: b, constant: q).solution()
      let enclosure = try LinearMatrixEquation(domain, left: a.balls, right: b.balls, constant: q.balls).solution()
      for i in 0..<exact.elements.count {
        #expect(enclosure.elements[i].contains(exact.elements[i]))
        #expect(enclosure.elements[i].radius <= exact.largestElementBound.scaled(byPowerOfTwo: -100))
      }
      // Rounding arithmetic, by elimination or by doubling, is as near.
      let rounded = try LinearMatrixEquation(domain, left: a.bigFloats, right: b.bigFloats, constant: q.bigFloats)
        .solution()
      let error = rounded - exact.bigFloats
      #expect(error.largestElementBound <= exact.largestElementBound.scaled(byPowerOfTwo: -100))
    }
  }

  /// Complex equations: the enclosure holds the exact solution; one is stable, the other only after a shift or a
  /// scaling.
  @Test(.cases(8, deep: 80), arguments: TimeDomain.allCases) func complexEnclosures(_ domain: TimeDomain) async {
    await checkProperty { draw in
      let (n, m) = (draw.integer(in: 2...6), draw.integer(in: 2...6))
      func stable(_ n: Int) -> Matrix<Complex<Rational>> {
        let a = draw.complexMatrix(n, n)
        let bound = Complex(Rational(Int(a.infinityNormBound.double) + 1))
        return domain == .continuous ? a.addingToDiagonal(-bound) : a.scaled(by: 1 / bound)
      }
      var (a, b) = (stable(n), stable(m))
      if draw.bool() {
        let shift = Complex(Rational(draw.integer(in: 20...60)))
        a = domain == .continuous ? a.addingToDiagonal(shift) : a.scaled(by: shift)
        b = domain == .continuous ? b.addingToDiagonal(-shift) : b.scaled(by: 1 / shift)
      }
      let q = draw.complexMatrix(n, m)
      func discs(_ x: Matrix<Complex<Rational>>) -> Matrix<Disc> {
        x.map(in: 128) { Disc(Ball($0.real, in: 128), Ball($0.imaginary, in: 128)) }
      }
      let exact = try LinearMatrixEquation(domain, left: a, right: b, constant: q).solution()
      let enclosure = try LinearMatrixEquation(domain, left: discs(a), right: discs(b), constant: discs(q)).solution()
      for i in 0..<n * m {
        #expect(enclosure.elements[i].real.contains(exact.elements[i].real))
        #expect(enclosure.elements[i].imaginary.contains(exact.elements[i].imaginary))
      }
      #expect(enclosure.largestRadius <= exact.largestElementBound.scaled(byPowerOfTwo: -90))
    }
  }

  /// Wide constants: the enclosure holds the solutions for the ends of the interval.
  @Test func constantsThatAreIntervals() throws {
    let a = Matrix<Rational>([[-2, 1], [-1, -3]], in: Intrinsic())
    let wide = Matrix<Ball>(2, 2, in: 128) { i, j in Ball(midpoint: BigFloat(i + j, in: 128), radius: 0.25) }
    let enclosure = try LinearMatrixEquation(lyapunov: .continuous, a.balls, constant: wide).solution()
    for sign in [-1, 1] {
      let q = Matrix<Rational>(2, 2, in: Intrinsic()) { i, j in Rational(4 * (i + j) + sign, 4) }
      let exact = try LinearMatrixEquation(lyapunov: .continuous, a, constant: q).solution()
      for i in 0..<4 { #expect(enclosure.elements[i].contains(exact.elements[i])) }
    }
  }

  /// The rational twin of LegS, M_ij = -(2j+1), -(i+1), 0 with b = 1: the residual is 0 at order 40 and the enclosure
  /// at order 40 holds the exact solution.
  @Test func triangularOfOrderForty() throws {
    let n = 40
    let m = Matrix<Rational>(n, n, in: Intrinsic()) { i, j in
      i < j ? 0 : i == j ? Rational(-(i + 1)) : Rational(-(2 * j + 1))
    }
    let ones = Matrix<Rational>(n, n, in: Intrinsic()) { _, _ in 1 }
    let equation = LinearMatrixEquation(lyapunov: .continuous, m, constant: ones)
    let exact = try equation.solution()
    #expect(equation.residual(of: exact).isCertainlyZero)
    let enclosure = try LinearMatrixEquation(lyapunov: .continuous, m.balls, constant: ones.balls).solution()
    for i in 0..<n * n { #expect(enclosure.elements[i].contains(exact.elements[i])) }
    #expect(enclosure.largestRadius <= Magnitude.powerOfTwo(-60))
  }

  @Test func singularEquationsAreErrors() {
    let a = Matrix<Rational>([[1, 1], [0, 2]], in: Intrinsic())
    let full = Matrix<Rational>([[1, 2], [3, 4]], in: Intrinsic())
    for (domain, b) in [(TimeDomain.continuous, -full), (.discrete, try! full.inverse())] {
      let equation = LinearMatrixEquation(domain, left: full, right: b, constant: a)
      #expect(throws: LinearAlgebraError.singularEquation) { try equation.solution() }
      #expect(throws: LinearAlgebraError.singularEquation) { try equation.solutionByElimination() }
    }
    let triangular = LinearMatrixEquation(.continuous, left: a, right: -a, constant: full)
    #expect(throws: LinearAlgebraError.singularEquation) { try triangular.solution() }
    let balls = LinearMatrixEquation(.continuous, left: a.balls, right: -a.balls, constant: full.balls)
    #expect(throws: LinearAlgebraError.singularEquation) { try balls.solution() }
    #expect(throws: LinearAlgebraError.notVerified(what: "stability", precision: 128)) {
      try LyapunovCertificate(.continuous, a.balls)
    }
  }

  @Test(arguments: TimeDomain.allCases) func emptyMatrices(_ domain: TimeDomain) throws {
    let empty = Matrix<Ball>(zeros: 0, 0, in: 64)
    #expect(try LinearMatrixEquation(lyapunov: domain, empty, constant: empty).solution().elements.count == 0)
  }
}
