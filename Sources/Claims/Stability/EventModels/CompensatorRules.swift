import Arithmetic
import Definitions
import PropertyTesting

extension EventModels {
  /// EasyTPP's integral of the intensity.
  static let compensatorRule = Claim(
    "tpp.N-quadrature",
    title: "EasyTPP's 'Monte Carlo' integral is a deterministic rule that overestimates decaying intensities",
    statement: """
      The integral of the intensity over an interval of length 1 is the mean of its values at i/(n - 1), i = 0 ... n - \
      1.
      """,
    source: easyTPP("the authors' code: the non-event term of the log-likelihood, with Monte Carlo samples"),
    hypotheses: [
      Hypothesis("convex", "the intensity is convex, as a sum of decaying exponentials is"),
      Hypothesis("ends", "both ends are nodes: linspace(0, 1, n)"),
    ],
    method: .exact,
    notes: [
      "The bias vanishes like 1/n, not like the 1/n^2 of the trapezoid rule that the same code has for the other "
        + "setting.",
      "Independent uniform nodes would be unbiased; likelihoods with different n are not comparable.",
    ],
    check: Check(Intensity.decreasing) { intensity, _ in
      Evidence(
        "the mean of the values = the integral", intensity.rule(.mean), equals: intensity.integral, at: intensity.values
      )
    },
    correction: Claims.Correction(
      """
      The mean is T + ((f(0) + f(1))/2 - T)/n with the trapezoid rule T, exactly; for a convex f it is at least T, \
      which is at least the integral.
      """,
      Check(Intensity.decreasing) { intensity, _ in intensity.evidence }),
    falsifiers: [
      Falsifier(
        "a concave intensity", dropping: "convex",
        Check(Intensity.decreasing.with { $0.coefficients = [40] + $0.coefficients.dropFirst().map { -$0 } }) {
          intensity, _ in
          Evidence(
            "the integral <= the mean of the values", intensity.integral, atMost: intensity.rule(.mean),
            at: intensity.values)
        }),
      Falsifier(
        "the middles of n - 1 panels as nodes", dropping: "ends",
        Check(Intensity.decreasing) { intensity, _ in
          let panels = intensity.count - 1
          let middles = (0..<panels).map { intensity(Rational(2 * $0 + 1, 2 * panels)) }
          return Evidence(
            "the integral <= the mean of the values", intensity.integral,
            atMost: CompensatorRule.mean.integral(middles), at: intensity.values)
        }),
    ],
    quoted: { precision in
      [(10, "18"), (20, "8"), (100, "1.6")].map { count, percent in
        Evidence(
          "bias in percent for e^(-5t), n = \(count)",
          bias(.mean, rate: 5, count: count, precision) * Ball(100, in: precision),
          isQuotedAs: percent)
      }
    },
    figures: [
      FigureRecipe("event-integral-bias") { precision in
        let counts = [2, 3, 4, 5, 7, 10, 14, 20, 28, 40, 56, 80, 112, 160, 226, 320]
        return FigureData(
          "event-integral-bias", title: "Relative bias of the integral of a decaying intensity",
          caption: """
            The relative error of the integral of e^(-rate t) over [0, 1], enclosed, from n equally spaced values with \
            both ends. The plain mean, which EasyTPP takes where Monte Carlo is asked for, has a bias of order 1/n; \
            the trapezoid rule (dashed) one of order 1/n^2.
            """,
          xLabel: "n", yLabel: "relative bias", logX: true, logY: true,
          x: FigureData.Column("n", counts.map(Double.init)),
          curves: [1, 5, 20].map { rate in
            FigureData.Column("mean, rate \(rate)", counts.map { bias(.mean, rate: rate, count: $0, precision) })
          }
            + [1, 5, 20].map { rate in
              FigureData.Column(
                "trapezoid, rate \(rate)", counts.map { bias(.trapezoid, rate: rate, count: $0, precision) },
                style: .dashedLine)
            })
      }
    ])

  /// The number of events in EasyTPP's likelihood.
  static let countedEvents = Claim(
    "tpp.N-count",
    title: "EasyTPP counts events by their log-intensity and loses those of intensity 1",
    statement: "The number of events is the number of terms log(intensity + epsilon) that are not 0, epsilon = 2^-23.",
    source: easyTPP("the authors' code: the number of events of the log-likelihood"),
    hypotheses: [Hypothesis("intensity != 1 - epsilon", "the condition that is missing")],
    method: .exact,
    notes: ["The count is the divisor of the average log-likelihood that is reported."],
    check: Check(intensities) { intensities, _ in counted(intensities) },
    correction: Claims.Correction(
      "It is, where no intensity is 1 - epsilon.",
      // Odd multiples of 1/8, less epsilon.
      Check(intensities.with { $0 = $0.map { $0 + Rational(1, 8) } }) { intensities, _ in counted(intensities) }),
    falsifiers: [
      Falsifier(
        "an intensity of 1 - epsilon", dropping: "intensity != 1 - epsilon",
        Check(intensities.with { $0 = [1 - Rational(1, 1 << 23)] }) { intensities, _ in counted(intensities) })
    ])

  /// Multiples of 1/4, less epsilon.
  private static let intensities = Generator<[Rational]>.array(
    of: Generator<Int>.integer(in: 1...8).map { Rational($0, 4) - Rational(1, 1 << 23) }, count: 1...6)

  private static func counted(_ intensities: [Rational]) -> Evidence {
    let count = CompensatorRule.countedEvents(intensities: intensities, epsilon: Rational(1, 1 << 23))
    return Evidence(
      "the events counted = the events", Rational(count), equals: Rational(intensities.count),
      at: [NamedValue("intensities + epsilon", intensities.map { $0 + Rational(1, 1 << 23) })])
  }

  private static func bias(_ rule: CompensatorRule, rate: Int, count: Int, _ precision: Precision) -> Ball {
    let rate = Ball(rate, in: precision)
    let samples = CompensatorRule.nodes(count, in: precision).map { Ball.exp(-(rate * $0)) }
    return rule.integral(samples) / (-Ball.expMinusOne(-rate) / rate) - 1
  }

  /// f(s) = sum_k a_k (1 - s)^k and n.
  private struct Intensity: Sendable {
    /// a, not negative: f decreases and is convex.
    var coefficients: [Rational]
    let count: Int

    static let decreasing = Generator { draw in
      Intensity(
        coefficients: try draw(.array(of: Generator<Rational>.rational(in: 0...3, denominator: 2), count: 3...4)),
        count: draw.integer(in: 2...8))
    }

    func callAsFunction(_ s: Rational) -> Rational {
      coefficients.reversed().reduce(Rational(0)) { $0 * (1 - s) + $1 }
    }

    var integral: Rational {
      coefficients.enumerated().reduce(Rational(0)) { $0 + $1.element / Rational($1.offset + 1) }
    }

    func rule(_ rule: CompensatorRule) -> Rational {
      rule.integral(CompensatorRule.nodes(count, in: Intrinsic()).map { self($0) })
    }

    var values: [NamedValue] { [NamedValue("f in powers of 1 - s", coefficients), NamedValue("n", count)] }

    var evidence: [Evidence] {
      let trapezoid = rule(.trapezoid)
      return [
        Evidence(
          "the mean = T + ((f(0) + f(1))/2 - T)/n", rule(.mean),
          equals: trapezoid + ((self(0) + self(1)) / 2 - trapezoid) / Rational(count), at: values),
        Evidence("T <= the mean", trapezoid, atMost: rule(.mean), at: values),
        Evidence("the integral <= T", integral, atMost: trapezoid, at: values),
      ]
    }
  }
}
