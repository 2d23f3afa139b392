import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct FilterTests {
  private func matrix(_ x: Rational...) -> Matrix<Rational> { Matrix([x], in: Intrinsic()) }

  /// x_1 = x_0 + N(0, 1), y = x_1 + N(0, 1) = 3, x_0 ~ N(0, 1), worked out by hand.
  private var step: LinearGaussianStep<Rational> {
    LinearGaussianStep(
      transition: matrix(1), processNoise: matrix(1), observation: matrix(1), observationNoise: matrix(1),
      observed: matrix(3))
  }

  @Test func oneStepByHand() throws {
    let prior = GaussianState(mean: matrix(0), covariance: matrix(1))
    let filter = try LinearGaussianModel(prior: prior, steps: [step]).filter()[0]
    #expect(filter.predicted.covariance[0, 0] == 2)
    #expect(filter.filtered.mean[0, 0] == 2)
    #expect(filter.filtered.covariance[0, 0] == Rational(2, 3))
    #expect(try filter.innovation.squaredDistance() == 3)
    #expect(try filter.innovation.determinant() == 3)
  }

  @Test func theLogLikelihoodIsThatOfTheNormalLaw() throws {
    let innovation = Innovation(
      residual: Matrix([[3.0]], in: Intrinsic()), covariance: Matrix([[3.0]], in: Intrinsic()))
    // -(3 + log 3 + log 2 pi)/2.
    #expect(abs(try innovation.logLikelihood() - -2.968_244_677_538_727) < 1e-14)
  }

  @Test("the sum of a path's weights is the likelihood", .cases(20, deep: 400)) func likelihood() async {
    await checkProperty { draw in
      let weight = Generator<Int>.integer(in: 0...4)
      let number = weight.map { Rational($0, 4) }
      let model = FiniteHiddenMarkovModel(
        initial: try draw(.array(of: number, count: 2)),
        transition: Matrix(
          rows: 2, columns: 2, elements: .init(try draw(.array(of: number, count: 4)), in: Intrinsic())),
        potentials: try draw(.array(of: .array(of: number, count: 2), count: 1...4)))
      let sum = model.paths.reduce(Rational(0)) { $0 + model.weight(of: $1) }
      #expect(sum == model.likelihood)
    }
  }

  /// Path laws sum to 1; with one particle the reference stays.
  @Test(arguments: PathSelection.allCases) func pathLawsAreLaws(selection: PathSelection) {
    let half = Rational(1, 2)
    let model = FiniteHiddenMarkovModel(
      initial: [half, half], transition: Matrix([[half, half], [Rational(1, 3), Rational(2, 3)]], in: Intrinsic()),
      potentials: [[1, 2], [3, 1], [0, 1]])
    for particles in 1...3 {
      let kernel = model.gibbsKernel(particles: particles, selection)
      // References that end in state 0 have the weight 0; they cannot occur.
      for (path, row) in zip(model.paths, kernel.rowArrays) where path[2] == 1 {
        #expect(row.reduce(0, +) == 1)
        if particles == 1 { #expect(zip(model.paths, row).allSatisfy { $1 == ($0 == path ? 1 : 0) }) }
      }
    }
  }

  /// The path of a filter with many particles has nearly the smoothing law.
  @Test(arguments: PathSelection.allCases) func manyParticlesFindTheSmoothingLaw(selection: PathSelection) {
    let half = Rational(1, 2)
    let model = FiniteHiddenMarkovModel(
      initial: [half, half], transition: Matrix([[half, half], [Rational(1, 3), Rational(2, 3)]], in: Intrinsic()),
      potentials: [[1, 2], [3, 1]])
    let distances = [5, 20].map {
      totalVariation(model.pathLaw(particles: $0, selection), model.smoothingLaw, in: Intrinsic())
    }
    // Of order 1/N.
    #expect(distances[0] < Rational(1, 10) && distances[1] < Rational(3, 10) * distances[0])
  }

  /// The rounded flow agrees with the closed form of one state: P_inf + e^(2ft) (P_0 - P_inf), P_inf = -q/(2f).
  @Test func theFlowOfOneState() throws {
    let flow = CovarianceFlow(drift: Matrix([[-0.5]], in: Intrinsic()), diffusion: Matrix([[2.0]], in: Intrinsic()))
    let start = Matrix([[5.0]], in: Intrinsic())
    let expected = 2 + Double.exp(-1.5) * 3
    for covariance in [
      try flow.covarianceByFraction(from: start, after: 1.5),
      try flow.covarianceByBlockExponential(from: start, after: 1.5),
      try flow.covarianceByStationaryState(from: start, after: 1.5),
    ] {
      #expect(abs(covariance[0, 0] - expected) < 1e-14)
    }
  }
}
