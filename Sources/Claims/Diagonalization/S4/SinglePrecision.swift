import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension StructuredStateSpaces {
  /// The phase error of S4D's kernel in binary32.
  static let singlePrecisionPhase = Claim(
    "s4d.V1-fp32-vandermonde",
    title: "The phase error of the S4D kernel in binary32",
    statement: """
      In binary32, u = 2^-24, sum_m 2 Re(r_m e^(lambda_m k Delta)) with Re lambda_m = -1/2 and the exponent as two \
      rounded products has at t = k Delta an error of at most u sum_m 2 |r_m| e^(-t/2) (2 |lambda_m| t + M + 8), M \
      the number of modes, to first order; hence of at most u sum_m 2 |r_m| ((4/e) |lambda_m| + M + 8), for every k \
      and Delta.
      """,
    source: Source("derived here, about S4D", arXiv: "2206.11893", "the Vandermonde kernel", .derived),
    hypotheses: [
      Hypothesis("damped", "Re lambda_m = -1/2: the error of an undamped mode grows like t"),
      Hypothesis(
        "phase", "the phase is a rounded product",
        untested: "a phase in higher precision has a smaller error, of the size of M + 8 roundings"),
    ],
    method: .certified,
    notes: [
      "The reference is the sum at the same binary32 numbers lambda_m, r_m and Delta, enclosed. Every operation"
        + " is correctly rounded to 24 bits, exponential, sine and cosine included, so that the error is the same "
        + "on every machine; that of a libm differs in the last bit of each function.",
      "The catalogue's u sum_m 2 |r_m| |y_m| t e^(-t/2) counts one rounding of the phase; there are two, and "
        + "the others, so that it is an estimate and no bound: the figure's error at N = 128 is 3% beyond it. Its "
        + "largest value over t is u N^2/(2e), to first order.",
      "The bound is asserted with the factor 1 + 2^-10 for the second order.",
    ],
    effort: 0.25,
    check: Check(Sample.generator) { try $0.isBounded(.phase, $1) },
    falsifiers: [
      Falsifier("without damping", dropping: "damped", Check(Sample.undamped) { try $0.isBounded(.phase, $1) }),
      Falsifier("the bound without the phase", Check(Sample.large) { try $0.isBounded(.noPhase, $1) }),
    ],
    quoted: { precision in
      [(64, "4.5e-5"), (256, "7.2e-4")].map { n, digits in
        let size = Ball(Rational(n * n), in: precision) / (2 * Ball.exp(Ball(1, in: precision)))
        return Evidence(
          "u N^2/(2e) at N = \(n)", size * Ball(Rational.pow(2, -24), in: precision), isQuotedAs: digits)
      }
    },
    figures: [phaseError])

  private static let phaseError = FigureRecipe("s4d-phase-error") { precision in
    let orders = [4, 8, 16, 32, 64, 128, 256]
    let lags = (1...96).map { 8 * $0 + $0 % 5 }
    var errors: [Ball] = []
    var bounds: [Ball] = []
    for order in orders {
      let samples = try Sample.Model(order: order, isDamped: true, precision: precision)
      let step = BigFloat(Rational(1, 100), in: .single)
      let worst = lags.map { samples.error(lag: $0, step: step) }.reduce(Ball(0, in: precision), Ball.maximum)
      errors.append(worst)
      bounds.append(samples.exact.uniformErrorBound(unitRoundoff: Ball(Rational.pow(2, -24), in: precision)))
    }
    return FigureData(
      "s4d-phase-error", title: "Error of the S4D-LegS kernel in binary32",
      caption: """
        The largest error of 96 lags with Delta = 0.01, every operation correctly rounded to 24 bits, against the \
        number of states N, and the bound for every lag and step. Both grow like N^2: the phases of the fastest \
        modes, about N^2/pi, are known to 24 bits only. Errors and bounds are enclosed.
        """,
      xLabel: "N", yLabel: "error", logX: true, logY: true, x: FigureData.Column("N", orders.map(Double.init)),
      curves: [
        FigureData.Column("largest error", errors, style: .points), FigureData.Column("bound", bounds),
        FigureData.Column(
          "u N^2/(2e)",
          orders.map { n in
            Ball(Rational(n * n) * Rational.pow(2, -24), in: precision) / (2 * Ball.exp(Ball(1, in: precision)))
          }, style: .dashedLine),
      ])
  }
}

/// A lag and a step of the kernel of S4D-LegS.
private struct Sample: Sendable {
  let order: Int
  let lag: Int
  let step: Rational
  var isDamped = true

  enum Bound { case phase, noPhase }

  static let generator = generator(orders: 1...16, time: 1...40)
  static let large = generator(orders: 32...32, time: 4...12)
  static let undamped = generator(orders: 8...16, time: 4000...40000).with { $0.isDamped = false }

  /// - Parameter time: the range of 4 k Delta, roughly.
  private static func generator(orders: ClosedRange<Int>, time: ClosedRange<Int>) -> Generator<Sample> {
    Generator { draw in
      let lag = try draw(.integer(in: 1...4096))
      return Sample(
        order: 2 * (try draw(.integer(in: orders))), lag: lag,
        step: try draw(.rational(above: time.lowerBound, upTo: time.upperBound)) / Rational(4 * lag))
    }
  }

  /// The modes rounded to binary32: in binary32, and exactly these numbers in discs.
  struct Model {
    let rounded: VandermondeSum<Complex<BigFloat>>
    let exact: VandermondeSum<Disc>
    let precision: Precision

    init(order: Int, isDamped: Bool, precision: Precision) throws {
      let spectrum = LegSNormalSpectrum(order: order)
      var eigenvalues: [Complex<BigFloat>] = []
      var residues: [Complex<BigFloat>] = []
      for y in try spectrum.frequencies(precision: precision) {
        // The residue of the first state, 1/((1/2 + i y) T(y)).
        let residue = 1 / (Disc(Ball(Rational(1, 2), in: precision), y) * Disc(spectrum.phaseRate(at: y)))
        eigenvalues.append(
          Complex(BigFloat(Rational(isDamped ? -1 : 0, 2), in: .single), y.midpoint.rounded(to: .single)))
        residues.append(
          Complex(residue.real.midpoint.rounded(to: .single), residue.imaginary.midpoint.rounded(to: .single)))
      }
      func disc(_ z: Complex<BigFloat>) -> Disc {
        Disc(Ball(z.real.rounded(to: precision)), Ball(z.imaginary.rounded(to: precision)))
      }
      rounded = VandermondeSum(eigenvalues: eigenvalues, residues: residues)
      exact = VandermondeSum(eigenvalues: eigenvalues.map(disc), residues: residues.map(disc))
      self.precision = precision
    }

    func error(lag: Int, step: BigFloat) -> Ball {
      let value = rounded(lag: lag, step: step)
      return (Ball(value.rounded(to: precision)) - exact(lag: lag, step: Ball(step.rounded(to: precision)))).magnitude
    }
  }

  func isBounded(_ bound: Bound, _ precision: Precision) throws -> [Evidence] {
    let model = try Model(order: order, isDamped: isDamped, precision: precision)
    let step = BigFloat(step, in: .single)
    let u = Ball(Rational.pow(2, -24), in: precision)
    let slack = Ball(1 + Rational.pow(2, -10), in: precision)
    let error = model.error(lag: lag, step: step)
    let place = [NamedValue("N", order), NamedValue("k", lag), NamedValue("Delta", step)]
    let time = IntegerConstant(lag) * Ball(step.rounded(to: precision))
    if bound == .noPhase {
      let atRest = model.exact.errorBound(time: Ball(0, in: precision), unitRoundoff: u) * Ball.exp(-time / 2)
      return [Evidence("error <= the bound without the phase", error, atMost: slack * atRest, at: place)]
    }
    let uniform = Evidence(
      "error <= u sum 2 |r| ((4/e) |lambda| + M + 8)", error,
      atMost: slack * model.exact.uniformErrorBound(unitRoundoff: u),
      at: place)
    guard isDamped else { return [uniform] }
    return [
      Evidence(
        "error <= u sum 2 |r| e^(-t/2) (2 |lambda| t + M + 8)", error,
        atMost: slack * model.exact.errorBound(time: time, unitRoundoff: u), at: place), uniform,
    ]
  }
}
