import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct LegSTests {
  private static func twin(_ order: Int) throws -> RationalTwin<Rational> {
    try #require(HiPPO.legS.rationalTwin(order: order, in: Intrinsic()))
  }

  /// Both transfer functions, exactly, against linear algebra with the matrices of the rational twin.
  @Test("closed forms are the resolvents", .cases(40, deep: 2000)) func closedForms() async {
    await checkProperty { draw in
      let legS = LegS(order: draw.integer(in: 1...9))
      let n = legS.order
      let number = Generator { Rational($0.integer(in: -9...9), $0.integer(in: 1...5)) }
      // Off the integers and the line Re s = -1/2.
      let s = Rational(draw.integer(in: -40...40), 7) + Rational(1, 14)
      let c = try draw(.array(of: number, count: n))
      let f = try draw(.array(of: number, count: n))
      let twin = try Self.twin(n)
      let full = LinearSystem(matrix: twin.matrix, input: twin.input, output: c)
      #expect(try full.transferFunction(at: s)[0, 0] == legS.transferFunction(output: c, at: s))
      let normal = LinearSystem(matrix: twin.normalPart, input: twin.input.map { $0 / 2 }, output: c)
      guard s != Rational(-1, 2) else { return }
      #expect(try normal.transferFunction(at: s)[0, 0] == legS.diagonalTransferFunction(output: c, at: s))
      let column = try full.resolvent(at: s, times: Matrix(column: f, in: Intrinsic())).column(0)
      #expect(legS.twinResolvent(at: s, times: f) == column)
      let row = legS.twinResolvent(at: s, rightOf: c)
      func inner(_ x: [Rational], _ y: [Rational]) -> Rational { zip(x, y).reduce(.zero) { $0 + $1.0 * $1.1 } }
      #expect(inner(row, f) == inner(c, column))
      // B^T x = 1 - phi, where B^T in twin coordinates is the squared scale.
      #expect(legS.transferFunction(output: twin.squaredScale, at: s) == 1 - legS.blaschkeProduct(at: s))
    }
  }

  @Test(arguments: [1, 2, 3, 6, 11]) func characteristicPolynomialsAreThoseOfTheMatrices(order: Int) throws {
    let twin = try Self.twin(order)
    let closed = LegS(order: order).characteristicPolynomials
    #expect(closed.ofMatrix.coefficients == twin.matrix.characteristicPolynomial().polynomial.coefficients)
    #expect(closed.ofNormalPart.coefficients == twin.normalPart.characteristicPolynomial().polynomial.coefficients)
  }

  @Test("modulus and phase on the axis", .cases(40, deep: 1000)) func axis() async {
    await checkProperty { draw in
      let legS = LegS(order: draw.integer(in: 1...20))
      let w = Rational(draw.integer(in: 1...4000), draw.integer(in: 1...40))
      let phi = legS.blaschkeProduct(at: Complex(Rational.zero, w))
      #expect(phi.squaredMagnitude == legS.squaredBlaschkeModulus(squaredFrequency: w * w))
      let state = legS.twinState(at: Complex(Rational.zero, w)).enumerated()
      #expect(
        state.reduce(Rational.zero) { $0 + Rational(2 * $1.offset + 1) * $1.element.squaredMagnitude }
          == legS.squaredStateNorm(squaredFrequency: w * w))
      let exact = (Complex(1 + phi.real, phi.imaginary)).squaredMagnitude
      #expect(legS.squaredDistanceFromPole(frequency: Ball(w, in: 128)).contains(exact))
      let wide = Ball(w, in: 128) * (1 + Ball(midpoint: BigFloat(0, in: 128), radius: 0.125))
      #expect(legS.squaredDistanceFromPole(frequencies: wide).contains(exact))
      let phase = legS.blaschkePhase(frequency: Ball(w, in: 128))
      #expect((Ball.cos(phase) * Ball.sqrt(Ball(phi.squaredMagnitude, in: 128))).contains(phi.real))
    }
  }

  @Test("eigenfrequencies", .cases(40, deep: 1000)) func eigenfrequencies() async {
    await checkProperty { draw in
      let spectrum = LegSNormalSpectrum(order: draw.integer(in: 2...60))
      let m = draw.integer(in: 0...spectrum.pairCount - 1)
      let bits = draw.integer(in: 24...600)
      let y = try spectrum.frequency(m, precision: Precision(bits: bits))
      #expect(y.relativeAccuracyBits >= bits - 4)
      let excess = spectrum.phase(at: y) - Ball(Rational(2 * m + 1, 2), in: y.context) * Ball.pi(in: y.context)
      #expect(excess.contains(Rational(0)) && excess.radius < 0.125)
      // An end beyond the enclosure lies on the known side of the root.
      let outside = y + Ball(midpoint: BigFloat(0, in: 700), radius: y.radius) * 4 + y * Ball(1e-3, in: 700)
      #expect(spectrum.phase(at: outside).isLess(than: spectrum.phase(at: y)).isTrue)
    }
  }

  /// sum |v* B|^2 = ||B||^2 = n^2 over all eigenvalues.
  @Test(arguments: [1, 2, 3, 8, 17, 64]) func theInputsOfTheModesAreThatOfTheSystem(order: Int) throws {
    let spectrum = LegSNormalSpectrum(order: order)
    let pairs = try spectrum.frequencies(precision: 128).map { 2 * spectrum.squaredInput(at: $0) }
    let real = order.isMultiple(of: 2) ? Ball(0, in: 128) : spectrum.squaredInput(at: Ball(0, in: 128))
    #expect(pairs.reduce(real, +).contains(Rational(order * order)))
    #expect(try spectrum.eigenvalues(precision: 128).count == order)
  }

  @Test("rational forms, exponential, rank-one perturbation", .cases(20, deep: 500)) func forms() async {
    await checkProperty { draw in
      let legS = LegS(order: draw.integer(in: 1...6))
      let n = legS.order
      let c = try draw(.array(of: Generator { Rational($0.integer(in: -9...9), $0.integer(in: 1...5)) }, count: n))
      let s = Rational(draw.integer(in: -40...40), 7) + Rational(1, 14)
      guard s != Rational(-1, 2) else { return }
      #expect(legS.transferFunction(output: c)(s) == legS.transferFunction(output: c, at: s))
      let difference = legS.diagonalTransferFunction(output: c, at: s) - legS.transferFunction(output: c, at: s)
      #expect(legS.diagonalDeviation(output: c)(s) == difference)
      // A semigroup with the generator M: E(x) E(y) = E(x y) and M E = E M, E(1) = I.
      let (x, y) = (Rational(draw.integer(in: 1...9), 7), Rational(draw.integer(in: 1...9), 5))
      let product = legS.twinExponential(decay: x) * legS.twinExponential(decay: y)
      #expect(product.isEqual(to: legS.twinExponential(decay: x * y)).isTrue)
      #expect(legS.twinExponential(decay: Rational.one).isEqual(to: Matrix(identity: n, in: Intrinsic())).isTrue)
      let twin = try Self.twin(n)
      #expect((twin.matrix * product).isEqual(to: product * twin.matrix).isTrue)
      // E = (1/5) u v^T with u = v = C in orthonormal coordinates, against elimination.
      let z = Disc(Ball(0, in: 128), Ball(draw.integer(in: -9...9), in: 128))
      let (u, b) = (c.map { Disc($0, in: 128) }, legS.scale(in: 128) as [Disc])
      let matrix = Matrix<Disc>(HiPPO.legS.matrix(order: n, in: Precision(bits: 128)) as Matrix<Ball>)
      let moved = matrix + Matrix(n, n, in: 128) { u[$0] * u[$1] * Disc(Rational(1, 5), in: 128) }
      let full = try LinearSystem(matrix: matrix, input: b, output: u).transferFunction(at: z)[0, 0]
      let shaken = LinearSystem(matrix: moved, input: b, output: u)
      guard let other = try? shaken.transferFunction(at: z)[0, 0] else { return }
      let change = legS.rankOneDeviation(at: z, size: Disc(Rational(1, 5), in: 128), u, u, input: b, output: u)
      #expect(!change.isEqual(to: other - full).isFalse)
      let w = Rational(draw.integer(in: 1...400), 9)
      let exact = legS.diagonalDeviation(output: [1])(Complex(Rational.zero, w)).squaredMagnitude
      let wide = Ball(w, in: 128) * (1 + Ball(midpoint: BigFloat(0, in: 128), radius: 0.0625))
      #expect(Ball.pow(legS.diagonalDeviation(frequencies: wide), 2).contains(exact))
    }
  }

  /// ||A||^2 = (1 + sqrt 3)^2 for n = 2; the peak for n = 4 lies between its values near y_0 and the square root of Sturm's.
  @Test func normsAndPeaks() throws {
    let norm = LegS(order: 2).squaredNorm(precision: 128) - Ball.pow(1 + Ball.sqrt(Ball(3, in: 128)), 2)
    #expect(norm.contains(Rational(0)) && norm.radius < 0x1p-30)
    let exact = try #require(LegS(order: 4).diagonalDeviation(output: [1]).squaredPeak())
    let peak = LegS(order: 4).diagonalDeviationPeak(tolerance: 0x1p-16, precision: 64)
    let bracket = Ball.sqrt(Ball.hull(Ball(exact.lower, in: 64), Ball(exact.upper, in: 64)))
    #expect(peak.overlaps(bracket) && peak.radius < 0x1p-15)
  }

  @Test(arguments: [(10, 31.3133), (100, 3182.5753), (1000, 318309.3626), (32, 325.4263)])
  func theLastFrequencyIsAsTabulated(order: Int, value: Double) throws {
    let y = try LegSNormalSpectrum(order: order).frequency(0, precision: 64)
    #expect(abs(y.approximation - value) < 5.1e-5)
  }
}
