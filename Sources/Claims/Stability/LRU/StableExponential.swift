import Arithmetic
import Definitions
import PropertyTesting

extension LinearRecurrentUnit {
  /// The map of the LRU is stable in exact arithmetic.
  static let stableExponential = Claim(
    "lru.stable-exp",
    title: "|lambda| < 1 for every weight, and where float32 breaks it",
    statement: """
      lambda = e^(-e^nu + i theta) satisfies 0 < |lambda| < 1 for every real nu and theta. In float32, correctly \
      rounded, |lambda| is exactly 1 for nu <= -17.4 and exactly 0 for nu >= 4.65.
      """,
    source: paper("section 3.3"),
    hypotheses: [Hypothesis("exact arithmetic", "the functions are exact")],
    method: .certified,
    notes: [
      "A correctly rounded e^(-e^nu) is 1 from e^nu = 2^-25 down (nu = -17.33) and 0 from e^nu = 150 log 2 = 103.97 "
        + "up; functions of a libm that round otherwise move the first by a little (the catalogue has -17.2).",
      "At nu = -18 in float32 the mode is an integrator with gamma = 0: its output is dead. The usual initialization, "
        + "r_max = 0.9999, has nu = -9.2.",
    ],
    check: Check(Weight.any) { weight, precision in
      let nu = Ball(weight.nu, in: precision)
      let pair = EigenvaluePair<Complex<Ball>>(decay: Ball.exp(nu), phase: Ball(weight.theta, in: precision))
      let float = weight.float(.binary32)
      return [
        Evidence(
          "0 < |lambda|^2", Ball(0, in: precision), lessThan: pair.first.squaredMagnitude, at: weight.values),
        Evidence(
          "0 < 1 - |lambda|^2", Ball(0, in: precision), lessThan: pair.productComplement.real, at: weight.values),
      ]
        + (weight.nu <= Rational(-87, 5)
          ? [Evidence("|lambda| = 1 in float32 for nu <= -17.4", float, equals: 1, at: weight.values)] : [])
        + (weight.nu >= Rational(465, 100)
          ? [Evidence("|lambda| = 0 in float32 for nu >= 4.65", float, equals: 0, at: weight.values)] : [])
    },
    falsifiers: [
      Falsifier(
        "float32 below nu = -18", dropping: "exact arithmetic",
        Check(Weight.any.with { $0.nu = -18 - $0.nu.magnitude }) { weight, precision in
          Evidence("|lambda| < 1 in float32", weight.float(.binary32), lessThan: 1, at: weight.values)
        }),
      Falsifier(
        "float32 above nu = 5", dropping: "exact arithmetic",
        Check(Weight.any.with { $0.nu = 5 + $0.nu.magnitude }) { weight, precision in
          Evidence("0 < |lambda| in float32", 0, lessThan: weight.float(.binary32), at: weight.values)
        }),
    ],
    quoted: { precision in
      let log2 = Ball.log(Ball(2, in: precision))
      return [
        Evidence("25 log 2, from which |lambda| is 1 in float32", -25 * log2, isQuotedAs: "-17.33"),
        Evidence("150 log 2", 150 * log2, isQuotedAs: "103.97"),
        Evidence("log(150 log 2)", Ball.log(150 * log2), isQuotedAs: "4.644"),
        Evidence(
          "nu at |lambda| = 9999/10000",
          Reparameterization.doubleExponential.inverse(of: Ball(Rational(9999, 10000), in: precision)),
          isQuotedAs: "-9.2"),
      ]
    })

  /// A pair of trained weights.
  private struct Weight: Sendable {
    var nu: Rational
    let theta: Rational

    static let any = Generator { draw in
      Weight(
        nu: try draw(.rational(in: -40...19, denominator: 8)), theta: try draw(.rational(in: -7...7, denominator: 8)))
    }

    /// theta > 0, and nu small enough for e^(-e^nu) to be told from 0.
    static let printed = Generator { draw in
      Weight(
        nu: try draw(.rational(in: -8...4, denominator: 4)),
        theta: try draw(.rational(above: 0, upTo: 6, denominator: 4)))
    }

    /// |lambda| in a float format, correctly rounded at every step.
    func float(_ format: FloatFormat) -> Rational {
      Rational(exactly: Reparameterization.doubleExponential(RoundedFloat(nu, in: format)).value)
    }

    var values: [NamedValue] { [NamedValue("nu", nu), NamedValue("theta", theta)] }
  }

  /// The recurrence as it is printed, without the imaginary unit.
  static let printedRecurrence = Claim(
    "lru.gamma-printed",
    title: "The printed recurrence lacks an i: e^(-e^nu + theta) is not stable",
    statement:
      "x_k = e^(-e^nu + theta) x_(k-1) + gamma (B u)_k is stable: |e^(-e^nu + theta)| < 1 for all nu and theta.",
    source: paper("section 3.4, the recurrence with the normalization"),
    hypotheses: [Hypothesis("i", "the phase is multiplied by i: what is missing in print")],
    method: .certified,
    notes: [
      "A slip of the pen: sections 3.3 and 3.4 mean e^(-e^nu + i theta). By hand: nu = 0, theta = 1 gives e^0 = 1.",
      "In print theta is e^(theta_log) > 0; the exponent is positive wherever theta > e^nu.",
    ],
    check: Check(Weight.printed) { weight, precision in
      Evidence(
        "e^(-e^nu + theta) < 1",
        Ball.exp(Ball(weight.theta, in: precision) - Ball.exp(Ball(weight.nu, in: precision))),
        lessThan: Ball(1, in: precision), at: weight.values)
    },
    correction: Correction(
      "|e^(-e^nu + i theta)| = e^(-e^nu) < 1 for all nu and theta.",
      Check(Weight.printed) { weight, precision in
        let decay = Ball.exp(Ball(weight.nu, in: precision))
        let pair = EigenvaluePair<Complex<Ball>>(decay: decay, phase: Ball(weight.theta, in: precision))
        return [
          Evidence(
            "|e^(-e^nu + i theta)|^2 < 1", pair.first.squaredMagnitude, lessThan: Ball(1, in: precision),
            at: weight.values),
          Evidence(
            "|e^(-e^nu + i theta)|^2 = e^(-2 e^nu)", pair.first.squaredMagnitude, agreesWith: Ball.exp(-2 * decay),
            bits: 60, at: weight.values),
        ]
      }),
    falsifiers: [
      Falsifier(
        "without i, theta > e^nu", dropping: "i",
        Check(Weight.printed.with { $0.nu = -$0.nu.magnitude }) { weight, precision in
          Evidence(
            "e^(-e^nu + 1 + theta) < 1",
            Ball.exp(1 + Ball(weight.theta, in: precision) - Ball.exp(Ball(weight.nu, in: precision))),
            lessThan: Ball(1, in: precision), at: weight.values)
        })
    ])
}
