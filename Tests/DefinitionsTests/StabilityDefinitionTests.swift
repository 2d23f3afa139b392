import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct StabilityDefinitionTests {
  private static let matrix = SquareMatrices.matrix

  /// (1/T) log of the norm of a product, against the product of rationals: ||M||_2^2 >= ||M||_F^2/n and <= ||M||_F^2.
  @Test(.cases(20)) func finiteTimeExponentsAreThoseOfTheProduct() async {
    await checkProperty { draw in
      let matrices = try draw(.array(of: Self.matrix, count: 1...5), "J")
      let product = matrices.dropFirst().reduce(matrices[0]) { $1 * $0 }
      let determinant = product[0, 0] * product[1, 1] - product[0, 1] * product[1, 0]
      guard determinant.signum != 0 else { throw Discarded() }
      let exponents = try finiteTimeLyapunovExponents(of: matrices.map { $0.map(in: 128) { Ball($0, in: 128) } })
      let count = IntegerConstant(matrices.count)
      let square = product.elements.elements.reduce(Rational.zero) { $0 + $1 * $1 }
      // sigma_1 sigma_2 = |det| and sigma_1^2 + sigma_2^2 = ||M||_F^2.
      let sum = exponents.reduce(Ball(0, in: 128), +)
      #expect((count * sum).overlaps(Ball.log(Ball(determinant.magnitude, in: 128))))
      let squares = exponents.map { Ball.exp(2 * (count * $0)) }.reduce(Ball(0, in: 128), +)
      #expect(squares.contains(square) && squares.relativeAccuracyBits > 20)
    }
  }

  /// A rotation by a scaled shear: the eigenvalues of [[0, 1], [-1/4, 0]] have modulus 1/2, whatever its norm.
  @Test func thePeriodicBoundsEncloseTheExponent() throws {
    let matrix = Matrix(
      [[Ball(0, in: 128), Ball(1, in: 128)], [Ball(Rational(-1, 4), in: 128), Ball(0, in: 128)]], in: 128)
    let exponent = -Ball.log(Ball(2, in: 128))
    for (power, slack) in [(1, 0.7), (2, 1e-9), (8, 1e-9)] {
      let (lower, upper) = try lyapunovBounds(ofPeriod: [matrix], power: power)
      #expect(lower.overlaps(exponent))
      #expect(!upper.isLess(than: exponent).isTrue && upper.approximation <= exponent.approximation + slack)
    }
  }

  @Test(.cases(30)) func gainsAreSums() async {
    await checkProperty { draw in
      let decays = try draw(.array(of: SquareMatrices.number, count: 1...8), "a")
      let last = decays.count - 1
      let expected = (0...last).reduce(Rational.zero) { sum, j in
        sum + decays[(j + 1)...].reduce(Rational.one) { $0 * $1.magnitude }
      }
      #expect(persistentGains(decays: decays)[last] == expected)
      let constant = persistentGains(decays: decays.map { _ in decays[0] })[last]
      #expect(persistentGain(decay: decays[0], length: decays.count) == constant)
    }
  }

  /// Over fixed steps and no gate, the channel's recursion written out.
  @Test(.cases(20)) func anInputDrivenChannelIsItsEquation() async {
    await checkProperty { draw in
      let input = try draw(.array(of: .double(in: -2...2), count: 1...6), "u")
      let weight = try draw(.double(in: -2...2), "w")
      let channel = InputDrivenChannel(eigenvalue: -0.75, stepWeight: weight, stepBias: 0.25, inputGain: 1.5)
      var (state, states) = (0.5, [Double]())
      for u in input {
        let delta = Double.log(onePlus: Double.exp(weight * u + 0.25))
        state = Double.exp(-0.75 * delta) * state + delta * 1.5 * u * u
        states.append(state)
      }
      for (x, y) in zip(channel.states(of: input, from: 0.5), states) { #expect(abs(x - y) <= 1e-12 * (1 + abs(y))) }
      let fixed = channel.fixedPoint(input: input[0])
      let next = channel.states(of: [input[0]], from: fixed)[0]
      #expect(abs(next - fixed) <= 1e-12 * (1 + abs(fixed)))
    }
  }

  /// C u/(1 - e^-rate) to first order.
  @Test func theRoundingPlateauIsOfFirstOrder() {
    let u = Rational.pow(2, -40)
    let rounding = ScanRounding(unitRoundoff: Ball(u, in: 200))
    let (rate, exponent) = (Ball(Rational(1, 8), in: 200), Ball(Rational(1, 2), in: 200))
    let plateau = rounding.plateau(rate: rate, exponent: exponent, state: Ball(2, in: 200), drive: Ball(3, in: 200))
    let decay = Double.exp(-0.125)
    let expected = (decay * 2 * 3.5 + 3 * 3) * 0x1p-40 / (1 - decay)
    #expect(abs(plateau.approximation / expected - 1) < 1e-8)
  }
}

/// Small matrices of rationals.
private enum SquareMatrices {
  static let number = Generator<Int>.integer(in: -6...6).map { Rational($0, 4) }
  static let matrix = Generator<[Rational]>.array(of: number, count: 4).map { elements in
    Matrix(2, 2, in: Intrinsic()) { elements[2 * $0 + $1] }
  }
}
