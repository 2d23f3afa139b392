import Arithmetic
import Definitions

extension StableSSM {
  /// The discrete gradient scale is |f'|/(1 - |f|)^2, not |f'|/(1 - f)^2.
  static let discreteGradientScale = Claim(
    "stablessm.T3.6-disc",
    title: "The printed discrete gradient bound |f'|/(1 - f)^2 fails for negative f",
    statement: "In discrete time, for inputs bounded by 1, |d/dw y| <= |c u| |f'(w)|/(1 - f(w))^2.",
    source: paper("Theorem 3.6, discrete version"),
    hypotheses: [Hypothesis("f >= 0", "0 <= f(w) < 1: the condition that is missing in the printed bound")],
    method: .certified,
    notes: [
      "By hand: f(w) = 1 - 1/(w^2 + 1/2) at w = 1/2 has f = -1/3 and f' = 16/9. The printed bound is (16/9)/(4/3)^2 = 1; "
        + "the input (-1)^k gives f'/(1 + f)^2 = (16/9)/(2/3)^2 = 4.",
      "The identity sum k r^(k-1) = (1 - (n + 1) r^n + n r^(n+1))/(1 - r)^2 is checked in rationals, and the gradient of "
        + "the recurrence itself by dual numbers, over rationals as well.",
    ],
    check: { draw, precision in
      let map =
        draw.bool()
        ? Reparameterization.discreteBest(a: 1, b: Rational(1, 2))
        : draw.element(of: [.doubleExponential, .discreteLogistic])
      let w = draw.rational(above: 0, upTo: 2, denominator: 8)
      return [scanGradient(map, w, precision)]
    },
    correction: Correction(
      """
      |d/dw y| <= |c u| |f'(w)|/(1 - |f(w)|)^2, with equality for sign-matched inputs as their length grows. For \
      f(w) = 1 - 1/(w^2 + 1/2) this is 2|w| for |w| >= 1/sqrt 2 and 1/(2|w|^3) below, which is unbounded; the scale is \
      2 a|w| for every w iff b >= 1, and bounded iff b > 1/2 on any bounded set of w.
      """
    ) { draw, precision in
      rationalGradient(&draw) + [bestScale(draw.rational(above: 0, upTo: 3, denominator: 8), precision)]
    },
    falsifiers: [
      Falsifier("the alternating input where f < 0", dropping: "f >= 0") { draw, precision in
        [
          scanGradient(
            .discreteBest(a: 1, b: Rational(1, 2)), draw.rational(above: 0, upTo: 1, denominator: 8), precision)
        ]
      },
      Falsifier("the corrected bound less a thousandth, at sign-matched inputs") { draw, _ in
        let r = draw.rational(in: 0...1, denominator: 4)
        guard r < 1 else { throw Discarded() }
        let n = 200
        let reached =
          (1 - Rational(n + 1, 1) * Rational.pow(r, n) + Rational(n, 1) * Rational.pow(r, n + 1)) / ((1 - r) * (1 - r))
        return [
          Evidence(
            "sum_(k <= 200) k r^(k-1) <= (999/1000)/(1 - r)^2", reached,
            atMost: Rational(999, 1000) / ((1 - r) * (1 - r)), at: [NamedValue("r", r)])
        ]
      },
    ],
    quoted: { precision in
      let map = Reparameterization.discreteBest(a: 1, b: Rational(1, 2))
      let table = [
        (Rational(1, 2), "1.0", "4"), (Rational(3, 10), "0.6", "18.5"), (Rational(1, 10), "0.2", "500"),
        (Rational(1, 100), "0.02", "5e5"),
      ]
      return table.flatMap { w, printed, correct in
        let x = Ball(w, in: precision)
        return [
          Evidence("the printed bound at w = \(w)", map.printedDiscreteGradientScale(at: x), isQuotedAs: printed),
          Evidence("the correct scale at w = \(w)", map.gradientScale(at: x), isQuotedAs: correct),
        ]
      }
    },
    figures: { _ in
      let map = Reparameterization.discreteBest(a: 1, b: Rational(1, 2))
      let w = grid(from: -3, to: 3, count: 240).filter { $0 != 0 }
      return [
        FigureData(
          "discrete-gradient-scale", title: "Gradient scale of f(w) = 1 - 1/(w^2 + 1/2)", xLabel: "w", yLabel: "scale",
          logY: true, x: FigureData.Column("w", w),
          curves: [
            FigureData.Column("correct, |f'|/(1 - |f|)^2", w.map { map.gradientScale(at: $0) }),
            FigureData.Column("printed, |f'|/(1 - f)^2", w.map { map.printedDiscreteGradientScale(at: $0) }),
          ])
      ]
    },
    evaluate: { model, precision in
      let map = model.parameterization
      guard map.timeDomain == .discrete else { return [] }
      guard let worst = model.weight(withLargest: { map.gradientScale(at: $0) }) else { return [] }
      let w = Ball(worst, in: precision)
      // The gain of a mode is 1/(1 - |f|) for the input that matches its sign.
      let steady = Dual<Ball>.derivative(of: { 1 / (1 - map($0).magnitude) }, at: w).magnitude
      return [
        Evidence(
          "largest |d/dw y| of a mode for its worst input, differentiated = |f'|/(1 - |f|)^2", steady,
          agreesWith: map.gradientScale(at: w), bits: 40,
          at: [NamedValue("model", model.name), NamedValue("f", map), NamedValue("w", worst)])
      ]
    })

  /// The gradient of 64 steps of the recurrence for the input (sign f)^k, against the printed bound.
  private static func scanGradient(_ map: Reparameterization, _ w: Rational, _ precision: Precision) -> Evidence {
    let x = Ball(w, in: precision)
    let one = Dual(1, in: precision) as Dual<Ball>
    let model = DiagonalModel<Dual<Ball>>(
      modes: [DiscreteMode(transition: map(Dual(variable: x)), inputGain: one)], readout: [one], in: precision)
    let isNegative = map(x).isNegative.isTrue
    let input = (0..<64).map { k in [isNegative && k.isMultiple(of: 2) ? -one : one] }
    let last = model.output(of: input).output.last?[0] ?? one
    // The bound is attained in the limit; the slack decides the comparison where f >= 0.
    return Evidence(
      "|d/dw y_63| for the sign-matched input <= |f'|/(1 - f)^2", last.tangent.magnitude,
      atMost: map.printedDiscreteGradientScale(at: x) * Ball(Rational(1025, 1024), in: precision),
      at: [NamedValue("f", map), NamedValue("w", w), NamedValue("f(w)", map(x))])
  }

  /// The gradient of a rational recurrence with inputs of +-1 against sum k r^(k-1) <= 1/(1 - r)^2, exactly.
  private static func rationalGradient(_ draw: inout Draw) -> [Evidence] {
    let a = draw.rational(in: -1...1, denominator: 16)
    guard a.magnitude < 1 else { return [] }
    let n = draw.integer(in: 1...24)
    let signs = draw.list(count: n + 1) { Rational($0.sign(), 1) }
    let one = Dual<Rational>(1, in: Intrinsic())
    let model = DiagonalModel<Dual<Rational>>(
      modes: [DiscreteMode(transition: Dual(variable: a), inputGain: one)], readout: [one], in: Intrinsic())
    func gradient(_ input: [Rational]) -> Rational {
      (model.output(of: input.map { [Dual(constant: $0)] }).output.last?[0] ?? one).tangent.magnitude
    }
    let r = a.magnitude
    let closed =
      (1 - Rational(n + 1, 1) * Rational.pow(r, n) + Rational(n, 1) * Rational.pow(r, n + 1)) / ((1 - r) * (1 - r))
    let matched = (0...n).map { k in a < 0 && k.isMultiple(of: 2) ? Rational(-1, 1) : 1 }
    let values = [NamedValue("a", a), NamedValue("n", n)]
    return [
      Evidence(
        "|dy_n/da| at the sign-matched input = (1 - (n + 1) r^n + n r^(n+1))/(1 - r)^2", gradient(matched),
        equals: closed, at: values),
      Evidence(
        "|dy_n/da| <= 1/(1 - |a|)^2", gradient(signs), atMost: 1 / ((1 - r) * (1 - r)),
        at: values + [NamedValue("x", signs)]),
    ]
  }

  /// The correct scale of the best map with b = 1/2: 1/(2|w|^3) below 1/sqrt 2, 2|w| above.
  private static func bestScale(_ w: Rational, _ precision: Precision) -> Evidence {
    let x = Ball(w, in: precision)
    let expected = 2 * w * w < 1 ? 1 / (2 * Ball.pow(x, 3)) : 2 * x
    return Evidence(
      "|f'|/(1 - |f|)^2 of 1 - 1/(w^2 + 1/2) = 1/(2 w^3) or 2 w",
      Reparameterization.discreteBest(a: 1, b: Rational(1, 2)).gradientScale(at: x), agreesWith: expected, bits: 60,
      at: [NamedValue("w", w)])
  }
}
