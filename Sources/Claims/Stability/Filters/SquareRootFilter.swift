import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// The square-root filter without roots.
  static let squareRootFilter = Claim(
    "kalman.T-square-root",
    title: "The factored filter has the Kalman filter's covariances exactly, and rounding cannot make them indefinite",
    statement: """
      With P = L D L*, Gram-Schmidt on the rows of [F L, L_Q] with weights (D, D_Q) gives the factors of F P F* + Q, \
      and on those of [L_R, H L; 0, L] with weights (D_R, D) the factors of the updated covariance and the gain, \
      exactly. In any rounded arithmetic the D that it computes is not negative.
      """,
    source: textbook(
      "Bierman, Factorization Methods for Discrete Sequential Estimation (1977)",
      "chapters V and VI; the array form of Thornton and Kailath"),
    hypotheses: [
      Hypothesis(
        "definite", "P, Q and R are positive definite, so that they have factors", untested: "needed to begin"),
      Hypothesis("factored", "for the second half: the factors are carried, not the covariance"),
      Hypothesis("weights", "the inner product has the weights D"),
    ],
    method: .exact,
    notes: [
      "The second half is about an observation that is far more accurate than the prior: R = 2^-2k, in correctly "
        + "rounded arithmetic of k bits, where 1 + R rounds to 1. P - K S K* then has a negative element on its "
        + "diagonal."
    ],
    effort: 0.5,
    check: .all(
      Check(Factored.generator) { instance, _ in try instance.evidence() },
      Check(Accurate.generator) { instance, _ in [try instance.evidence(isFactored: true)] }),
    falsifiers: [
      Falsifier(
        "P - K S K* rounded", dropping: "factored",
        Check(Accurate.generator) { instance, _ in [try instance.evidence(isFactored: false)] }),
      Falsifier(
        "weights 1 for the noise", dropping: "weights",
        Check(Factored.generator) { instance, _ in try instance.evidence(hasWeights: false) }),
    ])

  private struct Factored: Sendable {
    let covariance: Matrix<Rational>
    let step: LinearGaussianStep<Rational>

    static let generator = Generator { draw in
      let (n, p) = (draw.integer(in: 1...3), draw.integer(in: 1...2))
      return Factored(
        covariance: try draw(GaussianInstance.covariance(n, shift: 1)),
        step: try draw(GaussianInstance.step(order: n, outputs: p)))
    }

    func evidence(hasWeights: Bool = true) throws -> [Evidence] {
      let values = [
        NamedValue("P", covariance), NamedValue("F", step.transition), NamedValue("Q", step.processNoise),
        NamedValue("H", step.observation), NamedValue("R", step.observationNoise),
      ]
      func factors(_ noise: Matrix<Rational>) throws -> FactoredCovariance<Rational> {
        let factored = try FactoredCovariance(noise)
        return hasWeights
          ? factored
          : FactoredCovariance(unitLower: factored.unitLower, pivots: factored.pivots.map { _ in 1 })
      }
      let start = GaussianState(mean: Matrix(zeros: covariance.rows, 1, in: Intrinsic()), covariance: covariance)
      let predicted = try FactoredCovariance(covariance)
        .predicted(transition: step.transition, processNoise: factors(step.processNoise))
      let updated = try FactoredCovariance(covariance)
        .updated(observation: step.observation, observationNoise: factors(step.observationNoise))
      return [
        Evidence(
          "L D L* after the prediction = F P F* + Q", predicted.covariance.elements.elements,
          equal: step.predicted(from: start).covariance.elements.elements, at: values),
        Evidence(
          "L D L* after the update = P - K S K*", updated.covariance.covariance.elements.elements,
          equal: try step.updated(start).covariance.elements.elements, at: values),
        Evidence(
          "the gain of the arrays = P H* S^-1", updated.gain.elements.elements,
          equal: try step.gain(at: start).elements.elements, at: values),
      ]
    }
  }

  /// Observations of x_1 + x_2 with R = 2^-2k, in k bits, from P = p I.
  private struct Accurate: Sendable {
    let bits: Int
    let variance: Int
    let slopes: [Int]

    static let generator = Generator { draw in
      Accurate(
        bits: try draw(.integer(in: 8...53)), variance: try draw(.integer(in: 1...9)),
        slopes: try (0..<2).map { _ in try draw(.integer(in: 1...9)) })
    }

    func evidence(isFactored: Bool) throws -> Evidence {
      let context = Precision(bits: bits)
      let identity = Matrix<BigFloat>(identity: 2, in: context)
      let noise = BigFloat.powerOfTwo(-2 * bits, in: context)
      let zeros = Matrix<BigFloat>(zeros: 2, 1, in: context)
      var step = LinearGaussianStep(
        transition: identity, processNoise: identity,
        observation: Matrix([slopes.map { BigFloat($0, in: context) }], in: context),
        observationNoise: Matrix([[noise]], in: context), observed: Matrix(zeros: 1, 1, in: context))
      var state = GaussianState(mean: zeros, covariance: identity.scaled(by: BigFloat(variance, in: context)))
      var factored = try FactoredCovariance(state.covariance)
      var least = BigFloat(variance, in: context)
      // Two observations, so that the second meets what the first left; then one of x_1 alone.
      for k in 0..<3 {
        if k == 2 { step.observation[0, 1] = BigFloat(0, in: context) }
        if isFactored {
          factored = try factored.updated(
            observation: step.observation,
            observationNoise: FactoredCovariance(unitLower: Matrix(identity: 1, in: context), pivots: [noise])
          ).covariance
          least = factored.pivots.reduce(least) { BigFloat.minimum($0, $1) }
        } else {
          // Where S rounds to 0 there is no update.
          guard let updated = try? step.updated(state) else { throw Discarded() }
          state = updated
          least = state.covariance.diagonal.reduce(least) { BigFloat.minimum($0, $1) }
        }
      }
      return Evidence(
        "0 <= the least variance that is computed", holds: Truth(!least.isNaN && least.signum >= 0),
        at: [NamedValue("bits", bits), NamedValue("p", variance), NamedValue("H", slopes)])
    }
  }
}
