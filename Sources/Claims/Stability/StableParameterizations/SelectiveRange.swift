import Arithmetic
import Definitions
import PropertyTesting

extension StableParameterizations {
  /// S7's map of a weight, or of an input, to a decay.
  static let selectiveRange = Claim(
    "s7.range",
    title: "S7's decay 1 - 1/(w^2 + 1/2) is -1 at w = 0, and leaves the disc for complex w",
    statement: """
      The map f(w) = 1 - 1/(w^2 + 1/2), of a weight that depends on the input, keeps every transition inside the unit \
      interval: |f(w)| < 1 for all w.
      """,
    source: Source(
      "Soydan, Zubic, Messikommer, Mishra & Scaramuzza, S7", arXiv: "2410.03464", "the stable reparameterization",
      .secondary, quotedBy: "an independent implementation of the model, and the abstract"),
    hypotheses: [
      Hypothesis("w != 0", "w is not 0: the condition that is missing"), Hypothesis("real w", "w is real"),
    ],
    method: .exact,
    notes: [
      "At w = 0 the recurrence is x_k = -x_(k-1) + u_k, which the input (-1)^k makes grow linearly. As w depends on "
        + "the input, no training of a constant excludes it.",
      "The map is StableSSM's discrete one with a = 1, b = 1/2; its gradient scale 1/(2 |w|^3) near 0 is "
        + "stablessm.T3.6-disc. Any b > 1/2 mends both.",
      "The abstract says that the reparameterization keeps state transitions well-behaved; the formula is that of an "
        + "independent implementation, and of StableSSM, which the paper takes it from. S5's complex Lambda must not "
        + "be put into it.",
    ],
    check: Check(weights) { w, _ in isInside(w, b: Rational(1, 2)) },
    correction: Correction(
      """
      For real w, -1 <= f(w) < 1 with 1 - |f| = 1/(w^2 + 1/2) where w^2 >= 1/2 and 4 w^2/(2 w^2 + 1) below, so that \
      |f| = 1 iff w = 0; f'(w)^2 <= 27/8, with equality at w^2 = 1/6; and with b > 1/2 in place of 1/2, |f| < 1 for \
      all w.
      """,
      .all(
        Check(weights.filter { $0 != 0 }) { w, _ in isInside(w, b: Rational(1, 2)) },
        Check(weights) { w, _ in distances(w) },
        Check(
          Generator { draw in (try draw(weights), try draw(.rational(above: 0, upTo: 2, denominator: 8))) }
        ) { pair, _ in isInside(pair.0, b: Rational(1, 2) + pair.1) })),
    falsifiers: [
      Falsifier("w = 0", dropping: "w != 0", Check(.always(Rational(0))) { w, _ in isInside(w, b: Rational(1, 2)) }),
      Falsifier(
        "w = i t, 0 < t < 1/2", dropping: "real w",
        Check(Generator<Rational>.rational(above: 0, upTo: 1).map { $0 / 2 }) { t, _ in
          let f = Reparameterization.bestDecay(a: 1, b: Rational(1, 2), at: Complex(Rational(0), t))
          return [Evidence("|f(i t)|^2 < 1", f.squaredMagnitude, lessThan: 1, at: [NamedValue("t", t)])]
        }),
      Falsifier(
        "f'(w)^2 <= 3",
        Check(weights) { w, _ in
          let slope = derivative(w)
          return [Evidence("f'(w)^2 <= 3", slope * slope, atMost: 3, at: [NamedValue("w", w)])]
        }),
    ])

  private static let weights = Generator<Rational>.rational(in: -3...3, denominator: 12)

  private static func isInside(_ w: Rational, b: Rational) -> [Evidence] {
    let f = Reparameterization.bestDecay(a: 1, b: b, at: w)
    return [
      Evidence(
        "|f(w)| < 1", f.magnitude, lessThan: 1,
        at: [NamedValue("w", w), NamedValue("f(w)", f)] + (b == Rational(1, 2) ? [] : [NamedValue("b", b)]))
    ]
  }

  /// f'(w), by a dual number.
  private static func derivative(_ w: Rational) -> Rational {
    Reparameterization.bestDecay(a: 1, b: Rational(1, 2), at: Dual(variable: w)).tangent
  }

  private static func distances(_ w: Rational) -> [Evidence] {
    let f = Reparameterization.bestDecay(a: 1, b: Rational(1, 2), at: w)
    let values = [NamedValue("w", w)]
    let square = w * w
    let distance = square >= Rational(1, 2) ? 1 / (square + Rational(1, 2)) : 4 * square / (2 * square + 1)
    let slope = derivative(w)
    return [
      Evidence("-1 <= f(w)", -1, atMost: f, at: values),
      Evidence("1 - |f(w)|", 1 - f.magnitude, equals: distance, at: values),
      Evidence("f'(w)^2 <= 27/8", slope * slope, atMost: Rational(27, 8), at: values),
    ]
  }
}
