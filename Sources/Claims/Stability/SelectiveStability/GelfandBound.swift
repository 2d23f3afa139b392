import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension SelectiveStability {
  /// What Gelfand's formula gives and what it does not.
  static let gelfandBound = Claim(
    "honarp.gelfand",
    title: "Gelfand's formula bounds ||e^(A t)|| by e^((s + eta) t) only from a time on",
    statement: """
      By Gelfand's formula ||e^(A t)||_2 <= e^((s_A + eta) t), s_A the spectral abscissa, for every eta > 0: so the \
      products of a selective model are bounded by rho_A^T for all T.
      """,
    source: generalizationPaper("Lemma E.3 and the remark after E.6"),
    hypotheses: [
      Hypothesis("onset", "t >= t0(A, eta): the condition that is missing"),
      Hypothesis("order", "the sum has n terms, n the order of A"),
    ],
    method: .certified,
    notes: [
      "For a diagonal (or any normal) A the bound holds for every t, so that Mamba's own recurrence is not concerned.",
      "The catalogue says that t0 is not uniform over ||A||_2 <= B. For a fixed order n it is: t0 = (2 "
        + "(n-1)/eta) log(4 B/eta) serves all of them, by the corrected bound. What is not uniform is the order: for "
        + "A = -I/10 + N_n, t0 grows with n.",
      "||e^(A t)|| for A = -I/10 + N_n peaks near t = (n-1)/0.1, where t^(n-1) e^(-t/10) does; the catalogue "
        + "says n/0.1.",
    ],
    effort: 0.25,
    check: Check(MatrixInstance.any) { try $0.isBounded($1) },
    correction: Correction(
      """
      ||e^(A t)||_2 <= e^(s t) sum_(k < n) (2 ||A||_2 t)^k/k! for every t >= 0, and <= e^((s + eta) t) for every \
      t >= (2 (n-1)/eta) log(4 ||A||_2/eta), 0 < eta <= 4 ||A||_2.
      """,
      Check(MatrixInstance.any) { [try $0.isBoundedUniformly($1)] + (try $0.isBoundedAfterOnset($1)) }),
    falsifiers: [
      Falsifier(
        "t = 1/4, before the onset", dropping: "onset",
        Check(MatrixInstance.any.with { $0.time = Rational(1, 4) }) { try $0.isBounded($1) }),
      Falsifier(
        "one term fewer", dropping: "order",
        Check(MatrixInstance.jordan) { try $0.isBoundedUniformly(omitting: 1, $1) }),
    ],
    quoted: { precision in
      // ||e^(A t)|| of A = -I/10 + N_4 rises until about t = 30 and falls from there on.
      let norms = try [15, 30, 60].map { t in
        try JordanExponential(abscissa: Ball(Rational(-1, 10), in: precision), coupling: 1, order: 4)
          .norm(at: Ball(t, in: precision))
      }
      return [
        Evidence("||e^(A t)|| at t = 15 < at t = 30, A = -I/10 + N_4", norms[0], lessThan: norms[1]),
        Evidence("||e^(A t)|| at t = 60 < at t = 30", norms[2], lessThan: norms[1]),
        Evidence("1 < ||e^(A t)|| at t = 60", Ball(1, in: precision), lessThan: norms[2]),
      ]
    },
    figures: [
      FigureRecipe("gelfand-onset") { precision in
        let times = (0...80).map { Rational($0, 2) * 5 }
        let orders = [2, 3, 4]
        let abscissa = Ball(Rational(-1, 10), in: precision)
        return FigureData(
          "gelfand-onset", title: "Growth before decay: ||e^(A t)|| of A = -I/10 + N_n",
          caption: """
            The eigenvalues are all -1/10, yet the norm grows until about t = 10 (n-1). The bound e^((s + eta) t) with \
            eta = 1/20 holds only from the crossing on, which moves to the right as the order grows. The norms are \
            enclosed.
            """,
          xLabel: "t", yLabel: "norm", logY: true, yRange: 1e-6...1e5,
          x: FigureData.Column("t", times.map(\.approximation)),
          curves: try orders.map { n in
            FigureData.Column(
              "n = \(n)",
              try times.map { t in
                try JordanExponential(abscissa: abscissa, coupling: 1, order: n).norm(at: Ball(t, in: precision))
              })
          } + [
            FigureData.Column(
              "e^((s + eta) t)", times.map { Ball.exp(Ball($0 * Rational(-1, 20), in: precision)) }, style: .dashedLine)
          ])
      }
    ])
}

/// The exponential of the Jordan block s I + c N_n.
struct JordanExponential {
  let abscissa: Ball
  let coupling: Int
  let order: Int

  /// ||e^(A t)||_2.
  func norm(at time: Ball) throws -> Ball {
    let zero = Ball(0, in: time.context)
    let exponent = Matrix(order, order, in: time.context) { i, j in
      i == j ? abscissa * time : j == i + 1 ? IntegerConstant(coupling) * time : zero
    }
    return try exponent.exponential().certifiedSpectralNorm()
  }
}

/// A matrix with known eigenvalues, a margin and a time.
private struct MatrixInstance: Sendable {
  /// Upper triangular: the norms are those of every unitarily similar matrix.
  var matrix: Matrix<Rational>
  /// eta as a part of a bound of the norm.
  var margin: Rational
  var time: Rational

  static let any = generator(upper: .rational(in: -3...3, denominator: 2))
  static let jordan = generator(upper: .always(2), diagonal: .always(0), sparse: true).with { $0.time = 4 }

  private static func generator(
    upper: Generator<Rational>, diagonal: Generator<Rational> = .rational(in: -2...1, denominator: 2),
    sparse: Bool = false
  ) -> Generator<MatrixInstance> {
    Generator { draw in
      let n = try draw(.integer(in: 2...3))
      let own = try draw(.array(of: diagonal, count: n))
      let above = try draw(.array(of: upper, count: n * n))
      return MatrixInstance(
        matrix: Matrix(n, n, in: Intrinsic()) { i, j in
          i == j ? own[i] : j > i && (!sparse || j == i + 1) ? above[i * n + j] : 0
        }, margin: try draw(.rational(above: 0, upTo: 1, denominator: 4)),
        time: try draw(.rational(above: 0, upTo: 4, denominator: 2)))
    }
  }

  private var abscissa: Rational { matrix.diagonal.reduce(matrix[0, 0]) { $0 < $1 ? $1 : $0 } }

  private func values(_ eta: Rational? = nil, time: Rational? = nil) -> [NamedValue] {
    [NamedValue("A", matrix)] + (eta.map { [NamedValue("eta", $0)] } ?? []) + [NamedValue("t", time ?? self.time)]
  }

  private func ball(_ precision: Precision) -> Matrix<Ball> { matrix.map(in: precision) { Ball($0, in: precision) } }

  private func norm(at time: Ball, _ precision: Precision) throws -> Ball {
    try ball(precision).scaled(by: time).exponential().certifiedSpectralNorm()
  }

  /// The bound as printed, with eta = 1/10.
  func isBounded(_ precision: Precision) throws -> Evidence {
    let (eta, time) = (Rational(1, 10), Ball(time, in: precision))
    return Evidence(
      "||e^(A t)||_2 <= e^((s + eta) t)", try norm(at: time, precision),
      atMost: Ball.exp(Ball(abscissa + eta, in: precision) * time), at: values(eta))
  }

  func isBoundedUniformly(omitting terms: Int = 0, _ precision: Precision) throws -> Evidence {
    let time = Ball(time, in: precision)
    let bound = schurExponentialBound(
      abscissa: Ball(abscissa, in: precision), nonnormality: 2 * (try ball(precision).certifiedSpectralNorm()),
      order: matrix.rows - terms, time: time)
    return Evidence(
      "||e^(A t)||_2 <= e^(s t) sum_(k < n) (2 ||A|| t)^k/k!", try norm(at: time, precision),
      atMost: SelectiveStability.slack(precision) * bound, at: values())
  }

  /// At the onset and at twice and four times it.
  func isBoundedAfterOnset(_ precision: Precision) throws -> [Evidence] {
    let size = try ball(precision).certifiedSpectralNorm()
    guard size.isPositive.isTrue else { return [] }
    let eta = Ball(margin, in: precision) * size
    let onset = exponentialBoundOnset(norm: size, order: matrix.rows, margin: eta)
    return try [1, 2].map { multiple in
      let time = IntegerConstant(multiple) * onset
      return Evidence(
        "||e^(A t)||_2 <= e^((s + eta) t) at \(multiple) t0", try norm(at: time, precision),
        atMost: Ball.exp((Ball(abscissa, in: precision) + eta) * time),
        at: [NamedValue("A", matrix), NamedValue("eta/||A||", margin)])
    }
  }
}
