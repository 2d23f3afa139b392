import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// The forms of the implicit layer, and what it remembers.
  static let implicitLayer = Claim(
    "linoss.T-IM",
    title: "LinOSS-IM as recurrence, scan, convolution and implicit equations is one map, and its kernel a damped sine",
    statement: """
      For A >= 0 the layer's recurrence solves z_t = z_(t-1) + dt (-A y_t + f_t), y_t = y_(t-1) + dt z_t, and equals \
      its scans and its convolution with K_n = dt S^((n+1)/2) sin((n + 1) theta)/sqrt(A), theta = atan(dt sqrt(A)), so \
      that |K_n| <= (n + 1) dt^2 S^(n/2+1) and |K_n| <= dt S^((n+1)/2)/sqrt(A).
      """,
    source: linoss("section 2 and models/LinOSS.py: the scan of 2 x 2 blocks", .code),
    hypotheses: [Hypothesis("A >= 0", "the stiffness is not negative")],
    method: .certified,
    notes: [
      "Equal forms, and the first bound squared, in rationals; the closed form in balls. The spectrum itself is "
        + "linoss.IM-spectrum.",
      "The memory of a mode is exponential with the rate log(1 + dt^2 A)/2 a step; a gain 1/sqrt(A) belongs to it.",
      "The state's energy balance H_t = S H_(t-1) + S (h^2 + 2 z h), h = dt f, is checked along every trajectory.",
    ],
    effort: 0.5,
    check: .all(
      Check(LayerInstance.generator(isImplicit: true)) { instance, _ in instance.formsAgree },
      Check(LayerInstance.generator(isImplicit: true)) { instance, _ in instance.solvesEquations },
      Check(OscillatorInstance.implicit(positive: false)) { instance, _ in kernelDecays(instance) },
      Check(OscillatorInstance.implicit(positive: true)) { instance, precision in
        isDampedSine(instance, share: 1, precision)
      }),
    falsifiers: [
      Falsifier(
        "A < 0", dropping: "A >= 0",
        Check(
          OscillatorInstance.implicit(positive: true).with {
            // dt^2 A in (-1, 0).
            let x = $0.step * $0.step * $0.stiffness
            $0.stiffness = -$0.stiffness / (1 + x)
          }
        ) { instance, _ in kernelDecays(instance) }),
      Falsifier(
        "half the envelope",
        Check(OscillatorInstance.implicit(positive: true)) { instance, precision in
          isDampedSine(instance, share: Rational(1, 2), precision)
        }),
    ])

  /// K_n^2 <= (n + 1)^2 dt^4 S^(n+2).
  private static func kernelDecays(_ instance: OscillatorInstance) -> [Evidence] {
    let oscillator = instance.oscillator
    let step4 = Rational.pow(instance.step, 4)
    return oscillator.impulseResponse(12).enumerated().map { n, k in
      Evidence(
        "K_n^2 <= (n + 1)^2 dt^4 S^(n+2)", k * k,
        atMost: Rational((n + 1) * (n + 1)) * step4 * Rational.pow(oscillator.determinant, n + 2),
        at: instance.values + [NamedValue("n", n)])
    }
  }

  private static func isDampedSine(
    _ instance: OscillatorInstance, share: Rational, _ precision: Precision
  ) -> [Evidence] {
    let oscillator: LinearOscillator<Ball> = instance.oscillator(in: precision)
    let exact = instance.oscillator.impulseResponse(8).map { Ball($0, in: precision) }
    return exact.enumerated().flatMap { n, k in
      let (value, envelope) = oscillator.dampedSine(at: n)
      let values = instance.values + [NamedValue("n", n)]
      return [
        // The sine may be 0: the error is measured against the envelope.
        Evidence(
          "|K_n - dt S^((n+1)/2) sin((n + 1) theta)/sqrt(A)| <= 2^-60 of the envelope", (k - value).magnitude,
          atMost: envelope * Ball(0x1p-60, in: precision), at: values),
        Evidence(
          share == 1 ? "|K_n| <= dt S^((n+1)/2)/sqrt(A)" : "|K_n| <= \(share) dt S^((n+1)/2)/sqrt(A)", k.magnitude,
          atMost: Ball(share, in: precision) * envelope * Ball(Rational(1025, 1024), in: precision), at: values),
      ]
    }
  }

  /// The input term of the implicit scheme.
  static let implicitInput = Claim(
    "linoss.IM-input",
    title: "The implicit scheme's input is (S dt f, S dt^2 f), not (dt f, 0)",
    statement: "(z_t, y_t) = M (z_(t-1), y_(t-1)) + (dt f_t, 0) is a step of the implicit scheme.",
    source: linoss("the forcing of LinOSS-IM", .secondary, quotedBy: "a circulating note on the paper"),
    hypotheses: [Hypothesis("transformed input", "F = M (dt f, 0) = (S dt f, S dt^2 f): what is missing in the note")],
    method: .exact,
    notes: [
      "The released code has F = (M_11 dt f, M_21 dt f), which is right. The implicit equations (I - dt K) v_t = "
        + "v_(t-1) + (dt f, 0) are solved for v_t by M = (I - dt K)^-1, so that M multiplies the input too.",
      "The wrong input delays the position by a step: y_t does not see f_t.",
    ],
    check: Check(forced) { pair, _ in solves(pair.0, pair.1, input: { _, f in (f, 0) }) },
    correction: Correction(
      "(z_t, y_t) = M (z_(t-1), y_(t-1)) + (S dt f_t, S dt^2 f_t) solves the implicit equations.",
      Check(forced) { pair, _ in
        solves(pair.0, pair.1) { oscillator, h in
          (oscillator.determinant * h, oscillator.determinant * oscillator.step * h)
        }
      }),
    falsifiers: [
      Falsifier(
        "F = (dt f, dt^2 f), the input of IMEX", dropping: "transformed input",
        Check(forced) { pair, _ in solves(pair.0, pair.1) { oscillator, h in (h, oscillator.step * h) } })
    ])

  private static let forced = Generator { draw in
    (
      try draw(OscillatorInstance.implicit(positive: true)),
      try draw(Generator<Rational>.rational(in: -2...2, denominator: 2).filter { $0 != 0 })
    )
  }

  /// The residuals of the implicit equations after one step with an input of its own, a function of h = dt f.
  private static func solves(
    _ instance: OscillatorInstance, _ forcing: Rational,
    input: (LinearOscillator<Rational>, Rational) -> (velocity: Rational, position: Rational)
  ) -> [Evidence] {
    let oscillator = instance.oscillator
    let (z, y) = (instance.velocity, instance.position)
    let image = oscillator.advanced(z, y, forcing: 0)
    let added = input(oscillator, instance.step * forcing)
    let (z1, y1) = (image.velocity + added.velocity, image.position + added.position)
    let values = instance.valuesWithState + [NamedValue("f", forcing)]
    return [
      Evidence("y_1 = y_0 + dt z_1", y1, equals: y + instance.step * z1, at: values),
      Evidence(
        "z_1 = z_0 + dt (-A y_1 + f)", z1, equals: z + instance.step * (forcing - instance.stiffness * y1), at: values),
    ]
  }
}
