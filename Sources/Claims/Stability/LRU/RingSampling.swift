import Arithmetic
import Definitions
import PropertyTesting

extension LinearRecurrentUnit {
  /// The probability that one test of a right sampler fails.
  private static let risk = Rational.pow(10, -9)
  private static let samples = 1000

  /// Lemma 2: the initialization is uniform on the ring.
  static let ringSampling = Claim(
    "lru.L2-ring",
    title: "The initialization of the LRU is uniform in area on its ring",
    statement: """
      For independent u_1, u_2 uniform on [0, 1], nu = -1/2 log(u_1 (r_max^2 - r_min^2) + r_min^2) and theta = 2 pi \
      u_2, e^(-nu + i theta) is uniform on the ring r_min <= |z| <= r_max. (Tested with 1000 samples; a right \
      sampler fails one test with a probability of at most 1e-9.)
      """,
    source: paper("Lemma 2"),
    hypotheses: [
      Hypothesis("ring", "0 <= r_min < r_max <= 1", untested: "the lemma holds for every ring; the LRU needs this one"),
      Hypothesis("independence", "u_1 and u_2 are independent"),
      Hypothesis("whole circle", "theta fills [0, 2 pi], not [0, pi/10] as in one of the paper's settings"),
    ],
    method: .statistical,
    notes: [
      "What makes it true is certified besides: the share of the ring's area within |z(u_1)| is u_1.",
      "The bounds are those of Massart and of Hoeffding, which hold for any number of samples; the search for the "
        + "worst seed among some hundreds is covered by the probability.",
    ],
    effort: 0.1,
    check: .all(
      Check(Sampling.any) { sampling, precision in
        let ring = sampling.ring.initialization(precision)
        let u = Ball(sampling.share, in: precision)
        return Evidence(
          "the share of the ring's area within e^-nu(u) = u", ring.share(within: Ball.exp(-ring.logarithmicDecay(u))),
          agreesWith: u, bits: 40, at: sampling.ring.values + [NamedValue("u", sampling.share)])
      },
      Check(Sampling.any) { isUniform($0, $1) }),
    falsifiers: [
      Falsifier(
        "u_2 = u_1", dropping: "independence",
        Check(Sampling.any.with { $0.isDependent = true }) { isUniform($0, $1) }),
      Falsifier(
        "theta in [0, pi/10]", dropping: "whole circle",
        Check(Sampling.any.with { $0.turn = 1 / 20 }) { isUniform($0, $1) }),
      Falsifier(
        "|z| uniform in place of |z|^2, on the disc",
        Check(
          Sampling.any.with {
            $0.isUniformInRadius = true
            $0.ring = Ring(minimum: 0, maximum: 1)
          }
        ) { isUniform($0, $1) }),
    ],
    figures: [ringDensityFigure])

  private static func isUniform(_ sampling: Sampling, _ precision: Precision) -> [Evidence] {
    let (areas, turns) = sampling.points()
    let bound = EmpiricalDistribution.deviation(count: samples, probability: Ball(risk, in: precision))
    func evidence(_ name: String, _ distance: Double) -> Evidence {
      Evidence(name + " <= the bound", Ball(distance, in: precision), atMost: bound, at: sampling.values)
    }
    let quarter = zip(areas, turns).filter { $0 < 0.5 && $1 < 0.5 }.count
    return [
      evidence("Kolmogorov distance of the area within |z|", EmpiricalDistribution.distanceFromUniform(areas)),
      evidence("Kolmogorov distance of the angle", EmpiricalDistribution.distanceFromUniform(turns)),
      evidence(
        "|share of the inner, upper quarter - 1/4|", (Double(quarter) / Double(samples) - 0.25).magnitude),
    ]
  }

  /// A ring, samples of it, and how they may be wrong.
  private struct Sampling: Sendable {
    var ring: Ring
    var share: Rational
    var seed: Int
    var turn = 1.0
    var isDependent = false
    var isUniformInRadius = false

    static let any = Generator { draw in
      Sampling(
        ring: try draw(Ring.any), share: Rational(try draw(.integer(in: 1...16)), 16),
        seed: try draw(.integer(in: 0...1_000_000)))
    }

    /// The share of the ring's area within |z|, and arg z/(2 pi), of each sample.
    func points() -> (areas: [Double], turns: [Double]) {
      let ring = RingInitialization(minimum: ring.minimum.approximation, maximum: ring.maximum.approximation)
      var random = SplitMix64(seed: UInt64(seed))
      var areas: [Double] = []
      var turns: [Double] = []
      for _ in 0..<LinearRecurrentUnit.samples {
        let z = ring.sample(turn: turn, using: &random)
        let area = min(max(ring.share(within: z.modulus), 0), 1)
        // Where the radius of the disc is uniform, the share of the area is its square.
        areas.append(isUniformInRadius ? area * area : area)
        turns.append(isDependent ? area : z.phase / (2 * Double.pi))
      }
      return (areas, turns)
    }

    var values: [NamedValue] { ring.values + [NamedValue("seed", seed)] }
  }
}
