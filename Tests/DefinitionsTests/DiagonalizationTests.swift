import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct DiagonalizationTests {
  /// A V = V Lambda and W V = I exactly, and with them for every smaller order: all are lower triangular with elements
  /// that do not depend on it. kappa_j^2 = |v_j|^2 |w_j|^2 for every order.
  @Test(arguments: [1, 2, 5, 24]) func legSEigenvectors(order: Int) throws {
    let legS = LegS(order: order)
    let twin = try #require(HiPPO.legS.rationalTwin(order: order, in: Intrinsic()) as RationalTwin<Rational>?)
    let (v, w): (Matrix<Rational>, Matrix<Rational>) = (
      legS.twinEigenvectors(in: Intrinsic()), legS.twinLeftEigenvectors(in: Intrinsic())
    )
    #expect((twin.matrix * v).isEqual(to: v.multipliedFromRight(byDiagonal: legS.eigenvalues(in: Intrinsic()))).isTrue)
    #expect((w * v).isEqual(to: Matrix(identity: order, in: Intrinsic())).isTrue)
    #expect(w * twin.input == legS.twinModalInput(in: Intrinsic()))
    let conditions = legS.conditionNumbers
    for j in 0..<order {
      let right = zip(v.column(j), twin.squaredScale).reduce(Rational.zero) { $0 + $1.0 * $1.0 * $1.1 }
      let left = zip(w.row(j), twin.squaredScale).reduce(Rational.zero) { $0 + $1.0 * $1.0 / $1.1 }
      #expect(conditions[j] * conditions[j] == right * left)
      #expect(conditions[j] == legS.conditionNumber(j))
    }
    let enclosed = legS.spectrum(precision: 128)
    for (ball, exact) in zip(try #require(enclosed.conditions), conditions) { #expect(ball.contains(exact)) }
  }

  /// V diag V^-1 is the matrix, kappa_j the lengths of rows, and the condition is bracketed.
  @Test(.cases(10, deep: 100)) func conditions() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...5)
      let vectors = Matrix<Rational>(n, n, in: Intrinsic()) { $0 == $1 ? 3 : Rational(draw.integer(in: -1...1), 2) }
      guard let inverse = try? vectors.inverse() else { throw Discarded() }
      let values = (0..<n).map { Rational($0 - 2) }
      let exact = vectors.multipliedFromRight(byDiagonal: values) * inverse
      func disc(_ x: Rational) -> Disc { Disc(x, in: 128) }
      let diagonalization = try Diagonalization(values: values.map(disc), vectors: vectors.map(in: 128, disc))
      #expect(diagonalization.backwardError(for: exact.map(in: 128, disc)).upperMagnitude.double < 1e-30)
      for (j, condition) in diagonalization.conditionNumbers.enumerated() {
        let square =
          vectors.column(j).reduce(Rational.zero) { $0 + $1 * $1 }
          * inverse.row(j).reduce(Rational.zero) { $0 + $1 * $1 }
        #expect((condition * condition).contains(square))
      }
      let (lower, upper) = diagonalization.scaledCondition
      #expect(lower.isAtMost(upper).isTrue || n == 1)
      #expect(upper.isAtMost(diagonalization.frobeniusCondition * (1 + Ball(Rational(1, 1000), in: 128))).isTrue)
    }
  }

  @Test func perturbedJordanBlock() {
    for order in 1...6 {
      let block = PerturbedJordanBlock(order: order, root: Rational(1, 3))
      let similar = block.shift.scaled(by: block.root).multipliedFromLeft(byDiagonal: block.scale)
        .multipliedFromRight(byDiagonal: block.scale.map { 1 / $0 })
      #expect(block.matrix.isEqual(to: similar).isTrue)
    }
  }

  /// Moments of the Gaussian, the exact bits of one, and an exact rotation.
  @Test func randomMatrices() {
    var generator = SplitMix64(seed: 7)
    let sample = (0..<20_000).map { _ in RandomMatrices.complexGaussian(using: &generator) }
    func mean(_ f: (Complex<Double>) -> Double) -> Double { sample.reduce(0) { $0 + f($1) } / Double(sample.count) }
    // Standard deviations of the means: 0.005, 0.007, 0.03; five of them.
    #expect(abs(mean(\.real)) < 0.025 && abs(mean(\.imaginary)) < 0.025)
    #expect(abs(mean(\.squaredMagnitude) - 1) < 0.035)
    #expect(abs(mean { $0.squaredMagnitude * $0.squaredMagnitude } - 2) < 0.16)
    #expect(abs(mean { $0.real * $0.imaginary }) < 0.02)
    let matrix = Matrix<Rational>(3, 3, in: Intrinsic()) { Rational($0 * $0 + 2 * $1 + 1) }
    let reflections = [[1, 2, -1], [0, 3, 1]]
    let rotated = RandomMatrices.rotated(matrix, reflections: reflections)
    #expect(
      rotated.characteristicPolynomial().polynomial.coefficients
        == matrix.characteristicPolynomial().polynomial.coefficients)
    #expect(rotated.elements.elements.reduce(0) { $0 + $1 * $1 } == matrix.elements.elements.reduce(0) { $0 + $1 * $1 })
    let x: [Rational] = [1, -2, 5]
    let image = RandomMatrices.rotated(matrix * x, reflections: reflections, in: Intrinsic())
    #expect(rotated * RandomMatrices.rotated(x, reflections: reflections, in: Intrinsic()) == image)
  }
}
