import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HiPPOClaims {
  /// |f - g| <= t L/sqrt(6 N (N + 1)).
  static let approximationError = Claim(
    "hippo.P6-approx",
    title: "The approximation error of a Lipschitz history falls like 1/N, not 1/sqrt(N)",
    statement: """
      For f on [0, t] with the Lipschitz constant L and its best approximation g of degree < N, in the mean square \
      over [0, t]: |f - g| = O(t L/sqrt(N)); if the r-th derivative is bounded, |f - g| = O(t^r N^(-r + 1/2)). \
      Sharper: |f - g| <= t L/sqrt(6 N (N + 1)), with equality at N = 1 for a straight line; and if |f^(r)| <= F, |f \
      - g|^2 <= t^(2r) F^2 (r!)^2/(2r + 1)! (N - r)!/(N + r)!, N >= r.
      """,
    source: hippo("Proposition 6"),
    hypotheses: [
      Hypothesis("Lipschitz", "f is absolutely continuous with |f'| <= L"),
      Hypothesis("mean square", "the norm is that of L2 with the uniform probability on [0, t]"),
    ],
    method: .exact,
    notes: [
      "The printed rate is true and not sharp: the sharper bound is half a power of N better for every r. It "
        + "follows from int (z (1 - z))^r |f^(r)|^2 dz = sum_k (k + r)!/(k - r)! (2k + 1) g_k^2, whose left side is"
        + " at most F^2 (r!)^2/(2r + 1)!.",
      "A zigzag with N teeth shows that no power better than 1/N holds for Lipschitz functions.",
      "t = 1 without loss: f(x) on [0, t] and f(t x) on [0, 1] have the same error and the same t L.",
    ],
    effort: 0.5,
    check: .all(
      Check(Zigzag.generator) { zigzag, _ in zigzag.isBounded() },
      Check(Smooth.generator) { smooth, _ in smooth.isBounded() }),
    falsifiers: [
      Falsifier(
        "a jump, L being the slope elsewhere", dropping: "Lipschitz",
        Check(Zigzag.generator) { zigzag, _ in zigzag.isBounded(jump: 4) }),
      Falsifier(
        "the largest error in place of the mean square", dropping: "mean square",
        Check(Zigzag.generator) { zigzag, _ in zigzag.isUniformlyBounded() }),
      Falsifier(
        "the constant 6 replaced by 6.01",
        Check(Zigzag.straight) { zigzag, _ in zigzag.isBounded(constant: Rational(601, 100)) }),
    ],
    quoted: { precision in
      // A zigzag with N teeth: err N, which the bound has at 1/sqrt(6).
      let zigzag = PiecewiseLinear<Ball>(teeth: 128, in: precision).squaredErrors(128)
      return [
        Evidence("N |f - g| of the zigzag with N = 128 teeth", 128 * Ball.sqrt(zigzag[127]), isQuotedAs: "0.1406"),
        Evidence("1/sqrt(6)", 1 / Ball.sqrt(Ball(6, in: precision)), isQuotedAs: "0.408"),
      ]
    },
    figures: [approximationRates])

  /// The rate 1/sqrt(N) is not sharp.
  static let erratumRate = Claim(
    "erratum.E14",
    title: "1/sqrt(N) is not the rate of Lipschitz functions",
    statement: """
      The rate t L/sqrt(N) of the approximation error is sharp: for every N a Lipschitz function, the zigzag with N \
      teeth, has |f - g| >= t L/sqrt(48 N), as at N = 1.
      """,
    source: hippo("Proposition 6, read as sharp"),
    hypotheses: [Hypothesis("N = 1", "the inequality holds there, with equality")],
    method: .exact,
    notes: [
      "The proposition is recalled, and it may not claim sharpness: what fails is that reading. The upper bound of "
        + "hippo.P6-approx excludes the rate for every Lipschitz function once N >= 8, not for the zigzag alone."
    ],
    effort: 0.25,
    check: Check(Generator<Int>.integer(in: 1...12)) { n, _ in zigzagIsAbove(n, Rational(1, 48 * n)) },
    correction: Correction(
      "The rate is 1/N: the zigzag with N teeth has t L/(8 N) <= |f - g| <= t L/sqrt(6 N (N + 1)).",
      Check(Generator<Int>.integer(in: 1...24)) { n, _ in
        [zigzagIsAbove(n, Rational(1, 64 * n * n)), zigzagIsBounded(n)]
      }),
    falsifiers: [
      Falsifier(
        "N >= 2", dropping: "N = 1",
        Check(Generator<Int>.integer(in: 2...12)) { n, _ in zigzagIsAbove(n, Rational(1, 48 * n)) })
    ])

  /// |f - g|^2 of the zigzag with N teeth, slopes +-1.
  private static func zigzagError(_ n: Int) -> Rational {
    PiecewiseLinear<Rational>(teeth: n, in: Intrinsic()).squaredErrors(n)[n - 1]
  }

  private static func zigzagIsAbove(_ n: Int, _ bound: Rational) -> Evidence {
    Evidence("the lower bound <= |f - g|^2/(t L)^2", bound, atMost: zigzagError(n), at: [NamedValue("N", n)])
  }

  private static func zigzagIsBounded(_ n: Int) -> Evidence {
    Evidence(
      "|f - g|^2 <= (t L)^2/(6 N (N + 1))", zigzagError(n), atMost: Rational(1, 6 * n * (n + 1)),
      at: [NamedValue("N", n)])
  }

  private static let approximationRates = FigureRecipe("approximation-rates") { precision in
    let working = precision.adding(guardBits: 128)
    func ball(_ x: Rational) -> Ball { Ball(x, in: working) }
    let kink = 1 / Ball.pi(in: working)
    let (zero, one) = (ball(0), ball(1))
    let count = 128
    let functions: [(String, PiecewiseLinear<Ball>)] = [
      (
        "step at 1/pi",
        PiecewiseLinear(pieces: [
          .init(start: zero, end: kink, value: zero, slope: zero),
          .init(start: kink, end: one, value: one, slope: zero),
        ])
      ),
      ("kink |x - 1/pi|", PiecewiseLinear(value: kink, breakpoints: [zero, kink, one], slopes: [-one, one])),
    ]
    let curves = functions.map { name, f in
      FigureData.Column(name, f.squaredErrors(count).map { Ball.sqrt($0) })
    }
    let zigzag = (1...count).map { n in
      n.isMultiple(of: 8) || n <= 8
        ? Ball.sqrt(PiecewiseLinear<Ball>(teeth: n, in: working).squaredErrors(n)[n - 1]) : .indeterminate(in: working)
    }
    let orders = 1...count
    return FigureData(
      "approximation-rates", title: "Mean square error of the best polynomial approximation",
      caption: """
        Distance of a step, a kink, and a zigzag with N teeth to the polynomials of degree < N: they fall like \
        N^(-1/2), N^(-3/2) and N^-1. Every point is enclosed. The bound L/sqrt(6 N (N + 1)) holds for the kink and \
        the zigzag, which have L = 1; the printed rate N^(-1/2) is not attained by a Lipschitz function.
        """,
      xLabel: "N", yLabel: "|f - g|", logX: true, logY: true,
      x: FigureData.Column("N", orders.map(Double.init)),
      curves: curves + [
        FigureData.Column("zigzag with N teeth", zigzag, style: .points),
        FigureData.Column(
          "1/sqrt(6 N (N + 1))", orders.map { 1 / Ball.sqrt(ball(Rational(6 * $0 * ($0 + 1)))) }, style: .dashedLine),
        FigureData.Column("1/sqrt(12 N)", orders.map { 1 / Ball.sqrt(ball(Rational(12 * $0))) }, style: .dashedLine),
      ])
  }
}

/// A continuous function with rational breakpoints and slopes.
private struct Zigzag: Sendable {
  /// The lengths of the intervals before they are scaled to 1, and the slopes there.
  let lengths: [Int]
  let slopes: [Rational]
  let order: Int

  static let generator = Generator { draw in
    let count = try draw(.integer(in: 1...8))
    return Zigzag(
      lengths: try draw(.array(of: .integer(in: 1...6), count: count)),
      slopes: try draw(.array(of: .rational(in: -3...3, denominator: 4), count: count)),
      order: try draw(.integer(in: 1...12)))
  }

  static let straight = Generator<Rational>.rational(above: 0, upTo: 3, denominator: 4).map {
    Zigzag(lengths: [1], slopes: [$0], order: 1)
  }

  func function(jump: Rational = 0) -> PiecewiseLinear<Rational> {
    let total = lengths.reduce(0, +)
    var breakpoints = [Rational.zero]
    for length in lengths { breakpoints.append(breakpoints[breakpoints.count - 1] + Rational(length, total)) }
    let f = PiecewiseLinear(value: Rational.zero, breakpoints: breakpoints, slopes: slopes)
    guard jump != 0 else { return f }
    return PiecewiseLinear(
      pieces: f.pieces.enumerated().map { i, piece in
        .init(start: piece.start, end: piece.end, value: piece.value + jump * Rational(i), slope: piece.slope)
      })
  }

  private var values: [NamedValue] {
    [NamedValue("intervals", lengths), NamedValue("slopes", slopes), NamedValue("N", order)]
  }

  /// |f - g|^2 <= L^2/(c N (N + 1)), c = 6.
  func isBounded(jump: Rational = 0, constant: Rational = 6) -> Evidence {
    let f = function(jump: jump)
    let slope = f.largestSlope
    return Evidence(
      "|f - g|^2 <= (t L)^2/(6 N (N + 1))", f.squaredErrors(order)[order - 1],
      atMost: slope * slope / (constant * Rational(order * (order + 1))), at: values)
  }

  /// |f(0) - g(0)| <= L/sqrt(6 N (N + 1)), squared.
  func isUniformlyBounded() -> Evidence {
    let f = function()
    let signed = f.legendreCoefficients(order).enumerated().reduce(Rational.zero) { sum, term in
      let value = Rational(2 * term.offset + 1) * term.element
      return term.offset.isMultiple(of: 2) ? sum + value : sum - value
    }
    let slope = f.largestSlope
    return Evidence(
      "|f(0) - g(0)|^2 <= (t L)^2/(6 N (N + 1))", signed * signed,
      atMost: slope * slope / Rational(6 * order * (order + 1)), at: values)
  }
}

/// A polynomial, and the number r of the derivative that bounds its error.
private struct Smooth: Sendable {
  let coefficients: [Rational]
  let derivatives: Int
  let order: Int

  static let generator = Generator { draw in
    let r = try draw(.integer(in: 1...4))
    return Smooth(
      coefficients: try draw(.coefficients(2...12)), derivatives: r, order: try draw(.integer(in: r...8)))
  }

  func isBounded() -> Evidence {
    let f = Polynomial(coefficients)
    let g = LegendreProjection.scaled(f, order: coefficients.count).map { $0(1) }
    let error = g.enumerated().dropFirst(order).reduce(Rational.zero) { sum, term in
      sum + Rational(2 * term.offset + 1) * term.element * term.element
    }
    // |f^(r)| on [0, 1] is at most the sum of the moduli of its coefficients.
    let bound = (0..<derivatives).reduce(f) { p, _ in p.derivative }
      .coefficients.reduce(Rational.zero) { $0 + $1.magnitude }
    let (r, n) = (derivatives, order)
    let factor = Rational.pow(.factorial(r), 2) * .factorial(n - r) / (.factorial(2 * r + 1) * .factorial(n + r))
    return Evidence(
      "|f - g|^2 <= (t^r F)^2 (r!)^2/(2r + 1)! (N - r)!/(N + r)!", error, atMost: bound * bound * factor,
      at: [NamedValue("f", coefficients), NamedValue("r", r), NamedValue("N", n)])
  }
}
