import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HankelClaims {
  /// Diagonal systems at random.
  static let scarceRank = Claim(
    "hope.T1-scarce",
    title: "The Hankel singular values of random diagonal systems are few",
    statement: """
      For poles uniform in the unit disc and Gaussian residues, the number of Hankel singular values above sigma_1/100 grows like \
      n^beta with beta < 1: in every trial the slope of log(rank) against log(n), n = 8, 16, 32, 64, is below 4/5. N trials \
      without failure bound the probability of one by 3/N, with confidence 95 %.
      """,
    source: hope("Theorem 1"),
    hypotheses: [
      Hypothesis("mild density", "P(|a_j| > 1 - r) = O(r)"),
      Hypothesis(
        "independent residues", "b . c is Gaussian and independent of the poles",
        untested: "a dependence has to be chosen with care in order to fill the rank"),
      Hypothesis(
        "independent poles", "the poles are drawn independently",
        untested: "LegS, whose poles are not, is another claim"),
    ],
    method: .statistical,
    notes: [
      "LAPACK computes the singular values; only their number above the threshold is used.",
      "The law of the poles is as quoted; a statement about the order of growth is tested as a regression, not pointwise.",
      "The slope over n = 32 ... 512 was given as 0.45, with mean ranks 11.2, 16.6, 21.8, 27.4, 39.0; n beyond 64 is not redone.",
    ],
    effort: 0.06,
    check: Check(RankTrial.diagonal) { trial, _ in try trial.slopeIsBelow() },
    falsifiers: [
      Falsifier(
        "all poles at |z| = 1 - 1/(4n)", dropping: "mild density",
        Check(RankTrial.diagonal.with { $0.nearCircle = true }) { trial, _ in try trial.slopeIsBelow() })
    ])

  /// Hankel matrices at random.
  static let randomHankel = Claim(
    "hope.T3-random-hankel",
    title: "Random Hankel matrices have a numerical rank proportional to n",
    statement: """
      For independent Gaussian h_k, k < n, and H_ij = h_(i+j), i + j < n, else 0, the number of singular values above sigma_1/100 is \
      at least n/2 in every trial, n = 8 ... 64. N trials without failure bound the probability of one by 3/N, with confidence 95 %.
      """,
    source: hope("Theorem 3"),
    hypotheses: [
      Hypothesis("independent entries", "the h_k are independent and of one variance"),
      Hypothesis("finite", "the matrix is n x n", untested: "the operator is zero beyond it, by its definition"),
    ],
    method: .statistical,
    notes: [
      "LAPACK computes the singular values; only their number above the threshold is used.",
      "The share was given as 0.919, 0.872, 0.855, 0.861, 0.872 for n = 32 ... 512; n beyond 64 is not redone.",
    ],
    effort: 0.15,
    check: Check(RankTrial.hankel) { trial, _ in try trial.rankIsLinear() },
    falsifiers: [
      Falsifier(
        "h_k times 2^-k", dropping: "independent entries",
        Check(RankTrial.hankel.with { $0.decays = true }) { trial, _ in try trial.rankIsLinear() })
    ])
}

private struct RankTrial: Sendable {
  let seed: Int
  let order: Int
  var nearCircle = false
  var decays = false

  static let diagonal = Generator { draw in RankTrial(seed: draw.integer(in: 0...9999), order: 0) }
  static let hankel = Generator { draw in
    RankTrial(seed: draw.integer(in: 0...9999), order: draw.integer(in: 8...64))
  }

  private func diagonalRank(_ n: Int, _ random: inout SplitMix64) throws -> Int {
    let poles = (0..<n).map { _ -> Complex<Double> in
      let z = discPoint(using: &random)
      guard nearCircle else { return z }
      let scale = (1 - 0.25 / Double(n)) / z.squaredMagnitude.squareRoot()
      return Complex(z.real * scale, z.imaginary * scale)
    }
    let residues = (0..<n).map { _ in RandomMatrices.complexGaussian(using: &random) }
    let ones = Array(repeating: Complex<Double>(1, in: Intrinsic()), count: n)
    let gramians = try diagonalGramians(.discrete, eigenvalues: poles, input: ones, output: residues, in: Intrinsic())
    let values = try hankelSingularValues(
      reachability: gramians.reachability, observability: gramians.observability
    ) { matrix throws(LinearAlgebraError) in try LAPACK.hermitianEigensystem(of: matrix) }
    return numericalRank(values, share: 0.01)
  }

  func slopeIsBelow() throws -> Evidence {
    var random = SplitMix64(seed: UInt64(seed))
    let orders = [8, 16, 32, 64]
    // More trials where they cost less and vary more.
    let ranks = try orders.map { n -> Double in
      let count = 64 / n
      return try (0..<count).reduce(0) { sum, _ in sum + Double(try diagonalRank(n, &random)) } / Double(count)
    }
    return Evidence(
      "slope of log(rank) against log(n) <= 4/5", logarithmicSlope(orders.map(Double.init), ranks), atMost: 0.8,
      at: [NamedValue("seed", seed), NamedValue("mean ranks, n = 8, 16, 32, 64", ranks)])
  }

  func rankIsLinear() throws -> Evidence {
    var random = SplitMix64(seed: UInt64(seed))
    var parameters = (0..<order).map { _ in RandomMatrices.complexGaussian(using: &random).real }
    if decays { for k in parameters.indices { parameters[k] *= Double(sign: .plus, exponent: -k, significand: 1) } }
    let values = try LAPACK.singularValues(of: HankelParameterization(parameters, in: Intrinsic()).matrix)
    return Evidence(
      "n/2 <= the number of singular values above sigma_1/100", Double(order) / 2,
      atMost: Double(numericalRank(values, share: 0.01)), at: [NamedValue("seed", seed), NamedValue("n", order)])
  }
}
