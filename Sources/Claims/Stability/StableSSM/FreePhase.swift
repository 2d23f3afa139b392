import Arithmetic
import Definitions
import PropertyTesting

extension StableSSM {
  /// Imaginary parts that are not scaled with the decay are not stable.
  static let freePhase = Claim(
    "stablessm.complex-imag",
    title: "Free imaginary parts destroy stability, with the constant 4/pi",
    statement: """
      The released model, with eigenvalues f(w) + i omega and omega trained directly, is a stable reparameterization: some g \
      with g(0) = 0 bounds |f| int_0^inf |e^((f + i(omega + beta)) t) - e^((f + i omega) t)| dt for every f.
      """,
    source: Source(
      "Wang & Li, StableSSM (radarFudan/StableSSM, src/models/recurrent/stablessm.py)", arXiv: "2311.14495",
      "Definition 3.4 at the eigenvalues f(w) + i omega of the released code", .derived,
      quotedBy: "whoever carries Definition 3.4 over to complex eigenvalues"),
    hypotheses: [
      Hypothesis("small |f|", "|f| can be arbitrarily small"),
      Hypothesis("free omega", "omega moves by an amount that does not depend on |f|"),
    ],
    method: .certified,
    notes: [
      "That the model is built so was read in the code; that it is stable is nowhere printed: it is Definition 3.4 carried "
        + "over to it. A g with g(0) = 0 is below 1 for some beta; |f| = beta/2 then gives coth(pi/2) = 1.0903 > 1.",
      "phi(kappa) < 4/pi is checked on the instances drawn, kappa up to 10^12; 4/pi is the limit.",
      "If omega = |f| v with v trained, kappa = beta/2 whatever f is, and phi(beta/2) -> 0: stable in v.",
    ],
    effort: 0.5,
    check: Check(Shift.any) { shift, precision in
      Evidence(
        "the integral <= 1, for a beta with g(beta) <= 1", shift.integral(precision), atMost: Ball(1, in: precision),
        at: shift.values)
    },
    correction: Correction(
      """
      The integral is phi(kappa) = 2 kappa/(1 + kappa^2) coth(pi/(2 kappa)) with kappa = beta/(2|f|), which rises to 4/pi as \
      |f| -> 0 for every beta > 0: no g exists. With omega = |f| v it is phi(beta/2), whatever f is.
      """,
      .all(
        Check(Shift.moderate, isClosedForm, rises),
        Check(Shift.slow, exceedsOne, isBelowLimit))),
    falsifiers: [
      Falsifier(
        "|f| >= 1 and beta <= 1/10: the integral exceeds 1", dropping: "small |f|", Check(Shift.fast, exceedsOne)),
      Falsifier(
        "omega = |f| v: the integral exceeds 1 at beta = 1/10", dropping: "free omega", Check(Shift.scaled, exceedsOne)),
      Falsifier(
        "the constant 4/pi less a thousandth",
        Check(Shift.slow) { isBelowLimit($0, share: Rational(999, 1000), $1) }),
    ],
    quoted: { precision in
      let table = [
        (Rational(1, 2), "0.802993"), (1, "1.090331"), (5, "1.264283"), (50, "1.273149"), (10, "1.2709845"),
      ]
      return table.map { kappa, digits in
        Evidence("phi(\(kappa))", phaseStabilityIntegral(Ball(kappa, in: precision)), isQuotedAs: digits)
      } + [
        Evidence("4/pi", 4 / Ball.pi(in: precision), isQuotedAs: "1.27324"),
        Evidence(
          "the integral at |f| = 1/20, beta = 1, by quadrature",
          phaseIntegral(rate: Rational(1, 20), beta: 1, precision), isQuotedAs: "1.2709845"),
      ]
    },
    figures: [
      FigureRecipe("phase-stability") { _ in
        let kappa = grid(from: 1e-2, to: 100, count: 160, logarithmic: true)
        return FigureData(
          "phase-stability", title: "Stability integral of a free imaginary part", xLabel: "kappa = beta/(2|f|)",
          yLabel: "phi(kappa)", logX: true, x: FigureData.Column("kappa", kappa),
          curves: [
            FigureData.Column("phi", kappa.map { phaseStabilityIntegral($0) }),
            FigureData.Column("4/pi", kappa.map { _ in 4 / Double.pi }),
          ])
      }
    ])

  /// The integral by quadrature = phi(kappa).
  private static func isClosedForm(_ shift: Shift, _ precision: Precision) -> Evidence {
    Evidence(
      "the integral by quadrature = phi(kappa)", phaseIntegral(rate: shift.rate, beta: shift.beta, precision),
      agreesWith: shift.integral(precision), bits: 40, at: shift.values)
  }

  /// phi(kappa) < phi(2 kappa).
  private static func rises(_ shift: Shift, _ precision: Precision) -> Evidence {
    Evidence(
      "phi(kappa) < phi(2 kappa)", shift.integral(precision),
      lessThan: phaseStabilityIntegral(Ball(2 * shift.kappa, in: precision)), at: shift.values)
  }

  /// 1 < the integral, where the phase moves by at least twice the decay.
  private static func exceedsOne(_ shift: Shift, _ precision: Precision) -> Evidence {
    Evidence(
      "1 < the integral", Ball(1, in: precision), lessThan: shift.integral(precision),
      at: shift.values)
  }

  private static func isBelowLimit(_ shift: Shift, _ precision: Precision) -> Evidence {
    isBelowLimit(shift, share: 1, precision)
  }

  /// phi(kappa) < share 4/pi.
  private static func isBelowLimit(_ shift: Shift, share: Rational, _ precision: Precision) -> Evidence {
    Evidence(
      "phi(kappa) < \(share == 1 ? "" : "(\(share)) ")4/pi", shift.integral(precision),
      lessThan: Ball(4 * share, in: precision) / Ball.pi(in: precision), at: shift.values)
  }

  /// A decay |f| and by how much the phase of its mode moves.
  private struct Shift: Sendable {
    let rate, beta: Rational
    var kappa: Rational { beta / (2 * rate) }

    static let any = Generator { draw in
      Shift(rate: try draw(.power(of: 2, in: -40...0)), beta: try draw(.power(of: 10, in: -9...0)))
    }

    static let moderate = Generator { draw in
      let rate = try draw(.rational(above: 0, upTo: 2, denominator: 8))
      return Shift(rate: rate, beta: 2 * rate * (try draw(.rational(above: 0, upTo: 6, denominator: 4))))
    }

    /// |f| <= beta/2.
    static let slow = Generator { draw in
      let beta = try draw(.power(of: 10, in: -9...0))
      let kappa = (try draw(.power(of: 10, in: 0...12))) * (try draw(.rational(in: 1...10, denominator: 4)))
      return Shift(rate: beta / (2 * kappa), beta: beta)
    }

    static let fast = Generator { draw in
      Shift(rate: try draw(.rational(in: 1...5)), beta: Rational(1, 10) * (try draw(.rational(above: 0, upTo: 1))))
    }

    /// v moves by 1/10, and so omega = |f| v by |f|/10.
    static let scaled = Generator<Rational>.power(of: 10, in: -9...0).map { Shift(rate: $0, beta: $0 / 10) }

    func integral(_ precision: Precision) -> Ball { phaseStabilityIntegral(Ball(kappa, in: precision)) }

    var values: [NamedValue] { [NamedValue("beta", beta), NamedValue("|f|", rate)] }
  }

  /// int_0^inf |f| e^(f t) 2|sin(beta t/2)| dt by quadrature between the zeros of the sine, f = -rate.
  private static func phaseIntegral(rate: Rational, beta: Rational, _ precision: Precision) -> Ball {
    let rule = GaussRules.rule(precision)
    let (f, shift) = (-Ball(rate, in: precision), Ball(beta, in: precision))
    // |d^n/dt^n e^(f t) sin(c t)| <= (f^2 + c^2)^(n/2) e^(f t); the rule has an even order 2 n.
    let square = f * f + shift * shift / 4
    let scale = 2 * f.magnitude * Ball.pow(square, rule.count)
    let period = 2 * Ball.pi(in: precision) / shift
    // Panels of at most a radian or so of decay, and half a period.
    let pieces = max(1, Int((period * f.magnitude / 4).approximation.rounded(.up)))
    let count = Int((64 / (rate.approximation * period.approximation)).rounded(.up)) + 1
    var sum = Ball(0, in: precision)
    var start = Ball(0, in: precision)
    for panel in 1...(count * pieces) {
      let stop = period * IntegerConstant(panel) / IntegerConstant(pieces)
      sum =
        sum
        + rule.integral(from: start, to: stop, derivativeBound: scale * Ball.exp(f * start)) {
          phaseStabilityIntegrand(decay: f, shift: shift, at: $0)
        }
      start = stop
    }
    return sum + Ball.hull(Ball(0, in: precision), 2 * Ball.exp(f * start))
  }
}
