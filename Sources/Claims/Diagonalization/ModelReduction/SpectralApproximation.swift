import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ModelReduction {
  /// Filters approximate the responses of scalar systems.
  static let spectralApproximation = Claim(
    "stu.T31-approx",
    title: "k filters approximate every response (1 - a) a^i to exp(-(pi^2/4) k/ln L)",
    statement: """
      For 0 <= a <= 1 the distance of mu(a) = (1 - a) (1, a, ..., a^(L-1)) from the span of the first k filters is at \
      most sqrt(L sum_(j > k) sigma_j), and it decays like exp(-(pi^2/4) k/ln L): a marginally stable symmetric system \
      needs O(log L) filters.
      """,
    source: spectral("Theorem 3.1", .secondary),
    hypotheses: [
      Hypothesis("real a", "A is symmetric, ||A|| <= 1"),
      Hypothesis("a >= 0", "negative eigenvalues have filters with alternating signs of their own"),
    ],
    method: .certified,
    notes: [
      "sqrt(L sum) is what the catalogue compares with, not the paper: it fails at a = 0 from L = 8, k = 4 on. "
        + "Every component of the residual is a polynomial of degree at most L in a, and sup p^2 <= (L+1)^2 int p^2 "
        + "on [0, 1], while the integral of the squared residual is sum_(j > k) sigma_j: (L + 1) sqrt(sum) holds for "
        + "every L, k and a.",
      "The filters are computed at twice the working precision, and then taken as they are: the residual against "
        + "them is enclosed, and is at least the distance. The autoregressive term of the paper's model is not "
        + "redone.",
    ],
    effort: 0.1,
    check: Check(ResponseInstance.withZero) { instance, precision in
      try [instance.isBounded(precision, factor: .root), instance.decays(precision)]
    },
    correction: Correction(
      "The distance is at most (L + 1) sqrt(sum_(j > k) sigma_j), and at most 2 exp(-(pi^2/4) k/ln L) for 8 <= L <= "
        + "16, k <= 10.",
      Check(ResponseInstance.withZero) { instance, precision in
        try [instance.isBounded(precision, factor: .length), instance.decays(precision)]
      }),
    falsifiers: [
      Falsifier(
        "a rotation: a on the unit circle", dropping: "real a",
        Check(ResponseInstance.generator.with { $0.isRotation = true }) { instance, precision in
          try [instance.decays(precision)]
        }),
      Falsifier(
        "a negative a", dropping: "a >= 0",
        Check(ResponseInstance.generator.with { $0.a = -$0.a }) { instance, precision in
          try [instance.decays(precision)]
        }),
    ])
}

/// A response, and how many filters are to approximate it.
private struct ResponseInstance: Sendable {
  let length, count: Int
  var a: Rational
  var isRotation = false

  enum Factor { case root, length }

  static let generator = generator(a: .rational(in: 0...1, denominator: 32))
  static let atZero = generator(a: .always(0))

  static func generator(a: Generator<Rational>) -> Generator<ResponseInstance> {
    Generator { draw in
      ResponseInstance(length: draw.integer(in: 8...16), count: draw.integer(in: 1...10), a: try draw(a))
    }
    .filter { $0.count <= $0.length - 2 }
  }

  /// a = 0 in every second instance: there the residual is largest.
  static let withZero = Generator<ResponseInstance>.oneOf(generator, atZero)

  private var values: [NamedValue] { [NamedValue("L", length), NamedValue("k", count), NamedValue("a", a)] }

  private func filters(_ precision: Precision) throws -> Matrix<Ball> {
    let wide = Precision(bits: 2 * precision.bits)
    return Matrix(
      points: try SpectralFilters.filters(length: length, count: count, in: wide).vectors as Matrix<BigFloat>)
  }

  /// |mu(a) - V V^T mu(a)|; for a rotation, a stands for the point (1 - t^2 + 2 i t)/(1 + t^2) of the circle, with t =
  /// 1 + a.
  private func distance(_ precision: Precision, _ filters: Matrix<Ball>) -> Ball {
    func squaredNorm(_ x: [Ball]) -> Ball { x.reduce(Ball(0, in: precision)) { $0 + Ball.pow($1, 2) } }
    let wide = filters.context
    guard isRotation else {
      let mu = SpectralFilters.response(Ball(a, in: wide), length: length)
      return Ball.sqrt(squaredNorm(SpectralFilters.residual(of: mu, filters: filters)))
    }
    let t = 1 + a
    let point = Complex((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
    let mu = SpectralFilters.response(point, length: length)
    let parts = [mu.map(\.real), mu.map(\.imaginary)].map { part in
      squaredNorm(SpectralFilters.residual(of: part.map { Ball($0, in: wide) }, filters: filters))
    }
    return Ball.sqrt(parts[0] + parts[1])
  }

  func isBounded(_ precision: Precision, factor: Factor) throws -> Evidence {
    let filters = try filters(precision)
    let matrix: Matrix<Ball> = SpectralFilters.matrix(length: length, in: filters.context)
    // tr Z less the Rayleigh quotients of the filters: sum_(j > k) sigma_j, to the accuracy of the filters.
    let tail = matrix.trace - (filters.transposed * matrix * filters).trace
    let bound: Ball
    switch factor {
    case .root: bound = Ball.sqrt(Ball(length, in: filters.context) * tail)
    case .length: bound = Ball(length + 1, in: filters.context) * Ball.sqrt(tail)
    }
    return Evidence(
      factor == .root
        ? "|mu(a) - V V^T mu(a)| <= sqrt(L sum_(j > k) sigma_j)"
        : "|mu(a) - V V^T mu(a)| <= (L + 1) sqrt(sum_(j > k) sigma_j)",
      distance(precision, filters), atMost: bound, at: values)
  }

  func decays(_ precision: Precision) throws -> Evidence {
    Evidence(
      "|mu(a) - V V^T mu(a)| <= 2 exp(-(pi^2/4) k/ln L)", distance(precision, try filters(precision)),
      atMost: SpectralFilters.publishedBound(constant: Ball(2, in: precision), index: count, length: length), at: values
    )
  }
}
