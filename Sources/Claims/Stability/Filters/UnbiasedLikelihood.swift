import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// The particle filter's likelihood.
  static let unbiasedLikelihood = Claim(
    "paris.T-unbiased",
    title: "The particle filter's likelihood estimate is unbiased for any number of particles",
    statement: """
      E prod_t (1/N) sum_i g_t(X_t^i) = Z for every N >= 1, for the bootstrap filter that resamples by g_t at each \
      step: summed over all places of all particles, exactly.
      """,
    source: textbook("Del Moral, Feynman-Kac Formulae (2004)", "Theorem 7.4.2"),
    hypotheses: [Hypothesis("weights", "particles are resampled with the weights g_t that are averaged")],
    method: .exact, effort: 0.5,
    check: Check(ParticleInstance.generator(particles: 1...4)) { instance, _ in
      Evidence(
        "E prod_t (1/N) sum_i g_t = Z", instance.model.expectedLikelihoodEstimate(particles: instance.particles),
        equals: instance.model.likelihood, at: instance.values)
    },
    falsifiers: [
      Falsifier(
        "resampled with the squares of the weights", dropping: "weights",
        Check(ParticleInstance.generator()) { instance, _ in
          let squares = instance.model.potentials.map { $0.map { $0 * $0 } }
          return Evidence(
            "E prod_t (1/N) sum_i g_t = Z",
            instance.model.expectedLikelihoodEstimate(particles: instance.particles, resampling: squares),
            equals: instance.model.likelihood, at: instance.values)
        })
    ])
}
