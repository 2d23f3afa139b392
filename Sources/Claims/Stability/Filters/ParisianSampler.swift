import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// The sampler against its enumerated law.
  static let parisianSampler = Claim(
    "paris.S-sampler",
    title: "The Parisian sampler has the law that is summed up exactly: paths, estimates and likelihoods",
    statement: """
      Over 300 passes of the conditional Parisian filter with M = 2 backward draws, the frequencies of the paths are \
      within epsilon of K_N(z, .), and the mean of the estimates of the share of time in state 0 is within epsilon of \
      K_N(z, .) h, with epsilon = (log(2/alpha)/600)^(1/2) = 0.189 for alpha = 10^-9 (Hoeffding). A correct sampler \
      fails a run of 1000 cases with a probability below 10^-5.
      """,
    source: Source(
      "Cardoso et al., State and parameter learning with PaRIS particle Gibbs", arXiv: "2301.00900", "algorithm 1",
      .recalled),
    hypotheses: [
      Hypothesis("conditional", "the passes follow the reference"),
      Hypothesis("independent", "the passes have independent random numbers"),
    ],
    method: .statistical,
    notes: ["alpha = 10^-9 for each comparison, at most ten of them a case; every pass draws from one seeded stream."],
    effort: 0.05,
    check: Check(Sample.generator()) { sample, _ in sample.evidence() },
    falsifiers: [
      Falsifier(
        "passes without the reference, N = 2", dropping: "conditional",
        Check(Sample.generator(particles: 2...2)) { sample, _ in sample.evidence(isConditional: false) }),
      Falsifier(
        "300 times the same random numbers", dropping: "independent",
        Check(Sample.generator()) { sample, _ in sample.evidence(isRepeated: true) }),
    ])

  private struct Sample: Sendable {
    let instance: ParticleInstance
    let reference: Int
    let seed: Int

    static func generator(particles: ClosedRange<Int> = 2...3) -> Generator<Sample> {
      Generator { draw in
        let instance = try draw(ParticleInstance.generator(particles: particles))
        return Sample(
          instance: instance, reference: draw.integer(in: 0...instance.model.paths.count - 1),
          seed: try draw(.integer(in: 0...1_000_000)))
      }
    }

    func evidence(isConditional: Bool = true, isRepeated: Bool = false) -> [Evidence] {
      let exact = instance.model
      let (paths, count) = (exact.paths, 300)
      let model = FiniteHiddenMarkovModel<Double>(
        initial: exact.initial.map(\.approximation),
        transition: exact.transition.map(in: Intrinsic()) { $0.approximation },
        potentials: exact.potentials.map { $0.map(\.approximation) })
      var random = SplitMix64(seed: UInt64(seed))
      var visits: [[Int]: Int] = [:]
      var sum = 0.0
      for _ in 0..<count {
        if isRepeated { random = SplitMix64(seed: UInt64(seed)) }
        let pass = model.parisianPass(
          particles: instance.particles, given: isConditional ? paths[reference] : nil, using: &random
        ) { _, _, state in state == 0 ? 1 / Double(model.length) : 0 }
        visits[pass.path, default: 0] += 1
        sum += pass.estimate
      }
      let law = exact.pathLaw(particles: instance.particles, given: paths[reference], .backwardSampling)
      let share = zip(paths, law).reduce(Rational(0)) { sum, entry in
        sum + entry.1 * Rational(entry.0.filter { $0 == 0 }.count, exact.length)
      }
      let distances = zip(paths, law).map { (Rational(visits[$0] ?? 0, count) - $1).magnitude }
      let values =
        instance.values + [NamedValue("z", paths[reference]), NamedValue("seed", seed)]
      // epsilon, rounded up.
      let limit = Rational(1_890, 10_000)
      return [
        Evidence(
          "|frequency of a path - K_N(z, x)| <= epsilon", distances.reduce(Rational(0)) { Rational.maximum($0, $1) },
          atMost: limit, at: values),
        Evidence(
          "|mean of the estimates - K_N(z, .) h| <= epsilon",
          (Rational(exactly: sum / Double(count)) - share).magnitude, atMost: limit, at: values),
      ]
    }
  }
}
