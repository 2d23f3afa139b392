import Arithmetic
import Definitions
import PropertyTesting

extension Quantization {
  /// A_log in int8.
  static let logarithmicRates = Claim(
    "quant.N-alog",
    title: "A_log in int8 moves a decay rate by at most e^(s/2) - 1: 1.1 % for rates from 1 to 16",
    statement: """
      With A = -e^(A_log) and A_log^ = s q, s = max|A_log|/127, the rate is off by |A^/A - 1| <= e^(s/2) - 1, which is \
      1.1 % for A_log in [0, log 16]; a state that has decayed to e^-1 is off by about 1.1 % of that, and at no time \
      by more than |delta| (1 + delta)^(-(1 + delta)/delta) for a rate off by the factor 1 + delta.
      """,
    source: code("quantization of A_log"),
    hypotheses: [
      Hypothesis("symmetric", "one symmetric grid for the tensor, which reaches max|A_log|: nothing is clipped"),
      Hypothesis("logarithm", "A_log is quantized, not A"),
    ],
    method: .certified,
    notes: [
      "Quantizing A itself leaves an absolute error: the relative one of the slowest rates, which matter most, "
        + "has no bound.",
      "The error is one of the rate. After many half-lives the state's relative error grows without bound, while the "
        + "absolute one stays below |delta|/e to first order.",
    ],
    check: .all(
      Check(RateTensor.generator) { tensor, precision in tensor.rateErrors(precision) },
      Check(RateTensor.generator) { tensor, precision in tensor.decayErrors(precision) },
      Check(Generator<Int>.integer(in: 1...16)) { n, precision in RateTensor.isWithinOnePercent(n, precision) }),
    falsifiers: [
      Falsifier(
        "a grid that reaches half of max|A_log|", dropping: "symmetric",
        Check(RateTensor.generator.with { $0.reach = Rational(1, 2) }) { $0.rateErrors($1) }),
      Falsifier(
        "A quantized in place of A_log", dropping: "logarithm",
        Check(RateTensor.generator) { $0.linearErrors($1) }),
      Falsifier(
        "the change of the decay at most delta/4", Check(RateTensor.generator) { $0.decayErrors(claimed: true, $1) }),
    ],
    quoted: { precision in
      let spacing = Ball.log(Ball(16, in: precision)) / 127
      let error = rateError(logarithmicSpacing: spacing)
      let e = Ball.exp(Ball(1, in: precision))
      return [
        Evidence("e^(s/2) - 1 in percent, A_log in [0, log 16]", 100 * error, isQuotedAs: "1.1"),
        Evidence(
          "the change of the decay at tau = 1, in percent of e^-1", 100 * e * (1 / e - Ball.exp(-(1 + error))),
          isQuotedAs: "1.1"),
      ]
    },
    figures: [
      FigureRecipe("quantized-rates") { precision in
        // Rates 2^-8 ... 2^4, eight an octave, as A_log = k log(2)/8.
        let exponents = (-64...32).map { $0 }
        let unit = Ball.log(Ball(2, in: precision)) / 8
        let rates = exponents.map { Ball.exp(IntegerConstant($0) * unit) }
        // The logarithms in units of log(2)/8 are integers, so that the grid is exact in them.
        let logarithmic = SymmetricGrid(bits: 8, fitting: exponents.map { Rational($0) })
        let logarithmicErrors = exponents.map { k in
          (Ball.expMinusOne(Ball(logarithmic.quantized(Rational(k)) - Rational(k), in: precision) * unit)).magnitude
        }
        let linear = SymmetricGrid(bits: 8, largest: 16)
        let linearErrors = rates.map { rate in
          let nearest = linear.quantized(Rational(exactly: rate.approximation))
          return (Ball(nearest, in: precision) / rate - 1).magnitude
        }
        let bound = rateError(logarithmicSpacing: Ball(logarithmic.scale, in: precision) * unit)
        return FigureData(
          "quantized-rates", title: "Relative error of decay rates in int8",
          caption: """
            Rates |A| from 1/256 to 16, as one tensor in int8: with A_log quantized the relative error stays below \
            e^(s/2) - 1; with A quantized it is 1, that is, the state never forgets, for rates below half of the \
            spacing 16/127. An error of 0 is left out. All points are enclosed.
            """,
          xLabel: "|A|", yLabel: "relative error", logX: true, logY: true,
          x: FigureData.Column("|A|", rates.map(\.approximation)),
          curves: [
            FigureData.Column("A_log in int8", logarithmicErrors.map(positive), style: .points),
            FigureData.Column("A in int8", linearErrors.map(positive), style: .points),
            FigureData.Column("e^(s/2) - 1", rates.map { _ in bound }, style: .dashedLine),
          ])
      }
    ])

  /// A ball that is not 0; undefined for one that is, which a logarithmic axis cannot show.
  private static func positive(_ ball: Ball) -> Ball {
    ball.isPositive.isTrue ? ball : Ball.indeterminate(in: ball.context)
  }
}

/// A tensor A_log on a grid.
private struct RateTensor: Sendable {
  var logarithms: [Rational]
  var bits: Int
  /// The part of max|A_log| that the grid reaches.
  var reach: Rational = 1

  static let generator = Generator { draw in
    RateTensor(
      logarithms: try draw(.array(of: .rational(in: -4...3, denominator: 16), count: 1...6)),
      bits: try draw(.integer(in: 4...8)))
  }

  var values: [NamedValue] { [NamedValue("A_log", logarithms), NamedValue("bits", bits)] }

  private var grid: SymmetricGrid {
    let fitting = SymmetricGrid(bits: bits, fitting: logarithms)
    return SymmetricGrid(bits: bits, largest: fitting.scale * Rational(fitting.largestCode) * reach)
  }

  /// delta = A^/A - 1 of each.
  private func errors(_ precision: Precision) -> [Ball] {
    logarithms.map { Ball.expMinusOne(Ball(grid.quantized($0) - $0, in: precision)) }
  }

  private func bound(_ precision: Precision) -> Ball {
    // A little more: a tie attains it.
    rateError(logarithmicSpacing: Ball(grid.scale * (1 + Rational.pow(2, -20)), in: precision))
  }

  func rateErrors(_ precision: Precision) -> [Evidence] {
    guard grid.scale.signum > 0 else { return [] }
    let largest = errors(precision).map(\.magnitude).reduce(Ball(0, in: precision), Ball.maximum)
    return [Evidence("max |A^/A - 1| <= e^(s/2) - 1", largest, atMost: bound(precision), at: values)]
  }

  /// After one, and after any number of, time constants.
  func decayErrors(claimed: Bool = false, _ precision: Precision) -> [Evidence] {
    errors(precision).flatMap { delta -> [Evidence] in
      guard !delta.isPoint else { return [] }
      let bound =
        claimed
        ? delta.magnitude / 4 : largestDecayChange(rateError: delta) * Ball(1 + Rational.pow(2, -20), in: precision)
      return [Rational(1, 2), 1, 3].map { time in
        let tau = Ball(time, in: precision)
        return Evidence(
          claimed ? "|e^-tau - e^(-(1+delta) tau)| <= |delta|/4" : "|e^-tau - e^(-(1+delta) tau)| <= its supremum",
          (Ball.exp(-tau) - Ball.exp(-(1 + delta) * tau)).magnitude, atMost: bound,
          at: values + [NamedValue("tau", time)])
      }
    }
  }

  /// A on a grid of its own, against the bound of A_log's.
  func linearErrors(_ precision: Precision) -> [Evidence] {
    guard grid.scale.signum > 0 else { return [] }
    let rates = logarithms.map { Rational(exactly: Ball.exp(Ball($0, in: precision)).approximation) }
    let linear = SymmetricGrid(bits: bits, fitting: rates)
    let largest = rates.map { (linear.quantized($0) / $0 - 1).magnitude }.reduce(Rational.zero) { $0 < $1 ? $1 : $0 }
    return [
      Evidence("max |A^/A - 1| <= e^(s/2) - 1", Ball(largest, in: precision), atMost: bound(precision), at: values)
    ]
  }

  /// The released initialisation, A_log = log n for n = 1, ..., 16.
  static func isWithinOnePercent(_ n: Int, _ precision: Precision) -> Evidence {
    // In units of log 16 the grid is exact, and its codes are those of the enclosed logarithm.
    let share = Ball.log(Ball(n, in: precision)) / Ball.log(Ball(16, in: precision))
    let grid = SymmetricGrid(bits: 8, largest: 1)
    let code = grid.code(of: Rational(exactly: share.approximation))
    let difference = (Ball(code, in: precision) / 127 - share) * Ball.log(Ball(16, in: precision))
    return Evidence(
      "|A^/A - 1| <= 1.1 % for A_log = log n", Ball.expMinusOne(difference).magnitude,
      atMost: Ball(Rational(11, 1000), in: precision), at: [NamedValue("n", n)])
  }
}
