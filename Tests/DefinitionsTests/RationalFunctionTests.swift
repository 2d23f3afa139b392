import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct RationalFunctionTests {
  typealias Function = RationalFunction<Rational>
  static func polynomial(_ coefficients: [Rational]) -> Polynomial<Rational> {
    Polynomial(coefficients, in: Intrinsic())
  }
  static let number = Generator { Rational($0.integer(in: -9...9), $0.integer(in: 1...5)) }

  /// sum_k c_k/(s + p_k) has the squared norm sum_jk c_j c_k/(p_j + p_k).
  @Test("the H2 norm of a sum of exponentials", .cases(40, deep: 2000)) func norm() async {
    await checkProperty { draw in
      let rates = try draw(.distinctArray(of: .integer(in: 1...30), count: 1...6)).map { Rational($0, 3) }
      let terms = try rates.map { (try draw(Self.number), $0) }
      let sum = terms.reduce(Function(Self.polynomial([]), over: Self.polynomial([1]))) {
        $0 + Function(Self.polynomial([$1.0]), over: Self.polynomial([$1.1, 1]))
      }
      let exact = terms.reduce(Rational.zero) { total, x in
        terms.reduce(total) { $0 + x.0 * $1.0 / (x.1 + $1.1) }
      }
      #expect(sum.squaredH2Norm == exact)
      let flipped = Function(sum.numerator, over: sum.denominator * Self.polynomial([-1, 1]))
      #expect(flipped.squaredH2Norm == nil)
    }
  }

  @Test("Routh and Sturm count roots", .cases(60, deep: 3000)) func roots() async {
    await checkProperty { draw in
      let real = try draw(.array(of: Self.number, count: 0...4))
      let pairs = try draw(.array(of: .tuple(Self.number, Self.number), count: real.isEmpty ? 1...3 : 0...3))
      var p = Polynomial(roots: real, in: Intrinsic())
      for (a, b) in pairs { p = p * Self.polynomial([a * a + b * b + Rational(1, 9), -2 * a, 1]) }
      let positive = real.count { $0 > 0 } + 2 * pairs.count { $0.0 > 0 }
      let routh = RouthRecursion(p)
      if let count = routh.rightHalfPlaneRoots { #expect(count == positive) }
      let isHurwitz = real.allSatisfy { $0 < 0 } && pairs.allSatisfy { $0.0 < 0 }
      #expect(p.isHurwitz == Truth(isHurwitz))
      let lower = try draw(Self.number)
      guard !real.contains(lower) else { return }
      #expect(p.rootCount(above: lower) == Set(real.filter { $0 > lower }).count)
      let q = Polynomial(roots: try draw(.array(of: Self.number, count: 1...3)), in: Intrinsic())
      let (quotient, remainder) = p.quotientAndRemainder(dividingBy: q)
      #expect((quotient * q + remainder).coefficients == p.coefficients && remainder.degree < q.degree)
    }
  }

  @Test("the peak on the axis is bracketed", .cases(20, deep: 500)) func peak() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...4)
      let poles = try draw(.array(of: .integer(in: 1...20), count: n)).map { Rational(-$0, 4) }
      let a = Polynomial(roots: poles, in: Intrinsic())
      let b = Self.polynomial(try draw(.array(of: Self.number, count: n)))
      let g = Function(b, over: a)
      let (lower, upper) = try #require(g.squaredPeak())
      let w = Rational(draw.integer(in: 0...400), 16)
      #expect(g(Complex(Rational.zero, w)).squaredMagnitude <= upper)
      #expect(upper - lower <= upper * Rational(1, 1 << 20) && !g.squaredModulusStaysBelow(lower))
      #expect(g.squaredModulusStaysBelow(upper + Rational(1, 1000)))
    }
  }

  @Test("the transfer function of a system", .cases(20, deep: 500)) func system() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...5)
      let rows = try draw(.array(of: .array(of: Self.number, count: n), count: n))
      let system = LinearSystem<Rational>(
        matrix: Matrix(rows, in: Intrinsic()), input: try draw(.array(of: Self.number, count: n)),
        output: try draw(.array(of: Self.number, count: n)))
      let s = Rational(draw.integer(in: -50...50), 7) + Rational(1, 1000)
      guard let exact = try? system.transferFunction(at: s)[0, 0] else { return }
      #expect(RationalFunction(of: system)(s) == exact)
    }
  }

  /// The least singular value of (a, c; 0, b) - z, exactly, and the closed form of LegS.
  @Test(arguments: [1, 2, 3, 5, 8]) func theStabilityRadiusOfLegSIsItsLeastSingularValue(order: Int) throws {
    let radius = LegS(order: order).stabilityRadius(precision: 128)
    #expect(radius.relativeAccuracyBits > 35)
    let matrix = Matrix<Disc>(HiPPO.legS.matrix(order: order, in: Precision(bits: 128)) as Matrix<Ball>)
    let below = try #require((radius.lower - BigFloat(1e-4, in: 128)).rational)
    let above = try #require((radius.upper + BigFloat(1e-4, in: 128)).rational)
    #expect(matrix.leastSingularValueOnAxis(exceeds: below, symmetric: true) == .true)
    #expect(matrix.leastSingularValueOnAxis(exceeds: below) == .true)
    #expect(matrix.leastSingularValueOnAxis(exceeds: above, symmetric: true) == .false)
    #expect(matrix.leastSingularValueOnAxis(exceeds: above) == .false)
    let zero = Disc(0, in: 128)
    let bracket = matrix.leastSingularValue(shiftedBy: zero, from: 1, steps: 30)
    #expect(radius.overlaps(Ball.hull(Ball(bracket.lower, in: 128), Ball(bracket.upper, in: 128))))
    #expect(bracket.upper - bracket.lower < Rational(1, 1 << 29))
  }

  @Test("the resolvent on the axis, element by element", .cases(20, deep: 500)) func resolvent() async {
    await checkProperty { draw in
      let legS = LegS(order: draw.integer(in: 1...9))
      let n = legS.order
      let w = Rational(draw.integer(in: 0...300), draw.integer(in: 1...9))
      let s = Complex(Rational.zero, w)
      var total = Rational.zero
      for j in 0..<n {
        let unit = (0..<n).map { Complex(Rational($0 == j ? 1 : 0), 0) }
        for (i, element) in legS.twinResolvent(at: s, times: unit).enumerated() where i >= j {
          let size = element.squaredMagnitude * Rational(2 * i + 1, 2 * j + 1)
          total = total + size
          #expect(size == legS.squaredResolventElement(i, j, squaredFrequency: w * w))
        }
      }
      #expect(total == legS.squaredResolventFrobeniusNorm(squaredFrequency: w * w))
    }
  }

  @Test(arguments: [2, 8, 64]) func theLeastSingularVectorsAreThatOfTheMatrix(order: Int) {
    let (u, v) = LegS(order: order).leastSingularVectors()
    let matrix: Matrix<Double> = HiPPO.legS.matrix(order: order, in: Intrinsic())
    let sigma = LegS(order: order).stabilityRadius(precision: 64).approximation
    for (x, y) in zip(matrix * v, u) { #expect(abs(x - sigma * y) < 1e-9) }
  }
}
