import Arithmetic
import Definitions

extension StableSSM {
  /// f'/f^2 = 2 a w only for -1/(a w^2 + b).
  static let bestEquation = Claim(
    "stablessm.best-ode",
    title: "'Best' is the only map whose gradient scale is exactly proportional to |w|",
    statement: """
      f'(w)/f(w)^2 = 2 a w means (1/|f|)' = 2 a w, so f(w) = -1/(a w^2 + b). A map with scale at most L|w| has \
      1/|f(w)| <= (L/2) w^2 + 1/|f(0)|: the memory 1/|lambda| grows at most like w^2.
      """,
    source: paper("the derivation of the 'best' reparameterization"),
    hypotheses: [
      Hypothesis("scale at most L|w|", "|f'(w)|/f(w)^2 <= L|w| for every w"),
      Hypothesis(
        "f(0) finite", "b > 0",
        untested: "b = 0 satisfies the equation away from w = 0; what fails there is stability, see stablessm.D3.4-b0"),
    ],
    method: .certified,
    notes: [
      "Random maps -1/q with q' bounded by L|w|: q is a sum of w^2/2, 1 - cos w, log(1 + w^2)/2, sqrt(1 + w^2) - 1.",
      "The scale vanishes at w = 0, the fastest mode: a weight initialised at exactly 0 does not move.",
    ],
    check: { draw, precision in
      let a = draw.rational(above: 0, upTo: 3, denominator: 8)
      let b = draw.rational(above: 0, upTo: 3, denominator: 8)
      let w = draw.rational(in: -8...8, denominator: 8)
      let x = Ball(w, in: precision)
      let best = Reparameterization.best(a: a, b: b)
      var evidence: [Evidence] = []
      if w != 0 {
        evidence.append(
          Evidence(
            "f'/f^2 = 2 a w", Dual.derivative(of: { -1 / best($0) }, at: x), agreesWith: Ball(2 * a * w, in: precision),
            bits: 80, at: [NamedValue("a", a), NamedValue("b", b), NamedValue("w", w)]))
        // best = -1/|1/f|, so the derivative of -1/f is f'/f^2.
      }
      let weights = draw.list(count: 4) { $0.rational(in: 0...2, denominator: 4) }
      let l = weights.reduce(Rational(0, 1)) { $0 + $1 } + Rational(1, 64)
      let inverse = { (x: Dual<Ball>) -> Dual<Ball> in inverseMap(x, weights, offset: b) }
      let values = [NamedValue("weights", weights), NamedValue("b", b), NamedValue("w", w), NamedValue("L", l)]
      evidence.append(
        Evidence(
          "|f'|/f^2 <= L|w|", Dual.derivative(of: inverse, at: x).magnitude,
          atMost: Ball(l, in: precision) * x.magnitude,
          at: values))
      if w != 0 {
        evidence.append(
          Evidence(
            "1/|f(w)| <= (L/2) w^2 + 1/|f(0)|", inverse(Dual(constant: x)).value,
            atMost: Ball(l * w * w / 2 + b, in: precision), at: values))
      }
      return evidence
    },
    falsifiers: [
      Falsifier("exp: 1/|f| = e^-w", dropping: "scale at most L|w|") { draw, precision in
        let w = Rational(-draw.integer(in: 0...20), 1)
        let l = Rational(draw.integer(in: 1...100), 1)
        return [
          Evidence(
            "1/|f(w)| <= (L/2) w^2 + 1/|f(0)|", -1 / Reparameterization.exponential(Ball(w, in: precision)),
            atMost: Ball(l * w * w / 2 + 1, in: precision), at: [NamedValue("w", w), NamedValue("L", l)])
        ]
      },
      Falsifier("direct, near w = 0: the scale 1/w^2", dropping: "scale at most L|w|") { draw, precision in
        let w = -draw.power(of: 10, in: -6...0)
        let l = Rational(draw.integer(in: 1...100), 1)
        return [
          Evidence(
            "|f'|/f^2 <= L|w|", Reparameterization.direct.gradientScale(at: Ball(w, in: precision)),
            atMost: Ball(l * w.magnitude, in: precision), at: [NamedValue("w", w), NamedValue("L", l)])
        ]
      },
    ],
    figures: { _ in
      let w = grid(from: -6, to: 6, count: 240).filter { $0 != 0 }
      return [
        FigureData(
          "scale-over-weight", title: "Gradient scale over |w|", xLabel: "w", yLabel: "|f'|/(f^2 |w|)", logY: true,
          x: FigureData.Column("w", w),
          curves: [Reparameterization.exponential, .softplus, .logistic, .publishedBest, .direct].map { map in
            FigureData.Column(
              map.description, w.map { map == .direct && $0 >= 0 ? .nan : map.gradientScale(at: $0) / abs($0) })
          })
      ]
    })

  /// 1/|f| = b + weights . (w^2/2, 1 - cos w, log(1 + w^2)/2, sqrt(1 + w^2) - 1), each with derivative at most |w|.
  private static func inverseMap<A: RealElementaryArithmetic>(_ w: A, _ weights: [Rational], offset b: Rational) -> A {
    let square = w * w
    let terms = [square / 2, 1 - A.cos(w), A.log(onePlus: square) / 2, A.sqrt(1 + square) - 1]
    return zip(weights, terms).reduce(A(b, in: w.context)) { $0.addingProduct(A($1.0, in: w.context), $1.1) }
  }
}
