import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// Particle Gibbs with backward sampling.
  static let gibbsBias = Claim(
    "paris.T-bias",
    title: "The bias of Parisian particle Gibbs decays geometrically, by an exactly known factor",
    statement: """
      Let K_N be the law of the path that conditional SMC with N particles and backward sampling draws, by reference \
      path. The smoothing law pi is invariant under K_N. From a law q of the first reference, the bias of the estimate \
      of sweep k is q K_N^k h - pi h, at most delta_N^k |q - pi|_TV (max h - min h) with Dobrushin's delta_N <= 1 - \
      ((N - 1)/N)^(T+1) Z/prod_t max g_t < 1 for N >= 2, which decreases in N; the mean over sweeps k_0 < k <= k_1 has \
      a bias of at most delta_N^(k_0+1)/((1 - delta_N)(k_1 - k_0)) |q - pi|_TV (max h - min h).
      """,
    source: Source(
      "Cardoso et al., State and parameter learning with PaRIS particle Gibbs", arXiv: "2301.00900",
      "the bias bound C kappa_N^k/N; constants that can be checked: derived here", .recalled),
    hypotheses: [
      Hypothesis("N >= 2", "there is a particle besides the reference"),
      Hypothesis("conditional", "the reference is one of the particles"),
      Hypothesis("g <= max g", "the weights are bounded", untested: "there are finitely many states"),
    ],
    method: .exact,
    notes: [
      "Not statistical, as was foreseen: for a chain with few states the law of the sweep is summed up exactly "
        + "over all places of all particles. That the sampler has this law is paris.S-sampler, statistically.",
      "Given the particles the Parisian estimate has the same mean as the path that is drawn, so that its bias is "
        + "that of the kernel.",
      "That delta_N decreases in N is checked, not derived.",
      "Strong mixing is not needed here: g is bounded and positive. The factor 1/N of the recalled bound is that "
        + "of the first reference, if it is a path of an unconditional filter: see the figure.",
      "The same holds for ancestor tracing, with the same bound.",
    ],
    effort: 0.06,
    check: Check(ParticleInstance.generator()) { instance, _ in evidence(instance) },
    falsifiers: [
      Falsifier(
        "N = 1: the kernel is the identity", dropping: "N >= 2",
        Check(ParticleInstance.generator(particles: 1...1)) { instance, _ in
          Evidence(
            "delta_N < 1", instance.model.gibbsKernel(particles: 1).dobrushinCoefficient, lessThan: Rational(1),
            at: instance.values)
        }),
      Falsifier(
        "a filter without the reference", dropping: "conditional",
        Check(ParticleInstance.generator()) { instance, _ in
          Evidence(
            "the law of the path = pi", instance.model.pathLaw(particles: instance.particles, .backwardSampling),
            equal: instance.model.smoothingLaw, at: instance.values)
        }),
      Falsifier(
        "half the Doeblin bound's distance from 1",
        Check(ParticleInstance.generator()) { instance, _ in
          Evidence(
            "delta_N <= (1 - epsilon)/2",
            instance.model.gibbsKernel(particles: instance.particles).dobrushinCoefficient,
            atMost: instance.doeblinBound / 2, at: instance.values)
        }),
    ],
    figures: [
      FigureRecipe("particle-gibbs-bias", make: biasFigure),
      FigureRecipe("particle-gibbs-contraction", make: contractionFigure),
    ])

  private static func evidence(_ instance: ParticleInstance) -> [Evidence] {
    let model = instance.model
    let values = instance.values + [NamedValue("h", instance.function)]
    let pi = model.smoothingLaw
    let truth = instance.mean(pi)
    let start = model.pathLaw(particles: instance.particles, .backwardSampling)
    let distance = totalVariation(start, pi, in: Intrinsic()) * instance.oscillation
    return PathSelection.allCases.flatMap { selection -> [Evidence] in
      let kernel = model.gibbsKernel(particles: instance.particles, selection)
      let delta = kernel.dobrushinCoefficient
      let name = "\(selection)"
      var law = start
      var biases: [Rational] = []
      for _ in 1...4 {
        law = kernel.moving(law)
        biases.append(instance.mean(law) - truth)
      }
      let mean = (biases[2] + biases[3]) / 2
      let more = model.gibbsKernel(particles: instance.particles + 1, selection).dobrushinCoefficient
      return [
        Evidence("delta_(N+1) <= delta_N, \(name)", more, atMost: delta, at: values),
        Evidence("pi K_N = pi, \(name)", kernel.moving(pi), equal: pi, at: values),
        Evidence("delta_N < 1, \(name)", delta, lessThan: Rational(1), at: values),
        Evidence(
          "delta_N <= 1 - ((N - 1)/N)^(T+1) Z/prod max g, \(name)", delta, atMost: instance.doeblinBound, at: values),
        Evidence(
          "|bias of sweep 1| <= delta_N |q - pi| (max h - min h), \(name)", biases[0].magnitude,
          atMost: delta * distance,
          at: values),
        Evidence(
          "|bias of sweep 4| <= delta_N^4 |q - pi| (max h - min h), \(name)", biases[3].magnitude,
          atMost: Rational.pow(delta, 4) * distance, at: values),
        Evidence(
          "|bias of the mean of sweeps 3 and 4| <= delta_N^3/(2 (1 - delta_N)) |q - pi| (max h - min h), \(name)",
          mean.magnitude, atMost: Rational.pow(delta, 3) / (2 * (1 - delta)) * distance, at: values),
      ]
    }
  }

  /// Two states that stay, and observations that tell them apart; h is the number of visits of state 1.
  private static func example(length: Int) -> FiniteHiddenMarkovModel<Rational> {
    FiniteHiddenMarkovModel(
      initial: [Rational(1, 2), Rational(1, 2)],
      transition: Matrix([[Rational(4, 5), Rational(1, 5)], [Rational(1, 5), Rational(4, 5)]], in: Intrinsic()),
      potentials: (0..<length).map { $0 % 3 == 2 ? [1, 3] : [2, 1] })
  }

  private static func biasFigure(_ precision: Precision) -> FigureData {
    let model = example(length: 4)
    let visits = model.paths.map { Rational($0.reduce(0, +)) }
    let instance = ParticleInstance(model: model, particles: 1, function: visits)
    let truth = instance.mean(model.smoothingLaw)
    let count = 12
    return FigureData(
      "particle-gibbs-bias", title: "Bias of Parisian particle Gibbs",
      caption: """
        |E of the estimate of the visits of state 1 - its mean| after k conditional sweeps, summed up exactly in \
        rational numbers over all places of N particles, for a chain with 2 states and T + 1 = 4 observations; the \
        first reference is a path of an unconditional filter (k = 0). The bias starts at order 1/N and falls \
        geometrically, the faster the more particles.
        """,
      xLabel: "sweeps k", yLabel: "|bias|", logY: true,
      x: FigureData.Column("k", (0...count).map(Double.init)),
      curves: [2, 3, 4, 6, 9].map { particles in
        let kernel = model.gibbsKernel(particles: particles).map(in: precision) { Ball($0, in: precision) }
        var law = model.pathLaw(particles: particles, .backwardSampling).balls(precision)
        let biases = (0...count).map { k -> Ball in
          if k > 0 { law = kernel.moving(law) }
          let mean = zip(law, visits).reduce(Ball(0, in: precision)) { $0 + $1.0 * Ball($1.1, in: precision) }
          return (mean - Ball(truth, in: precision)).magnitude
        }
        return FigureData.Column("N = \(particles)", biases)
      })
  }

  private static func contractionFigure(_ precision: Precision) -> FigureData {
    let counts = [2, 3, 4, 5, 6, 8, 10, 12, 14]
    let models = [2, 3, 4].map { example(length: $0) }
    func curve(_ model: FiniteHiddenMarkovModel<Rational>, _ selection: PathSelection) -> [Ball] {
      counts.map { Ball(model.gibbsKernel(particles: $0, selection).dobrushinCoefficient, in: precision) }
    }
    return FigureData(
      "particle-gibbs-contraction", title: "Contraction of conditional SMC",
      caption: """
        Dobrushin's coefficient of one sweep, exact, against the number of particles, for the chain of the other \
        figure: it falls like T/N, and with backward sampling it is smaller than with ancestor tracing, where early \
        states keep those of the reference.
        """,
      xLabel: "N", yLabel: "delta_N", logX: true, logY: true, xRange: 2...20,
      x: FigureData.Column("N", counts.map(Double.init)),
      curves: models.map {
        FigureData.Column("backward sampling, T + 1 = \($0.length)", curve($0, .backwardSampling))
      }
        + models.map {
          FigureData.Column("ancestor tracing, T + 1 = \($0.length)", curve($0, .ancestorTracing), style: .dashedLine)
        })
  }
}

extension ParticleInstance {
  /// 1 - ((N - 1)/N)^(T+1) Z/prod_t max g_t.
  fileprivate var doeblinBound: Rational {
    let ceiling = model.potentials.reduce(Rational(1)) { product, g in
      product * g.reduce(Rational(0)) { Rational.maximum($0, $1) }
    }
    return 1 - Rational.pow(Rational(particles - 1, particles), model.length) * model.likelihood / ceiling
  }
}
