import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// The filter against the joint law of everything.
  static let jointLikelihood = Claim(
    "kalman.T-likelihood",
    title: "The filter's innovations give the joint likelihood, and its means the joint conditional mean",
    statement: """
      With v_t and S_t the innovations, sum v_t* S_t^-1 v_t = v* S^-1 v and prod det S_t = det S for the residual v \
      and the covariance S of all observations stacked; and the smoothed means and covariances are the conditional \
      ones of the stacked states.
      """,
    source: textbook("Kailath, Sayed, Hassibi, Linear Estimation (2000)", "chapter 9, the innovations"),
    hypotheses: [
      Hypothesis("independent", "the noises of different times are independent"),
      Hypothesis("innovations", "S_t is H P H* + R at the predicted covariance, not R"),
    ],
    method: .exact, effort: 0.4,
    check: Check(GaussianInstance.generator(length: 1...3)) { instance, _ in
      try evidence(instance)
        + [
          Evidence(
            "the smoothed means = the conditional means", try instance.model.smoothed().flatMap { $0.mean.column(0) },
            equal: try instance.model.jointObservation.updated(instance.model.jointStates).mean.column(0),
            at: instance.values)
        ]
    },
    falsifiers: [
      Falsifier(
        "the noises of y_1 and y_2 correlated", dropping: "independent",
        Check(GaussianInstance.generator(length: 2...3)) { instance, _ in
          let size = instance.model.steps[0].observed.rows
          return try evidence(instance) { joint in
            joint.observationNoise[0, size] += Rational(1, 2)
            joint.observationNoise[size, 0] += Rational(1, 2)
          }
        }),
      Falsifier(
        "R in place of S_t", dropping: "innovations",
        Check(GaussianInstance.generator(length: 1...3)) { instance, _ in
          let found = instance.model.steps.reduce(Rational(1)) { product, step in
            product * ((try? LUDecomposition(step.observationNoise).determinant) ?? 0)
          }
          let joint = instance.model.jointObservation.innovation(of: instance.model.jointStates)
          return Evidence("prod det R_t = det S", found, equals: try joint.determinant(), at: instance.values)
        }),
    ])

  private static func evidence(
    _ instance: GaussianInstance, _ change: (inout LinearGaussianStep<Rational>) -> Void = { _ in }
  ) throws -> [Evidence] {
    var observation = instance.model.jointObservation
    change(&observation)
    let joint = observation.innovation(of: instance.model.jointStates)
    let innovations = try instance.model.filter().map(\.innovation)
    return [
      Evidence(
        "sum v_t* S_t^-1 v_t = v* S^-1 v", try innovations.reduce(Rational(0)) { $0 + (try $1.squaredDistance()) },
        equals: try joint.squaredDistance(), at: instance.values),
      Evidence(
        "prod det S_t = det S", try innovations.reduce(Rational(1)) { $0 * (try $1.determinant()) },
        equals: try joint.determinant(), at: instance.values),
    ]
  }
}
