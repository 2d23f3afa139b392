import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension InverseApproximation {
  /// |e^(W t)| <= e^(-beta0 t) needs a normal W.
  static let exponentialNorm = Claim(
    "invapx.eq38",
    title: "Eigenvalues alone do not bound |e^(W t)|: a non-normal W first grows",
    statement:
      "If every eigenvalue of W has a real part of at most -beta0, then |e^(W t)|_2 <= e^(-beta0 t) for t >= 0.",
    source: paper("eqs. (36) to (41)"),
    hypotheses: [
      Hypothesis("t >= 0", "the time is not negative"),
      Hypothesis("Schur form", "|N|_2 is that of the strictly triangular part of a Schur form of W; any one will do"),
    ],
    method: .certified,
    notes: [
      "What is missing is that W is normal: then |e^(W t)|_2 = e^(alpha t).",
      "For W = [[-1, K], [0, -2]], |e^(W t)| e^t rises to its supremum sqrt(1 + K^2), 1.414, 2.236, 4.123 and 10.05 "
        + "for K = 1, 2, 4, 10, which no t attains; the catalogue's 1.41, 2.22, 4.10 and 9.98 are largest values on "
        + "a grid of times.",
      "Equality of a normal W is decided by a factor 1 + 2^-40.",
    ],
    effort: 0.5,
    check: Check(Growth.small) { growth, precision in
      Evidence(
        "|e^(W t)|_2 <= (1 + 2^-40) e^(-beta0 t)", try growth.norm(precision),
        atMost: Ball(1 + 0x1p-40, in: precision) * Ball.exp(Ball(growth.matrix.abscissa * growth.time, in: precision)),
        at: growth.values)
    },
    correction: Correction(
      "|e^(W t)|_2 <= e^(alpha t) sum_(k < m) (|N|_2 t)^k/k!, where W = Q (D + N) Q* is a Schur form of order m.",
      Check(Growth.any) { try $0.isBounded($1) }),
    falsifiers: [
      Falsifier("t < 0", dropping: "t >= 0", Check(Growth.backward) { try $0.isBounded($1) }),
      Falsifier(
        "half of N", dropping: "Schur form",
        Check(Growth.any.with { $0.share = Rational(1, 2) }) { try $0.isBounded($1) }),
    ],
    quoted: { precision in
      // At t = 40 the norm is the supremum but for e^-40.
      var evidence: [Evidence] = []
      for (k, digits) in [(1, "1.414"), (2, "2.236"), (4, "4.123"), (10, "10.05")] {
        let size = try Growth(matrix: Growth.pair(Rational(k)), time: 40).scaledNorm(precision)
        evidence.append(Evidence("|e^(W t)| e^t at t = 40, K = \(k)", size, isQuotedAs: digits))
      }
      return evidence
    },
    figures: [
      FigureRecipe("nonnormal-growth") { precision in
        let times = (0...100).map { Rational($0, 20) }
        var curves = try [0, 1, 2, 4, 10].map { k in
          let matrix = Growth.pair(Rational(k))
          return FigureData.Column(
            "K = \(k)", try times.map { try Growth(matrix: matrix, time: $0).scaledNorm(precision) })
        }
        let (zero, ten) = (Ball(0, in: precision), Ball(10, in: precision))
        let bound = times.map {
          schurExponentialBound(abscissa: zero, nonnormality: ten, order: 2, time: Ball($0, in: precision))
        }
        curves.append(FigureData.Column("1 + 10 t", bound, style: .dashedLine))
        return FigureData(
          "nonnormal-growth", title: "|e^(W t)| e^t for W = [[-1, K], [0, -2]]",
          caption: """
            Eq. (38) says that the curves stay at 1. Each rises to sqrt(1 + K^2) instead; K = 0, a normal W, stays. \
            The curves are enclosures; dashed is the bound by the Schur form for K = 10, 1 + 10 t.
            """,
          xLabel: "t", yLabel: "|e^(W t)|_2 e^t", logY: true,
          x: FigureData.Column("t", times.map(\.approximation)),
          curves: curves)
      }
    ])

  /// W and a time.
  private struct Growth: Sendable {
    let matrix: RecurrentMatrix
    let time: Rational
    /// The share of N that the bound is given.
    var share: Rational = 1

    static let small = generator(
      RecurrentMatrix.triangular(orders: 1...3, turned: false), time: .rational(above: 0, upTo: 4, denominator: 2))
    static let any = generator(RecurrentMatrix.triangular(), time: .rational(above: 0, upTo: 5, denominator: 4))
    static let backward = generator(
      RecurrentMatrix.triangular(), time: .rational(above: 0, upTo: 5, denominator: 4).map { -$0 })

    private static func generator(
      _ matrices: Generator<RecurrentMatrix>, time: Generator<Rational>
    ) -> Generator<Growth> {
      Generator { Growth(matrix: try $0(matrices), time: try $0(time)) }
    }

    /// [[-1, K], [0, -2]].
    static func pair(_ coupling: Rational) -> RecurrentMatrix {
      RecurrentMatrix(matrix: Matrix([[-1, coupling], [0, -2]], in: Intrinsic()), abscissa: -1)
    }

    var values: [NamedValue] { matrix.values + [NamedValue("t", time)] }

    func norm(_ precision: Precision) throws -> Ball {
      try matrix.matrix.scaled(by: time).enclosed(precision).certifiedExponential().certifiedSpectralNorm()
    }

    /// |e^(W t)| e^t.
    func scaledNorm(_ precision: Precision) throws -> Ball {
      try norm(precision) * Ball.exp(Ball(time, in: precision))
    }

    func isBounded(_ precision: Precision) throws -> Evidence? {
      guard let nilpotent = matrix.nilpotent else { return nil }
      let bound = schurExponentialBound(
        abscissa: Ball(matrix.abscissa, in: precision),
        nonnormality: try nilpotent.scaled(by: share).enclosed(precision).certifiedSpectralNorm(), order: matrix.order,
        time: Ball(time, in: precision))
      return Evidence(
        "|e^(W t)|_2 <= (1 + 2^-40) e^(alpha t) sum (|N|_2 t)^k/k!", try norm(precision),
        atMost: bound * Ball(1 + 0x1p-40, in: precision), at: values)
    }
  }
}
