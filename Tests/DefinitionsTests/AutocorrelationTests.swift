import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct AutocorrelationTests {
  typealias Gaussian = Complex<Rational>

  /// A complex rational number of modulus below 1.
  static let eigenvalue = Generator<Gaussian> { draw in
    let parts = (0..<2).map { _ in Generator<Int>.integer(in: -11...11) }
    return Gaussian(Rational(try draw(parts[0]), 16), Rational(try draw(parts[1]), 16))
  }

  @Test("closed forms are the moments of the recurrences", .cases(20, deep: 500)) func closedForms() async {
    await checkProperty { draw in
      let (a, b) = (try draw(Self.eigenvalue, "a"), try draw(Self.eigenvalue, "b"))
      let rho = Gaussian(Rational(try draw(.integer(in: -7...7), "8 rho"), 8))
      let moments = try DrivenModes(autoregressive: rho, eigenvalues: [a, b]).stationaryMoments()
      let input = GeometricAutocorrelation(ratio: rho)
      let cross = EigenvaluePair(a, b.conjugate)
      #expect(input.covariance(cross) == moments[1, 3])
      #expect(input.mixedCovariance(cross) == moments[2, 3])
      #expect(input.sensitivity(cross) == moments[2, 4])
      let own = EigenvaluePair(conjugatesOf: a)
      #expect(input.secondMoment(own) == moments[1, 1].real)
      #expect(input.meanSquareSensitivity(own) == moments[2, 2].real)
    }
  }

  @Test("any autocorrelation of finite length", .cases(20, deep: 500)) func finiteLength() async {
    await checkProperty { draw in
      let (a, b) = (try draw(Self.eigenvalue, "a"), try draw(Self.eigenvalue, "b"))
      let taps = try draw(.array(of: .integer(in: -3...3), count: 1...5), "c")
      let input = FiniteAutocorrelation(movingAverage: taps.map { Gaussian($0, in: Intrinsic()) })
      // White noise through the moving average and then through the modes: sum over n of f_a(n) f_b(n).
      let white = GeometricAutocorrelation<Gaussian>.white(in: Intrinsic())
      var sum = Gaussian(0, in: Intrinsic())
      for (i, x) in taps.enumerated() {
        for (j, y) in taps.enumerated() {
          let shift = i < j ? Gaussian.pow(a, j - i) : Gaussian.pow(b, i - j)
          sum = sum + Gaussian(x * y, in: Intrinsic()) * shift * white.covariance(EigenvaluePair(a, b))
        }
      }
      #expect(input.covariance(EigenvaluePair(a, b)) == sum)
      func moment(_ a: Dual<Dual<Gaussian>>, _ b: Dual<Dual<Gaussian>>) -> Dual<Dual<Gaussian>> {
        FiniteAutocorrelation(input.values.map { Dual(constant: Dual(constant: $0)) }).covariance(EigenvaluePair(a, b))
      }
      let derivatives = SecondDerivatives(of: moment, at: a, b)
      #expect(input.sensitivity(EigenvaluePair(a, b)) == derivatives.xy)
      let slope = Dual.derivative(
        of: { moment(Dual($0, tangent: Dual(0, in: Intrinsic())), Dual(constant: Dual(constant: b))).value }, at: a)
      #expect(input.mixedCovariance(EigenvaluePair(a, b)) == slope)
    }
  }

  /// In 53 bits the moments keep their accuracy as the eigenvalue and rho approach 1.
  @Test(arguments: [(10, 0), (20, 10), (40, 45), (50, 50), (45, 60)]) func nothingCancels(decay: Int, memory: Int) {
    let (d, m) = (Rational.pow(2, -decay) * 3 / 4, Rational.pow(2, -memory))
    let pair = EigenvaluePair(squareOf: Double(1 - d, in: Intrinsic()), complement: Double(d, in: Intrinsic()))
    let input = GeometricAutocorrelation(
      ratio: Double(1 - m, in: Intrinsic()), complement: Double(m, in: Intrinsic()))
    let exact = GeometricAutocorrelation(ratio: 1 - m)
    let exactPair = EigenvaluePair(squareOf: 1 - d)
    for (float, rational) in [
      (input.secondMoment(pair), exact.secondMoment(exactPair)),
      (input.mixedCovariance(pair), exact.mixedCovariance(exactPair)),
      (input.meanSquareSensitivity(pair), exact.meanSquareSensitivity(exactPair)),
    ] {
      let error = (Rational(float, in: Intrinsic()) / rational - 1).magnitude
      #expect(error < 30 * Rational.pow(2, -53), "\(decay), \(memory): \(float), thirty roundings")
    }
  }

  @Test("the polar pair encloses the Cartesian one", .cases(50, deep: 1000)) func polarPair() async {
    await checkProperty { draw in
      let decay = Rational.pow(2, -(try draw(.integer(in: 1...60), "bits")))
      let phase = Rational(try draw(.integer(in: -50...50), "phase"), 16)
      let precision = Precision(bits: 256)
      let polar = EigenvaluePair<Complex<Ball>>(decay: Ball(decay, in: precision), phase: Ball(phase, in: precision))
      let cartesian = EigenvaluePair(conjugatesOf: polar.first)
      for (x, y) in [
        (polar.productComplement, cartesian.productComplement), (polar.firstComplement, cartesian.firstComplement),
        (polar.secondComplement, cartesian.secondComplement), (polar.second, cartesian.second),
      ] { #expect(!x.isEqual(to: y).isFalse) }
      #expect(polar.productComplement.real.isPositive.isTrue)
    }
  }

  @Test("second derivatives of a polynomial", .cases(20, deep: 200)) func secondDerivatives() async {
    await checkProperty { draw in
      let (x, y) = (Rational(try draw(.integer(in: -9...9), "x")), Rational(try draw(.integer(in: -9...9), "y")))
      let derivatives = SecondDerivatives(of: { x, y in x * x * x * y + 5 * x * y * y + y * y * y * y }, at: x, y)
      #expect(derivatives.xx == 6 * x * y)
      #expect(derivatives.xy == 3 * x * x + 10 * y)
      #expect(derivatives.yy == 10 * x + 12 * y * y)
    }
  }
}
