import Arithmetic
import Definitions
import PropertyTesting

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
    check: Check(Point.any, isBoundedAsPrinted),
    correction: Correction(
      """
      |d/dw y| <= |c u| |f'(w)|/(1 - |f(w)|)^2, with equality for sign-matched inputs as their length grows. For \
      f(w) = 1 - 1/(w^2 + 1/2) this is 2|w| for |w| >= 1/sqrt 2 and 1/(2|w|^3) below, which is unbounded; the scale is \
      2 a|w| for every w iff b >= 1, and bounded iff b > 1/2 on any bounded set of w.
      """,
      .all(
        Check(Recurrence.any, attains, isBounded),
        Check(Generator<Rational>.rational(above: 0, upTo: 3, denominator: 8)) { bestScale($0, $1) })),
    falsifiers: [
      Falsifier(
        "the alternating input where f < 0", dropping: "f >= 0", Check(Point.whereNegative, isBoundedAsPrinted)),
      Falsifier(
        "the corrected bound less a thousandth, at sign-matched inputs",
        Check(Recurrence.matched) { isBounded($0, share: Rational(999, 1000), $1) }),
    ],
    quoted: { precision in
      let map = best
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
    figures: [
      FigureRecipe("discrete-gradient-scale") { _ in
        let map = best
        let w = grid(from: -3, to: 3, count: 240).filter { $0 != 0 }
        return FigureData(
          "discrete-gradient-scale", title: "Gradient scale of f(w) = 1 - 1/(w^2 + 1/2)", xLabel: "w", yLabel: "scale",
          logY: true, x: FigureData.Column("w", w),
          curves: [
            FigureData.Column("correct, |f'|/(1 - |f|)^2", w.map { map.gradientScale(at: $0) }),
            FigureData.Column("printed, |f'|/(1 - f)^2", w.map { map.printedDiscreteGradientScale(at: $0) }),
          ])
      }
    ],
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
  private static func isBoundedAsPrinted(_ point: Point, _ precision: Precision) -> Evidence {
    let (map, x) = (point.map, Ball(point.w, in: precision))
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
      at: [NamedValue("f", map), NamedValue("w", point.w), NamedValue("f(w)", map(x))])
  }

  /// A discrete map and a weight.
  private struct Point: Sendable {
    let map: Reparameterization
    let w: Rational

    static let any = points(
      of: .oneOf(.always(best), .element(of: [.doubleExponential, .discreteLogistic])),
      weight: .rational(above: 0, upTo: 2, denominator: 8))

    /// f(w) < 0 for w < 1/sqrt 2.
    static let whereNegative = points(of: .always(best), weight: .whole(1...11).map { $0 / 16 })

    private static func points(
      of map: Generator<Reparameterization>, weight: Generator<Rational>
    ) -> Generator<Point> { Generator { Point(map: try $0(map), w: try $0(weight)) } }
  }

  /// The gradient of the recurrence at the input that matches the sign of a, in closed form, exactly.
  private static func attains(_ recurrence: Recurrence, _ precision: Precision) -> Evidence {
    var matched = recurrence
    matched.matchSigns()
    let (r, n) = (recurrence.a.magnitude, recurrence.signs.count - 1)
    return Evidence(
      "|dy_n/da| at the sign-matched input = (1 - (n + 1) r^n + n r^(n+1))/(1 - r)^2", matched.gradient,
      equals: (1 - Rational(n + 1, 1) * Rational.pow(r, n) + Rational(n, 1) * Rational.pow(r, n + 1))
        / ((1 - r) * (1 - r)), at: matched.values)
  }

  private static func isBounded(_ recurrence: Recurrence, _ precision: Precision) -> Evidence {
    isBounded(recurrence, share: 1, precision)
  }

  /// |dy_n/da| <= share/(1 - |a|)^2, exactly.
  private static func isBounded(_ recurrence: Recurrence, share: Rational, _ precision: Precision) -> Evidence {
    let distance = 1 - recurrence.a.magnitude
    return Evidence(
      "|dy_n/da| <= \(share == 1 ? "1" : "(\(share))")/(1 - |a|)^2", recurrence.gradient,
      atMost: share / (distance * distance), at: recurrence.values)
  }

  /// y_k = a y_(k-1) + x_k with |a| < 1 and inputs +-1.
  private struct Recurrence: Sendable {
    let a: Rational
    var signs: [Rational]

    static let any = Generator { draw in
      Recurrence(
        a: try draw(Generator<Rational>.rational(in: -1...1, denominator: 16).filter { $0.magnitude < 1 }),
        signs: try draw(.array(of: .sign, count: 2...25)))
    }

    /// 200 steps with the input that matches the sign of a >= 0.
    static let matched = Generator<Rational>.rational(in: 0...1, denominator: 4).filter { $0 < 1 }.map { a in
      Recurrence(a: a, signs: Array(repeating: 1, count: 201))
    }

    mutating func matchSigns() {
      signs = signs.indices.map { a < 0 && $0.isMultiple(of: 2) ? -1 : 1 }
    }

    var values: [NamedValue] {
      [NamedValue("a", a), NamedValue("n", signs.count - 1)]
        + (signs.count > 25 ? [] : [NamedValue("x", signs)])
    }

    /// |dy_n/da| by dual numbers over rationals.
    var gradient: Rational {
      let one = Dual<Rational>(1, in: Intrinsic())
      let model = DiagonalModel<Dual<Rational>>(
        modes: [DiscreteMode(transition: Dual(variable: a), inputGain: one)], readout: [one], in: Intrinsic())
      return (model.output(of: signs.map { [Dual(constant: $0)] }).output.last?[0] ?? one).tangent.magnitude
    }
  }

  /// 1 - 1/(w^2 + 1/2).
  private static let best = Reparameterization.discreteBest(a: 1, b: Rational(1, 2))

  /// The correct scale of the best map with b = 1/2: 1/(2|w|^3) below 1/sqrt 2, 2|w| above.
  private static func bestScale(_ w: Rational, _ precision: Precision) -> Evidence {
    let x = Ball(w, in: precision)
    let expected = 2 * w * w < 1 ? 1 / (2 * Ball.pow(x, 3)) : 2 * x
    return Evidence(
      "|f'|/(1 - |f|)^2 of 1 - 1/(w^2 + 1/2) = 1/(2 w^3) or 2 w",
      best.gradientScale(at: x), agreesWith: expected, bits: 60,
      at: [NamedValue("w", w)])
  }
}
