import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension LinearRecurrentUnit {
  /// The eigenvalues of a Gaussian matrix fill the unit disc.
  static let circularLaw = Claim(
    "lru.T1-circular",
    title: "The spectrum of Glorot's initialization fills the unit disc",
    statement: """
      The eigenvalues of an N x N matrix with independent Gaussian elements of variance 1/N tend to the uniform \
      distribution on the unit disc. (Tested at N = 32 ... 128: the share of eigenvalues with |lambda|^2 <= k/10 is \
      within 3/sqrt(N) of k/10, and the spectral radius is in [0.8, 1.3]; observed for every matrix drawn.)
      """,
    source: paper("Theorem 1, the strong circular law"),
    hypotheses: [
      Hypothesis("independent", "the elements are independent"),
      Hypothesis("variance", "their variance is 1/N"),
      Hypothesis(
        "N -> infinity", "N is large",
        untested: "the tolerance 3/sqrt(N) is what stands for it: at N < 9 it excludes nothing"),
    ],
    method: .statistical,
    notes: [
      "No confidence level is known in closed form: eigenvalues repel each other, and the counts vary less than those "
        + "of independent points, for which 3/sqrt(N) fails once in 10^7 (Massart). The eigenvalues are LAPACK's; only "
        + "counts are used, and printed.",
      "The catalogue tests N = 512 with [0.95, 1.1] for the spectral radius; the bounds here are those of N >= 32. A "
        + "real matrix has about sqrt(2 N/pi) real eigenvalues, so that the angle is not tested.",
    ],
    effort: 0.05,
    check: Check(GaussianMatrix.any) { try fillsDisc($0, $1) },
    falsifiers: [
      Falsifier(
        "the symmetric part of the matrix", dropping: "independent",
        Check(GaussianMatrix.any.with { $0.isSymmetric = true }) { try fillsDisc($0, $1) }),
      Falsifier(
        "variance 2/N", dropping: "variance",
        Check(GaussianMatrix.any.with { $0.isDoubled = true }) { try fillsDisc($0, $1) }),
    ],
    figures: [circularFigure])

  private static func fillsDisc(_ instance: GaussianMatrix, _ precision: Precision) throws -> [Evidence] {
    let squares = try instance.squaredModuli()
    func count(_ limit: Double) -> Int { squares.count(where: { $0 <= limit }) }
    let distance = (1...10).map { k -> Rational in
      (Rational(count(Double(k) / 10), instance.order) - Rational(k, 10)).magnitude
    }.max()
    let bound = 3 / Ball.sqrt(Ball(instance.order, in: precision))
    return [
      Evidence(
        "max_k |share of |lambda|^2 <= k/10 - k/10| <= 3/sqrt(N)", Ball(distance ?? 1, in: precision), atMost: bound,
        at: instance.values),
      Evidence("no |lambda| > 1.3", Rational(squares.count - count(1.69)), equals: 0, at: instance.values),
      Evidence("some |lambda| > 0.8", Rational(1), atMost: Rational(squares.count - count(0.64)), at: instance.values),
    ]
  }

  /// A Gaussian matrix.
  struct GaussianMatrix: Sendable {
    var order: Int
    var seed: Int
    var isSymmetric = false
    var isDoubled = false

    static let any = Generator { draw in
      GaussianMatrix(order: 32 << (try draw(.integer(in: 0...2))), seed: try draw(.integer(in: 0...1_000_000)))
    }

    /// |lambda|^2 of its eigenvalues.
    func squaredModuli() throws -> [Double] {
      var random = SplitMix64(seed: UInt64(seed))
      var matrix = RandomMatrices.realGinibre(order: order, using: &random)
      if isSymmetric { matrix = (matrix + matrix.transposed).scaled(by: 0.5.squareRoot()) }
      let values = try LAPACK.eigenvalues(of: matrix)
      return values.map { $0.squaredMagnitude * (isDoubled ? 2 : 1) }
    }

    var values: [NamedValue] { [NamedValue("N", order), NamedValue("seed", seed)] }
  }
}
