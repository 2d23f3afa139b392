import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ModelReduction {
  static func spectral(_ locus: String, _ provenance: Provenance = .recalled) -> Source {
    Source(
      "Agarwal et al., Spectral State Space Models", arXiv: "2312.06837", locus, provenance,
      quotedBy: provenance == .secondary ? "a public summary" : nil)
  }

  /// The matrix whose eigenvectors are the filters.
  static let spectralMatrix = Claim(
    "stu.Z1-matrix",
    title: "The filters' Hankel matrix is the Gramian of scalar systems, positive definite and nearly singular",
    statement: """
      Z_ij = 2/((i+j)^3 - (i+j)) = integral over [0, 1] of (1 - a)^2 a^(i+j-2), i, j >= 1: a positive definite Hankel \
      matrix. 18 of its eigenvalues exceed u sigma_1 for L = 64 and 20 for L = 128, u = 2^-53.
      """,
    source: spectral("the matrix Z", .secondary),
    hypotheses: [Hypothesis("indices from 1", "i, j = 1 ... L")],
    method: .exact,
    notes: [
      "x^T Z x is compared with the integral of a polynomial, exactly; positive definiteness by elimination.",
      "The counts are proved by Sylvester's law of inertia in balls. What float64 and float32 eigensolvers make "
        + "of the filters is the figure spectral-filter-noise.",
    ],
    effort: 0.5,
    check: Check(FormInstance.generator) { instance, _ in [instance.isIntegral(), instance.isDefinite()] },
    falsifiers: [
      Falsifier(
        "indices from 0", dropping: "indices from 1",
        Check(FormInstance.generator) { instance, _ in [instance.isDefined(firstIndex: 0)] }),
      Falsifier(
        "indices from 2 give the same integrals", dropping: "indices from 1",
        Check(FormInstance.generator) { instance, _ in [instance.isIntegral(firstIndex: 2)] }),
    ],
    quoted: { _ in
      try [(64, 18), (128, 20)].map { length, expected in
        let section = try SpectralSection(length: length, rank: 28)
        let unit = Ball(Rational.pow(2, -53), in: section.precision)
        let count = try section.count(above: unit * section.eigenvalue(0))
        return Evidence("#{sigma_j > u sigma_1} of L = \(length)", Rational(count ?? -1), equals: Rational(expected))
      }
    },
    figures: [
      FigureRecipe("spectral-filters") { try spectralFiltersFigure($0) },
      FigureRecipe("spectral-filter-noise") { try filterNoiseFigure($0) },
    ])

  /// The decay of the eigenvalues.
  static let spectralDecay = Claim(
    "stu.Z2-decay",
    title: "The eigenvalues of the filters' matrix decay like c^(-j/ln L), and faster",
    statement: """
      sigma_j(Z) <= K c^(-j/ln L), c = e^(pi^2/4), for L >= 10 with an absolute K, and sigma_(1+2k) <= 16 rho^(2-2k) \
      sigma_1 with rho = exp(pi^2/(4 ln(8 floor(L/2)/pi))). K = 11/10 serves.
      """,
    source: spectral("Hazan, Singh, Zhang 2017, on the spectrum of Z"),
    hypotheses: [
      Hypothesis("positive definite", "Z is a positive definite real Hankel matrix"),
      Hypothesis("L >= 10", "for K = 11/10"),
    ],
    method: .certified,
    notes: [
      "Published values of K are about 10^5 to 10^6, recalled; the least K falls with L (0.878, 0.734, 0.652, "
        + "0.599 for L = 16 ... 128), always because of j = 1. The true decay is about e^(-10 j/ln L), four times the "
        + "exponent (figure spectral-filters).",
      "#{sigma > t} is counted by Sylvester's law of inertia in balls: an upper bound of sigma_j is a count below j.",
    ],
    effort: 0.25,
    check: Check(DecayInstance.generator(length: 10...20)) { instance, precision in
      [instance.published(precision), instance.general(precision)].compactMap { $0 }
    },
    falsifiers: [
      Falsifier(
        "the exchange matrix", dropping: "positive definite",
        Check(DecayInstance.generator(length: 10...20).with { $0.isExchange = true }) { instance, precision in
          [instance.general(precision)].compactMap { $0 }
        }),
      Falsifier(
        "L from 2 to 8", dropping: "L >= 10",
        Check(DecayInstance.generator(length: 2...8)) { instance, precision in
          [instance.published(precision)].compactMap { $0 }
        }),
      Falsifier(
        "K = 3/4",
        Check(DecayInstance.generator(length: 10...14)) { instance, precision in
          [instance.published(precision, constant: Rational(3, 4))].compactMap { $0 }
        }),
    ],
    quoted: { precision in
      try [(16, "0.878"), (32, "0.734"), (64, "0.652"), (128, "0.599")].map { length, digits in
        let largest = try SpectralSection(length: length, rank: 28).eigenvalue(0)
        let decay = SpectralFilters.publishedBound(constant: Ball(1, in: precision), index: 1, length: length)
        return Evidence("the least K of j = 1, L = \(length)", largest / decay, isQuotedAs: digits)
      }
    })
}

/// A vector whose quadratic form is compared with an integral.
private struct FormInstance: Sendable {
  let x: [Rational]

  static let generator = Generator { draw in
    FormInstance(x: try draw(.numbers(count: draw.integer(in: 1...8))))
  }

  private var values: [NamedValue] { [NamedValue("x", x)] }
  private func matrix(_ firstIndex: Int = 1) -> Matrix<Rational> {
    SpectralFilters.matrix(length: x.count, firstIndex: firstIndex, in: Intrinsic())
  }

  func isIntegral(firstIndex: Int = 1) -> Evidence {
    let p = Polynomial<Rational>([1, -1], in: Intrinsic()) * Polynomial(x, in: Intrinsic())
    let integral = (p * p).coefficients.enumerated().reduce(Rational(0)) { $0 + $1.element / Rational($1.offset + 1) }
    let form = zip(x, matrix(firstIndex) * x).reduce(Rational(0)) { $0 + $1.0 * $1.1 }
    return Evidence("x^T Z x = int ((1 - a) sum x_i a^(i-1))^2", form, equals: integral, at: values)
  }

  func isDefinite() -> Evidence {
    Evidence("Z > 0", holds: matrix().isPositiveDefinite, at: [NamedValue("L", x.count)])
  }

  func isDefined(firstIndex: Int) -> Evidence {
    Evidence(
      "every element is a number", holds: Truth(matrix(firstIndex).elements.elements.allSatisfy(\.isDefined)),
      at: values)
  }
}

/// A length, an index, and the matrix that is tried.
private struct DecayInstance: Sendable {
  let length, index: Int
  var isExchange = false

  static func generator(length: ClosedRange<Int>) -> Generator<DecayInstance> {
    Generator { draw in
      let n = draw.integer(in: length)
      return DecayInstance(length: n, index: draw.integer(in: 1...min(n, 12)))
    }
  }

  private var values: [NamedValue] { [NamedValue("L", length), NamedValue("j", index)] }
  private func matrix(_ precision: Precision) -> Matrix<Ball> {
    isExchange
      ? Matrix(length, length, in: precision) { Ball($0 + $1 == length - 1 ? 1 : 0, in: precision) }
      : SpectralFilters.matrix(length: length, in: precision)
  }

  private func isBelow(_ index: Int, _ bound: Ball, _ statement: String, _ precision: Precision) -> Evidence {
    guard let count = matrix(precision).eigenvalueCount(above: bound) else {
      return Evidence(statement, holds: .undecided, at: values)
    }
    return Evidence(statement, Rational(count), atMost: Rational(index - 1), at: values)
  }

  func published(_ precision: Precision, constant: Rational = Rational(11, 10)) -> Evidence? {
    isBelow(
      index, SpectralFilters.publishedBound(constant: Ball(constant, in: precision), index: index, length: length),
      "#{sigma > K c^(-j/ln L)} <= j - 1", precision)
  }

  /// For j = 1 + 2 k, with sigma_1 from below as |Z|_F^2/tr Z (of the exchange matrix, which has |sigma| = 1, as 1).
  func general(_ precision: Precision) -> Evidence? {
    let k = index / 2
    guard k >= 1, 1 + 2 * k <= length, !isExchange || 2 * (1 + 2 * k) <= length else { return nil }
    let z = matrix(precision)
    let largest = isExchange ? Ball(1, in: precision) : z.squaredFrobeniusNorm / z.trace
    return isBelow(
      1 + 2 * k, largest * SpectralFilters.hankelBound(pairs: k, length: length, in: precision),
      "#{sigma > 16 rho^(2 - 2k) sigma_1} <= 2 k", precision)
  }
}
